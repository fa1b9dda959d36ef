import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import type { JsonObject } from "../../../src/domain/json.ts";
import { pemOf, thumbprintOf } from "../../support/certificates.ts";
import { altered, otherSignature } from "../../support/forge.ts";
import { dpopProof, newKey, type TestKey } from "../../support/tokens.ts";
import { REFUSED_CHAINS } from "../../unit/identify/delegation-table.ts";
import { METHOD, REFUSED_PROOFS, URI } from "../../unit/identify/proof-table.ts";
import { ATTACKS } from "../../unit/trust/attacks.ts";
import { CA, CHAINS, svid } from "../../unit/trust/certificate-table.ts";
import type { AttackRow } from "./attack-rows.ts";
import type { AttackWorld, Trust } from "./attack-world.ts";

type Row = Omit<AttackRow, "request">;
type Evidence = (world: AttackWorld) => Promise<JsonObject> | JsonObject;

/** A call that is good but for what it says of the agent. */
function row(fields: Row, evidence: Evidence): AttackRow {
  return { ...fields, request: async (world) => world.request({ agent: await evidence(world) }) };
}

const blocked = (name: string, code: string, evidence: Evidence, more: Partial<Row> = {}): AttackRow =>
  row({ name, effect: "block", code, ...more }, evidence);

/** What no request may carry is refused before anybody looks at what it says. */
const UNREADABLE = ["a line break at the end", "nothing", "a huge one", "many dots"];
const UNREADABLE_TOKEN: Partial<Row> = { effect: "error", code: "invalid_argument /agent/token" };

const tokens = ATTACKS.map(({ name, token, fault, trust }) =>
  blocked(
    `token: ${name}`,
    `agent_${fault}`,
    async ({ issuer }) => ({ token: await token(issuer(trust)) }),
    UNREADABLE.includes(name) ? UNREADABLE_TOKEN : {},
  ),
);

const ownTokens: readonly AttackRow[] = [
  blocked("token: a grant", "agent_token_untrusted", async (world) => ({ token: (await world.granted()).token })),
  blocked("token: an intent", "agent_token_untrusted", async (world) => ({ token: (await world.issued()).token })),
  blocked("token: the list of revocations", "agent_token_untrusted", async (world) => {
    const { text } = await world.must("gateway", "/.well-known/writ-revocations");
    return { token: String(text) };
  }),
  blocked("token: one that names a workload of a trust domain", "agent_id_invalid", async ({ issuer }) => ({
    token: await issuer().mint({ sub: "spiffe://acme.example/agent/refunds" }),
  })),
  blocked("a name alone", "agent_unverified", () => ({ id: "agent-1" })),
  blocked("a name beside another's token", "agent_id_mismatch", async ({ issuer }) => ({
    id: "agent-2",
    token: await issuer().mint(),
  })),
  {
    name: "an agent that nobody registered",
    request: async (world) => ({
      ...(await world.request()),
      agent: { token: await world.issuer().mint({ sub: "agent-unknown" }) },
      intent: { token: (await world.issued({ agent: "agent-unknown" })).token },
    }),
    effect: "block",
    code: "agent_unregistered",
  },
];

const delegation = REFUSED_CHAINS.map(([name, claims, trust, code]) => {
  const believed: Trust = { delegation: true, ...trust };
  const typ = believed.profile === "txn-token" ? { typ: "txntoken+jwt" } : {};
  return blocked(`delegation: ${name}`, code, async ({ issuer }) => ({
    token: await issuer(believed).mint({ sub: "a", txn: "t", scope: "s", ...claims }, typ),
  }));
});

const chainOf = (chain: readonly Uint8Array[]) => ({ certificate: pemOf(...chain) });
const forwarded: Partial<Row> = { as: "mesh" };

const certificates = [
  // The service knows the one bundle that most of the table is judged by.
  ...CHAINS.filter(({ fault, bundle }) => fault !== undefined && bundle.length === 1 && bundle[0] === CA).map(
    ({ title, fault, chain }) =>
      blocked(`certificate: ${title}`, `agent_${fault}`, () => chainOf(chain), {
        ...forwarded,
        ...(chain.length === 0 ? { effect: "error", code: "invalid_argument /agent/certificate" } : {}),
      }),
  ),
  blocked("certificate: from a caller that may not forward", "agent_certificate_not_allowed", () =>
    chainOf([svid().der]),
  ),
  blocked(
    "certificate: two elements of x-forwarded-client-cert",
    "agent_token_invalid",
    () => {
      const cert = encodeURIComponent(svid().pem);
      return { certificate: `Hash=00;Cert="${cert}",Hash=00;Cert="${cert}"` };
    },
    forwarded,
  ),
  blocked(
    "certificate: beside a name of another's",
    "agent_id_mismatch",
    () => ({
      ...chainOf([svid().der]),
      id: "spiffe://acme.example/agent/admin",
    }),
    forwarded,
  ),
  blocked(
    "certificate: another's, for a token that is bound to one",
    "agent_proof_mismatch",
    async ({ issuer }) => {
      const token = await issuer().mint({ cnf: { "x5t#S256": thumbprintOf(svid()) } });
      return { ...chainOf([svid().der]), token };
    },
    forwarded,
  ),
  blocked("certificate: none, for a token that is bound to one", "agent_proof_missing", async ({ issuer }) => ({
    token: await issuer().mint({ cnf: { "x5t#S256": thumbprintOf(svid()) } }),
  })),
];

/** A token that is bound to the key, with a proof that somebody made. */
async function bound(
  { issuer }: AttackWorld,
  key: TestKey,
  proof: (token: string, nowMs: number) => Promise<string>,
): Promise<JsonObject> {
  const token = await issuer().mint({ cnf: { jkt: await calculateJwkThumbprint(key.jwk) } });
  return { token, proof: { token: await proof(token, Date.now()), method: METHOD, uri: URI } };
}

const about = (token: string, nowMs: number) => ({ method: METHOD, uri: URI, token, nowMs });

const proofs = [
  ...REFUSED_PROOFS.map(([name, claims, header, code]) =>
    blocked(`proof: for ${name}`, code, async (world) => {
      const key = await newKey();
      return bound(world, key, (token, nowMs) =>
        dpopProof(key, about(token, nowMs), claims(Math.floor(nowMs / 1000)), header),
      );
    }),
  ),
  blocked("proof: none", "agent_proof_missing", async (world) => {
    const { proof: _, ...evidence } = await bound(world, await newKey(), async () => "");
    return evidence;
  }),
  blocked("proof: another key's", "agent_proof_mismatch", async (world) =>
    bound(world, await newKey(), async (token, nowMs) => dpopProof(await newKey(), about(token, nowMs))),
  ),
  blocked("proof: another key's, under the key's name", "agent_proof_invalid", async (world) => {
    const key = await newKey();
    const { kid: _, alg: __, ...jwk } = key.jwk;
    return bound(world, key, async (token, nowMs) => dpopProof(await newKey(), about(token, nowMs), {}, { jwk }));
  }),
  // What may be checked of a key that a stranger chose is bounded: 24,576 bits, and an exponent as long.
  ...[
    { kty: "RSA", n: "f".repeat(4096), e: "AQAB" },
    { kty: "RSA", n: "f".repeat(1366), e: "f".repeat(1366) },
    { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) },
  ].map((jwk) =>
    blocked(`proof: by a key that is none, ${jwk.kty}, ${jwk.e?.length ?? 0}`, "agent_proof_invalid", async (world) => {
      const [key, alg] = [await newKey(), jwk.kty === "EC" ? "ES256" : "RS256"];
      return bound(world, key, async (token, nowMs) =>
        altered(await dpopProof(key, about(token, nowMs)), { header: { alg, jwk } }),
      );
    }),
  ),
  blocked(
    "proof: replayed",
    "agent_proof_replayed",
    async (world) => {
      const key = await newKey();
      return bound(world, key, (token, nowMs) => dpopProof(key, about(token, nowMs)));
    },
    { replayed: true },
  ),
  ...[
    ["", (token: string) => token],
    [", under another signature of the same", otherSignature],
  ].map(([how, change]) =>
    blocked(`proof: of a token that another key has shown${how}`, "agent_token_shared", async (world) => {
      const token = await world.issuer().mint({ jti: randomUUID() });
      const shown = async (text: string) => ({
        token: text,
        proof: { token: await dpopProof(await newKey(), about(text, Date.now())), method: METHOD, uri: URI },
      });
      await world.must("gateway", "/v1/decisions", await world.request({ agent: await shown(token) }));
      return shown((change as typeof otherSignature)(token));
    }),
  ),
];

export const AGENT_ATTACKS: readonly AttackRow[] = [...tokens, ...ownTokens, ...delegation, ...certificates, ...proofs];

/** Of whom the rows above have tokens. */
export const AGENT_TRUSTS: readonly Trust[] = [
  ...ATTACKS.map(({ trust = {} }) => trust),
  ...REFUSED_CHAINS.map(([, , trust]) => ({ delegation: true, ...trust })),
];
