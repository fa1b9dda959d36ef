import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { pemOf } from "../../support/certificates.ts";
import { dpopProof, newKey } from "../../support/tokens.ts";
import { METHOD, URI } from "../../unit/identify/proof-table.ts";
import { ID, svid } from "../../unit/trust/certificate-table.ts";
import type { AttackRow } from "./attack-rows.ts";
import { INTENT_TYPE, termsOf } from "./attack-rows-intents.ts";
import { AGENT, INTENTS } from "./attack-world.ts";

/** The evidence that the attacks are made of, with nothing wrong: what is refused is not refused for its kind. */
const good = (name: string, request: AttackRow["request"], more: Partial<AttackRow> = {}): AttackRow => ({
  name: `good: ${name}`,
  request,
  effect: "allow",
  code: "intent_allows",
  ...more,
});

const DONE = { effect: "done", code: "" } as const;

export const GOOD_ROWS: readonly AttackRow[] = [
  good("a token and an intent", (world) => world.request()),
  good("a caller's token", (world) => world.request(), { credential: ({ issuer }) => issuer().mint() }),
  good("a token with a proof of its key", async (world) => {
    const key = await newKey();
    const token = await world.issuer().mint({ cnf: { jkt: await calculateJwkThumbprint(key.jwk) } });
    const proof = await dpopProof(key, { method: METHOD, uri: URI, token, nowMs: Date.now() });
    return world.request({ agent: { token, proof: { token: proof, method: METHOD, uri: URI } } });
  }),
  good("an agent that acts for a person", async (world) => {
    const claims = { sub: "user:alice", act: { sub: AGENT } };
    return world.request({ agent: { token: await world.issuer({ delegation: true }).mint(claims) } });
  }),
  good(
    "a certificate that is forwarded",
    async (world) => ({
      ...(await world.request()),
      agent: { certificate: pemOf(svid().der) },
      intent: { token: (await world.issued({ agent: ID })).token },
    }),
    { as: "mesh" },
  ),
  good("an intent of another issuer", async (world) =>
    world.request({ intent: { token: await world.issuer(INTENTS).mint(termsOf(), INTENT_TYPE) } }),
  ),
  good("an intent for a part of another one", async (world) => {
    const { id, token } = await world.issued();
    const child = await world.must("gateway", `/v1/intents/${id}:derive`, { token });
    return world.request({ intent: { token: String(child["token"]) } });
  }),
  good(
    "to derive",
    async (world) => ({
      ...(await world.issued()),
      allows: [{ verb: "ticket.write", resource: "https://github.com/acme/shop" }],
    }),
    {
      operation: "derive",
      ...DONE,
    },
  ),
  good(
    "to redeem",
    async (world) => {
      const { id, token, digest } = await world.granted();
      return { grant_id: id, token, action_digest: digest };
    },
    { operation: "redeem", as: "broker", ...DONE },
  ),
  good("to introspect", async (world) => ({ token: (await world.granted()).token }), {
    operation: "introspect",
    as: "broker",
    ...DONE,
  }),
  good(
    "to exchange",
    async (world) => ({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: await world.issuer().mint({ jti: randomUUID() }),
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      decision_id: (await world.granted({}, "exchanging")).decision,
    }),
    { operation: "exchange", as: "exchanging", ...DONE },
  ),
];
