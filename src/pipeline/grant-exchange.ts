import type { Admission, DecisionRequest } from "../domain/request.ts";
import { signGrant } from "../grant/mint.ts";
import { identify } from "../identify/identify.ts";
import type { Exchanged, ExchangeOrder, ExchangeRefused, GrantCommandDeps } from "./grant-commands.ts";

/** Where exchanges are asked for, and so what the proof of one is about (RFC 9449 section 4.3). */
const TOKEN_PATH = "/oauth2/token";

/** Tells a decision's grant, once, to whoever shows the token of the decision's agent (RFC 8693). */
export async function exchange(
  deps: GrantCommandDeps,
  order: ExchangeOrder,
  admission: Admission,
): Promise<Exchanged | ExchangeRefused> {
  const { agent, refusal } = await identify(deps.identify, requestOf(order, deps.publicUrl), admission);
  if (refusal !== undefined) return { error: "invalid_request", description: `subject_token: ${refusal.code}` };
  const { tenant, now_ms } = admission;
  const { decision_id, audience } = order;
  const request = { tenant, decision_id, agent: agent.id, audience, now_ms };
  const told = await deps.store.exchange(request, (claims) => signGrant(deps.signer, claims));
  if (told === undefined) {
    return { error: "invalid_grant", description: "the decision has no grant that this agent may still get" };
  }
  return { ...told, expires_in_s: Math.floor((told.grant.expires_at_ms - now_ms) / 1000) };
}

/** The agent's evidence in the form in which decisions have it. */
function requestOf({ agent, dpop }: ExchangeOrder, publicUrl: string): DecisionRequest {
  const proof = dpop === undefined ? {} : { proof: { token: dpop, method: "POST", uri: `${publicUrl}${TOKEN_PATH}` } };
  return {
    request_id: "",
    agent: { ...agent, ...proof },
    session: "",
    observed: [],
    context: {},
    options: { dry_run: false, explain: false },
    timeout_ms: 0,
  };
}
