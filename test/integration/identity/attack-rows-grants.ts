import { setTimeout as sleep } from "node:timers/promises";
import { calculateJwkThumbprint } from "jose";
import type { JsonObject } from "../../../src/domain/json.ts";
import { altered, claimsOf } from "../../support/forge.ts";
import { dpopProof, newKey, type TestKey } from "../../support/tokens.ts";
import type { Operation } from "./attack-clients.ts";
import type { AttackRow } from "./attack-rows.ts";
import { AGENT, type AttackWorld, type CallerName, type Granted } from "./attack-world.ts";
import { FORGERIES } from "./forgeries.ts";

const BROKER_URI = "https://broker.example/credentials";
const GATEWAY_URI = "https://gateway.example/tools";

/** A grant that is shown to redemption, with what is wrong. */
const refused = (
  name: string,
  code: string,
  shown: (world: AttackWorld) => Promise<JsonObject>,
  as: CallerName = "broker",
): AttackRow => ({ name: `redeem: ${name}`, operation: "redeem", as, request: shown, effect: "error", code });

const good = ({ id, token }: Pick<Granted, "id" | "token">, more: JsonObject = {}): JsonObject => ({
  grant_id: id,
  token,
  ...more,
});

/** A good grant to which something happens before it is shown. */
const after = (name: string, code: string, happens: (world: AttackWorld, grant: Granted) => Promise<unknown>) =>
  refused(name, code, async (world) => {
    const grant = await world.granted();
    await happens(world, grant);
    return good(grant);
  });

const forged = FORGERIES.map(({ name, forge, intent }) =>
  refused(name, intent === "" ? "invalid_argument /token" : "token_invalid", async (world) => {
    const grant = await world.granted();
    return good({ ...grant, token: await forge(grant.token, world) });
  }),
);

const ANOTHER_ACTION = { action_digest: `sha256:${"0".repeat(64)}` };

const redirected: readonly AttackRow[] = [
  { ...after("replayed", "grant_used", async () => {}), replayed: true },
  after("to another broker after the one", "grant_used", (world, grant) =>
    world.must("broker", `/v1/grants/${grant.id}:redeem`, { token: grant.token }),
  ),
  refused(
    "by a broker of another audience",
    "audience_mismatch",
    async (world) => good(await world.granted()),
    "elsewhere",
  ),
  refused(
    "redirected to another audience by hand",
    "token_invalid",
    async (world) => {
      const grant = await world.granted();
      return good({ ...grant, token: altered(grant.token, { claims: { aud: "aws" } }) });
    },
    "elsewhere",
  ),
  refused("prolonged by hand", "token_invalid", async (world) => {
    const grant = await world.granted();
    return good({ ...grant, token: altered(grant.token, { claims: { exp: 9_999_999_999 } }) });
  }),
  refused("of another tenant, by hand", "token_invalid", async (world) => {
    const grant = await world.granted();
    return good({ ...grant, token: altered(grant.token, { claims: { tenant: "other" } }) });
  }),
  refused("with another action", "action_mismatch", async (world) => good(await world.granted(), ANOTHER_ACTION)),
  refused("under another grant's id", "token_invalid", async (world) => {
    const [one, other] = [await world.granted(), await world.granted()];
    return good({ id: one.id, token: other.token });
  }),
  refused("an intent", "token_invalid", async (world) =>
    good({ id: (await world.granted()).id, token: (await world.issued()).token }),
  ),
  refused("the list of revocations", "token_invalid", async (world) => {
    const { text } = await world.must("gateway", "/.well-known/writ-revocations");
    return good({ id: (await world.granted()).id, token: String(text) });
  }),
  refused("an agent's token", "token_invalid", async (world) =>
    good({ id: (await world.granted()).id, token: await world.issuer().mint({ aud: "vault" }) }),
  ),
  refused(
    "by a caller that is no broker",
    "permission_denied",
    async (world) => good(await world.granted()),
    "gateway",
  ),
];

const ended: readonly AttackRow[] = [
  after("after its end was asked for", "grant_revoked", (world, { id }) =>
    world.must("broker", `/v1/grants/${id}:revoke`, {}),
  ),
  after("after the outcome was reported", "grant_revoked", (world, { decision }) =>
    world.must("gateway", `/v1/decisions/${decision}/outcome`, { status: "succeeded" }),
  ),
  after("after the task was completed", "task_completed", (world, { task }) =>
    world.must("gateway", `/v1/tasks/${task}:complete`, {}),
  ),
  after("after the intent was revoked", "grant_revoked", async (world, { task }) => {
    const { intents } = await world.must("auditor", `/v1/intents?task=${task}`);
    const [intent] = intents as readonly { readonly id: string }[];
    return world.must("planner", `/v1/intents/${intent?.id}:revoke`, {});
  }),
  refused("after the agent was suspended", "agent_suspended", async (world) => {
    const id = await world.registered();
    const agent = { token: await world.issuer().mint({ sub: id }) };
    const intent = { token: (await world.issued({ agent: id })).token };
    const grant = await world.granted({ agent, intent });
    await world.must("admin", `/v1/agents/${id}:suspend`, {});
    return good(grant);
  }),
  refused("expired", "grant_expired", async (world) => {
    const { token } = await world.issued({ expires_at: new Date(Date.now() + 2000).toISOString() });
    const grant = await world.granted({ intent: { token } });
    await sleep(Number(claimsOf(grant.token)["exp"]) * 1000 - Date.now() + 50);
    return good(grant);
  }),
];

interface Bound {
  readonly grant: Granted;
  readonly key: TestKey;
  /** A proof to the broker by a key. */
  proof(by: TestKey, changes?: JsonObject): Promise<JsonObject>;
}

/** A grant that is bound to the agent's key, because the agent proved to hold one. */
async function bound(world: AttackWorld): Promise<Bound> {
  const key = await newKey();
  const token = await world.issuer().mint({ cnf: { jkt: await calculateJwkThumbprint(key.jwk) } });
  const about = (uri: string, text: string) => ({ method: "POST", uri, token: text, nowMs: Date.now() });
  const shown = { token: await dpopProof(key, about(GATEWAY_URI, token)), method: "POST", uri: GATEWAY_URI };
  const grant = await world.granted({ agent: { token, proof: shown } });
  return {
    grant,
    key,
    proof: async (by, changes = {}) => ({
      token: await dpopProof(by, about(BROKER_URI, grant.token), changes),
      method: "POST",
      uri: BROKER_URI,
    }),
  };
}

const possession: readonly AttackRow[] = [
  refused("stolen, without a proof of the agent's key", "proof_missing", async (world) =>
    good((await bound(world)).grant),
  ),
  refused("stolen, with a proof of the thief's key", "proof_invalid", async (world) => {
    const { grant, proof } = await bound(world);
    return good(grant, { proof: await proof(await newKey()) });
  }),
  refused("with a proof for another request", "proof_invalid", async (world) => {
    const { grant, key, proof } = await bound(world);
    return good(grant, { proof: await proof(key, { htu: GATEWAY_URI }) });
  }),
  refused("with an old proof", "proof_invalid", async (world) => {
    const { grant, key, proof } = await bound(world);
    return good(grant, { proof: await proof(key, { iat: Math.floor(Date.now() / 1000) - 3600 }) });
  }),
];

const asked = (
  name: string,
  operation: Operation,
  as: CallerName,
  row: Pick<AttackRow, "request" | "effect" | "code">,
) => ({
  name: `${operation}: ${name}`,
  operation,
  as,
  ...row,
});

const INACTIVE = { effect: "inactive", code: "" } as const;

/** A grant that the gateway is told by exchange only, and what it says for it. */
const exchanged = (
  name: string,
  code: string,
  more: (world: AttackWorld, grant: Granted) => Promise<JsonObject>,
  as: CallerName = "exchanging",
) =>
  asked(name, "exchange", as, {
    request: async (world) => {
      const grant = await world.granted({}, "exchanging");
      return {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: await world.issuer().mint(),
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        decision_id: grant.decision,
        ...(await more(world, grant)),
      };
    },
    effect: "error",
    code,
  });

const oauth: readonly AttackRow[] = [
  asked("another broker's grant", "introspect", "elsewhere", {
    request: async (world) => ({ token: (await world.granted()).token }),
    ...INACTIVE,
  }),
  asked("a grant that was redirected by hand", "introspect", "elsewhere", {
    request: async (world) => ({ token: altered((await world.granted()).token, { claims: { aud: "aws" } }) }),
    ...INACTIVE,
  }),
  asked("an intent", "introspect", "broker", {
    request: async (world) => ({ token: (await world.issued()).token }),
    ...INACTIVE,
  }),
  exchanged("another agent's token", "invalid_grant", async (world) => ({
    subject_token: await world.issuer().mint({ sub: await world.registered() }),
  })),
  exchanged("another caller's decision", "invalid_grant", async () => ({}), "gateway"),
  exchanged("another audience", "invalid_grant", async () => ({ audience: "aws" })),
  exchanged("the token of an issuer that nobody trusts", "invalid_request", async (world) => ({
    subject_token: await world.issuer().mint({ iss: "https://evil.example" }),
  })),
  exchanged("an agent's name alone", "invalid_request", async () => ({
    subject_token: AGENT,
    subject_token_type: "urn:writ:token-type:agent-id",
  })),
  exchanged("the grant itself", "invalid_request", async (world) => ({ subject_token: (await world.granted()).token })),
];

export const GRANT_ATTACKS: readonly AttackRow[] = [...forged, ...redirected, ...ended, ...possession, ...oauth];
