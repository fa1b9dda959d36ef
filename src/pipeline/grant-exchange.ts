import type { Admission, DecisionRequest } from "../domain/request.ts";
import { signGrant } from "../grant/mint.ts";
import { identify } from "../identify/identify.ts";
import type { Exchanged, ExchangeOrder, ExchangeRefused, GrantCommandDeps } from "./grant-commands.ts";

/** Where exchanges are asked for, and so what the proof of one is about (RFC 9449 section 4.3). */
const TOKEN_PATH = "/oauth2/token";

/** Tells a decision's grant, once, to the caller that asked for the decision and proves its agent again (RFC 8693). */
export async function exchange(
  deps: GrantCommandDeps,
  order: ExchangeOrder,
  admission: Admission,
): Promise<Exchanged | ExchangeRefused> {
  const { agent, refusal } = await identify(deps.identify, requestOf(order, admission, deps.publicUrl), admission);
  if (refusal !== undefined) return { error: "invalid_request", description: `subject_token: ${refusal.code}` };
  if ("id" in order.agent && order.agent.id !== agent.id) {
    return { error: "invalid_request", description: "subject_token: agent_id_mismatch" };
  }
  const { tenant, caller, now_ms } = admission;
  const { decision_id, audience } = order;
  const request = { tenant, decision_id, agent: agent.id, caller: caller.id, audience, now_ms };
  const told = await deps.store.exchange(request, (claims) => signGrant(deps.signer, claims));
  if (told === undefined) {
    return { error: "invalid_grant", description: "the decision has no grant that this agent may still get" };
  }
  return { ...told, expires_in_s: Math.floor((told.grant.expires_at_ms - now_ms) / 1000) };
}

/** The agent's evidence in the form in which decisions have it. Whose word is not believed, its connection's certificate may prove it. */
function requestOf(
  { agent, dpop }: ExchangeOrder,
  { vouches, certificates }: Admission,
  publicUrl: string,
): DecisionRequest {
  const byConnection = "id" in agent && !vouches && certificates !== undefined;
  const proof = dpop === undefined ? {} : { proof: { token: dpop, method: "POST", uri: `${publicUrl}${TOKEN_PATH}` } };
  return {
    request_id: "",
    agent: byConnection ? {} : { ...agent, ...proof },
    session: "",
    observed: [],
    context: {},
    options: { dry_run: false, explain: false },
    timeout_ms: 0,
  };
}
