import { hash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { createCertificateVerifier } from "../../../src/adapters/trust/certificates/verifier.ts";
import { PROOFS } from "../../../src/adapters/trust/tokens/proofs.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { possessionOf } from "../../../src/pipeline/grant-possession.ts";
import { authority, bundleKeys, issue, pemOf, thumbprintOf } from "../../support/certificates.ts";
import { newKey, sign, type TestKey } from "../../support/tokens.ts";
import { heldSource } from "../trust/source.ts";

const TRUST: IssuerTrust = {
  name: "acme", profile: "x509-svid", uses: ["agent"], issuer: "", trustDomain: "acme.example",
  keys: { kind: "spiffe_bundle_file", path: "" }, audiences: [], algorithms: [], idClaim: "", idPrefix: "", labels: {},
  clockSkewS: 30, maxLifetimeS: 0, proof: "as_bound", delegation: false, tenantClaim: "",
}; // biome-ignore format: one list

const CA = authority("acme.example");
const leafOf = (changes: object = {}) => issue(CA, { uris: ["spiffe://acme.example/agent/refunds"], ...changes });
const LEAF = leafOf();
const deps = {
  proofs: PROOFS,
  certificates: createCertificateVerifier([TRUST], new Map([["acme", heldSource(bundleKeys(CA))]])),
};

const GRANT = "the.grant.itself";
const REQUEST = { method: "POST", uri: "https://broker.example/credentials?for=mail" };
const NOW_MS = Date.now();
const NOW_S = Math.floor(NOW_MS / 1000);

let key: TestKey;
let other: TestKey;
beforeAll(async () => {
  [key, other] = await Promise.all([newKey(), newKey()]);
});

async function proofOf(claims: JsonObject = {}, header: JsonObject = {}) {
  const { kty, crv, x, y } = key.jwk;
  const said = {
    jti: "p-1",
    htm: "POST",
    htu: "https://broker.example/credentials",
    iat: NOW_S,
    ath: hash("sha256", GRANT, "base64url"),
    ...claims,
  };
  return {
    ...REQUEST,
    token: await sign(key, said, { typ: "dpop+jwt", kid: undefined, jwk: { kty, crv, x, y }, ...header }),
  };
}

const prove = (cnf: JsonObject, proof: Parameters<typeof possessionOf>[2]) =>
  possessionOf(deps, cnf, proof, GRANT, NOW_MS);
const jkt = (from: TestKey = key): JsonObject => ({ jkt: PROOFS.thumbprint(from.jwk) as string });

describe("a DPoP proof that the agent showed the broker", () => {
  test("proves its key, and is known by its own id", async () => {
    expect(await prove(jkt(), await proofOf())).toBe("p-1");
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["of another grant", { ath: hash("sha256", "another", "base64url") }, {}],
    ["of no grant", { ath: undefined as unknown as string }, {}],
    ["for another method", { htm: "GET" }, {}],
    ["for another URI", { htu: "https://broker.example/other" }, {}],
    ["for another broker", { htu: "https://elsewhere.example/credentials" }, {}],
    ["that is old", { iat: NOW_S - 120 }, {}],
    ["that is to come", { iat: NOW_S + 120 }, {}],
    ["without an id", { jti: "" }, {}],
    ["that is an access token", {}, { typ: "at+jwt" }],
  ])("%s proves nothing", async (_, claims, header) => {
    expect(await prove(jkt(), await proofOf(claims, header))).toBeUndefined();
  });

  test("of another key proves nothing", async () => {
    expect(await prove(jkt(other), await proofOf())).toBeUndefined();
  });
});

describe("a certificate that the agent showed the broker", () => {
  const bound = { "x5t#S256": thumbprintOf(LEAF) };

  test("proves that it is the one", async () => {
    expect(await prove(bound, { certificate: LEAF.pem })).toBe("");
  });

  test.each<[string, string]>([
    ["another one of the same agent", leafOf().pem],
    [
      "one that expired",
      leafOf({ keys: LEAF.keys, notAfterMs: NOW_MS - 3_600_000, notBeforeMs: NOW_MS - 7_200_000 }).pem,
    ],
    ["one that it made itself", issue(undefined, { uris: ["spiffe://acme.example/agent/refunds"] }).pem],
    ["the CA behind it alone", pemOf(CA.der)],
    ["no certificate", "hello"],
  ])("%s proves nothing", async (_, certificate) => {
    expect(await prove(bound, { certificate })).toBeUndefined();
  });
});

test("one kind of proof is not another's", async () => {
  expect(await prove(jkt(), { certificate: LEAF.pem })).toBeUndefined();
  expect(await prove({ "x5t#S256": thumbprintOf(LEAF) }, await proofOf())).toBeUndefined();
  expect(await prove({ ...jkt(), "x5t#S256": thumbprintOf(LEAF) }, await proofOf())).toBeUndefined();
  expect(await prove({ kid: "k" }, await proofOf())).toBeUndefined();
  expect(await possessionOf(deps, "jkt", await proofOf(), GRANT, NOW_MS)).toBeUndefined();
});
