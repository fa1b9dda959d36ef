import { beforeAll, describe, expect, test } from "vitest";
import { createTokenVerifier } from "../../../src/adapters/trust/tokens/verifier.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import type { TokenUse } from "../../../src/ports/token-verifier.ts";
import { newIssuer, newKey, type TestIssuer, trustOf } from "../../support/tokens.ts";
import { ATTACKS } from "./attacks.ts";
import { heldSource } from "./source.ts";

const NOW_MS = Date.parse("2026-11-20T15:04:05.123Z");
const NOW_S = Math.floor(NOW_MS / 1000);

let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await newIssuer({ now: () => NOW_MS });
});

function verifierOf(...trusts: Partial<IssuerTrust>[]) {
  const source = heldSource(issuer.jwks().keys);
  const issuers = trusts.map((changes, index) => trustOf({ name: `idp-${index}`, ...changes }));
  const sources = new Map(issuers.map(({ name }) => [name, source]));
  const verifier = createTokenVerifier({ issuers, sources, tenant: "default" });
  const verify = async (token: string, use: TokenUse = "agent", nowMs = NOW_MS) => verifier.verify(use, token, nowMs);
  return { verify, verifier, source };
}

/** Every run of 8 letters and digits of a text. */
function pieces(text: string): string[] {
  return (text.match(/[A-Za-z0-9_-]{8,}/g) ?? []).flatMap((run) =>
    Array.from({ length: run.length - 7 }, (_, at) => run.slice(at, at + 8)),
  );
}

test.each(ATTACKS)("$name", async ({ token, fault, trust }) => {
  const text = await token(issuer);
  const refused = await verifierOf(trust ?? {}).verify(text);
  expect(refused).toMatchObject({ fault });
  const message = (refused as { message: string }).message.replace("kubernetes.io", "");
  const parts = text.slice(0, 20_000).split(".", 3);
  const decoded = parts.slice(0, 2).map((part) => Buffer.from(part, "base64url").toString());
  for (const piece of pieces([...parts, ...decoded].join(" "))) {
    expect(message).not.toContain(piece);
  }
});

const PROFILES: readonly [string, Partial<IssuerTrust>, Record<string, unknown>, Record<string, unknown>][] = [
  ["OIDC", {}, {}, {}],
  ["OIDC with application/jwt", {}, {}, { typ: "JWT" }],
  ["OIDC without typ", {}, {}, { typ: undefined }],
  ["OIDC for several, issued to one", {}, { aud: ["x", "writ"], azp: "x" }, {}],
  ["OIDC that ended within the skew", {}, { iat: NOW_S - 300, exp: NOW_S - 29 }, {}],
  ["OIDC with x5t", {}, {}, { x5t: "abc" }],
  [
    "JWT-SVID",
    { profile: "jwt-svid", issuer: "", trustDomain: "acme.example" },
    { sub: "spiffe://acme.example/a" },
    {},
  ],
  [
    "JWT-SVID without iat",
    { profile: "jwt-svid", issuer: "", trustDomain: "acme.example" },
    { sub: "spiffe://acme.example/a", iat: undefined, iss: undefined },
    { typ: "JOSE" },
  ],
  [
    "Kubernetes",
    { profile: "kubernetes" },
    {
      sub: "system:serviceaccount:pay:refunds",
      "kubernetes.io": { namespace: "pay", serviceaccount: { name: "refunds" }, pod: { name: "p" } },
    },
    { typ: undefined },
  ],
  ["RFC 9068", { profile: "at+jwt" }, { client_id: "c", jti: "1" }, { typ: "application/at+JWT" }],
  [
    "transaction token",
    { profile: "txn-token", audiences: ["acme.example"] },
    { aud: "acme.example", txn: "t", scope: "s", req_wl: "a,b", tctx: { x: 1 } },
    { typ: "txntoken+jwt" },
  ],
  ["tenant", { tenantClaim: "org" }, { org: "default" }, {}],
];

test.each(PROFILES)("accepts %s", async (_, trust, claims, header) => {
  const token = await issuer.mint(claims, header);
  expect(await verifierOf(trust).verify(token)).toMatchObject({
    issuer: "idp-0",
    profile: trust.profile ?? "oidc",
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
});

test("accepts a WIT with its key", async () => {
  const { jwk } = await newKey("Ed25519");
  const token = await issuer.mint({ sub: "wimse://acme.example/a", cnf: { jwk }, aud: undefined }, { typ: "wit+jwt" });
  const { verify } = verifierOf({ profile: "wimse-wit", issuer: "", trustDomain: "acme.example" });
  expect(await verify(token)).toMatchObject({ profile: "wimse-wit" });
});

test.each(["RS256", "PS256", "ES384", "ES512", "Ed25519"])("%s where it is on the list", async (alg) => {
  const other = await newIssuer({ alg, now: () => NOW_MS });
  const source = heldSource(other.jwks().keys);
  const issuers = [trustOf({ algorithms: [alg] })];
  const verifier = createTokenVerifier({ issuers, sources: new Map([["idp", source]]), tenant: "default" });
  expect(await verifier.verify("agent", await other.mint(), NOW_MS)).toMatchObject({ issuer: "idp" });
});

test.each(["ES384", "RS384", "PS256", "Ed25519"])("%s is refused where it is not on the list", async (alg) => {
  const other = await newIssuer({ alg, now: () => NOW_MS });
  const sources = new Map([["idp", heldSource(other.jwks().keys)]]);
  const verifier = createTokenVerifier({ issuers: [trustOf()], sources, tenant: "default" });
  expect(await verifier.verify("agent", await other.mint(), NOW_MS)).toMatchObject({
    fault: "token_algorithm_refused",
  });
});

test("an entry without issuer takes no token that names one", async () => {
  const trust = { profile: "txn-token", issuer: "", idClaim: "req_wl" } as const;
  const claims = { txn: "t", scope: "s", req_wl: "a" };
  const header = { typ: "txntoken+jwt" };
  expect(await verifierOf(trust).verify(await issuer.mint({ ...claims, iss: undefined }, header))).toMatchObject({
    profile: "txn-token",
  });
  expect(await verifierOf(trust).verify(await issuer.mint(claims, header))).toMatchObject({ fault: "token_untrusted" });
});

test("callers show no proofs, so that what wants one is refused of them", async () => {
  const { verify } = verifierOf({ uses: ["caller"] });
  expect(await verify(await issuer.mint(), "caller")).toMatchObject({ profile: "oidc" });
  expect(await verify(await issuer.mint({ cnf: { jkt: "x" } }), "caller")).toMatchObject({ fault: "token_invalid" });
  expect(await verify(await issuer.mint({ act: { sub: "x" } }), "caller")).toMatchObject({ fault: "token_invalid" });
});

describe("several entries of one issuer", () => {
  test("each takes what is of its type and audience", async () => {
    const { verify } = verifierOf({ audiences: ["other"] }, { profile: "at+jwt" }, {});
    expect(await verify(await issuer.mint())).toMatchObject({ issuer: "idp-2" });
    expect(await verify(await issuer.mint({ client_id: "c", jti: "1" }, { typ: "at+jwt" }))).toMatchObject({
      issuer: "idp-1",
    });
  });

  test("what is wrong is said by the one that the token is for", async () => {
    const { verify } = verifierOf({ audiences: ["other"] }, { profile: "at+jwt" }, {});
    const expired = await issuer.mint({ iat: NOW_S - 400, exp: NOW_S - 100 });
    expect(await verify(expired)).toMatchObject({ fault: "token_expired" });
  });
});

describe("keys", () => {
  test("without any nothing is verified, and they are looked for", async () => {
    const { verify, source } = verifierOf({});
    source.document = undefined;
    expect(await verify(await issuer.mint())).toMatchObject({ fault: "key_unavailable" });
    expect(source.misses).toBe(1);
  });

  test("one that is not known is looked for, and the next try succeeds", async () => {
    const { verify, source } = verifierOf({});
    const token = await issuer.mint();
    source.document = { keys: [], fetchedAtMs: 0 };
    expect(await verify(token)).toMatchObject({ fault: "key_unknown" });
    expect(source.misses).toBe(1);
    source.document = { keys: issuer.jwks().keys, fetchedAtMs: 0 };
    expect(await verify(token)).toMatchObject({ profile: "oidc" });
  });

  test.each([
    ["for encryption", { use: "enc" }],
    ["for certificates", { use: "x509-svid" }],
    ["for another algorithm", { alg: "ES384" }],
    ["that may not verify", { key_ops: ["sign"] }],
    ["of another curve", { crv: "P-384" }],
  ])("one %s is none", async (_, changes) => {
    const { verify, source } = verifierOf({});
    source.document = { keys: [{ ...issuer.key.jwk, ...changes }], fetchedAtMs: 0 };
    expect(await verify(await issuer.mint())).toMatchObject({ fault: "token_algorithm_refused" });
  });

  test.each([
    ["too short", { n: "A".repeat(170) }],
    ["too long to be checked", { n: "A".repeat(2_000) }],
    ["with an exponent as long as itself", { e: "A".repeat(342) }],
  ])("one of RSA that is %s is none", async (_, changes) => {
    const other = await newIssuer({ alg: "RS256", now: () => NOW_MS });
    const { verify, source } = verifierOf({});
    source.document = { keys: [{ ...other.key.jwk, ...changes }], fetchedAtMs: 0 };
    expect(await verify(await other.mint())).toMatchObject({ fault: "token_algorithm_refused" });
  });

  test("a token without key id is tried with those that fit, and not with many", async () => {
    const { verify, source } = verifierOf({});
    const others = await Promise.all([newKey(), newKey(), newKey(), newKey()]);
    source.document = { keys: [others[0]?.jwk ?? {}, issuer.key.jwk], fetchedAtMs: 0 };
    expect(await verify(await issuer.mint({}, { kid: undefined }))).toMatchObject({ profile: "oidc" });
    const token = await issuer.mint({}, { kid: undefined });
    source.document = { keys: [...others.map(({ jwk }) => jwk), issuer.key.jwk], fetchedAtMs: 0 };
    expect(await verify(token)).toMatchObject({ fault: "token_invalid" });
  });
});

describe("what was verified", () => {
  test("is answered at once, until it ends", async () => {
    const { verifier } = verifierOf({});
    const token = await issuer.mint();
    const first = await verifier.verify("agent", token, NOW_MS);
    expect(verifier.verify("agent", token, NOW_MS + 1000)).toBe(first);
    expect(await verifier.verify("agent", token, NOW_MS + 331_000)).toMatchObject({ fault: "token_expired" });
  });

  test("counts for the use that it was verified for only", async () => {
    const { verify } = verifierOf({ uses: ["caller"] });
    const token = await issuer.mint();
    await verify(token, "caller");
    expect(await verify(token, "agent")).toMatchObject({ fault: "token_untrusted" });
  });

  test("is forgotten with its key, and kept through other changes", async () => {
    const { verifier, source } = verifierOf({});
    const token = await issuer.mint();
    await verifier.verify("agent", token, NOW_MS);
    const other = await newKey();
    source.document = { keys: [other.jwk, structuredClone(issuer.key.jwk)], fetchedAtMs: 1 };
    expect(verifier.verify("agent", token, NOW_MS)).not.toBeInstanceOf(Promise);
    source.document = { keys: [other.jwk], fetchedAtMs: 2 };
    expect(await verifier.verify("agent", token, NOW_MS)).toMatchObject({ fault: "key_unknown" });
  });

  test("counts no more when the keys are too old", async () => {
    const { verifier, source } = verifierOf({});
    const token = await issuer.mint();
    await verifier.verify("agent", token, NOW_MS);
    source.document = undefined;
    expect(await verifier.verify("agent", token, NOW_MS)).toMatchObject({ fault: "key_unavailable" });
  });
});
