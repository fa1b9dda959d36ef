import { beforeAll, describe, expect, test } from "vitest";
import { createTokenVerifier } from "../../../src/adapters/trust/tokens/verifier.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { counterpart, titled } from "../../support/counterpart.ts";
import { askGoSpiffe, type SpiffeVerdict } from "../../support/spiffe-judge.ts";
import { newKey, sign, type TestKey } from "../../support/tokens.ts";
import { heldSource } from "../../unit/trust/source.ts";

const judge = await counterpart("spiffe");

const DOMAIN = "acme.example";
const ID = `spiffe://${DOMAIN}/agent/refunds`;
const NOW_S = Math.floor(Date.now() / 1000);

const [es256, es384, rs256, ps256, other, eddsa] = (await Promise.all(
  ["ES256", "ES384", "RS256", "PS256", "ES256", "EdDSA"].map((alg) => newKey(alg)),
)) as [TestKey, TestKey, TestKey, TestKey, TestKey, TestKey];
/** SPIFFE Trust Domain and Bundle section 4.2.2: without `alg`, with `use`. */
const bundle = {
  keys: [es256, es384, rs256, ps256, eddsa].map(({ jwk: { alg: _, ...jwk } }) => ({ ...jwk, use: "jwt-svid" })),
};

const CLAIMS = { sub: ID, aud: ["writ"], iat: NOW_S, exp: NOW_S + 300 };
const token = (claims: object = {}, header: Readonly<Record<string, unknown>> = {}, key = es256) =>
  sign(key, { ...CLAIMS, ...claims }, header);
const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const unsigned = (header: object) => `${segment(header)}.${segment(CLAIMS)}.`;

interface TokenCase {
  readonly title: string;
  readonly token: string;
  readonly good: boolean;
  /** Where go-spiffe says otherwise, why. */
  readonly differs?: string;
}

const good = async (title: string, made: Promise<string>, differs?: string): Promise<TokenCase> => ({
  title,
  token: await made,
  good: true,
  ...(differs === undefined ? {} : { differs }),
});
const bad = async (title: string, made: Promise<string> | string, differs?: string): Promise<TokenCase> => ({
  ...(await good(title, Promise.resolve(made), differs)),
  good: false,
});

const TOKENS = await Promise.all([
  good("ES256", token()),
  good("ES384", token({}, {}, es384)),
  good("RS256", token({}, {}, rs256)),
  good("PS256", token({}, {}, ps256)),
  good("typ JOSE", token({}, { typ: "JOSE" })),
  good("no typ", token({}, { typ: undefined })),
  good("another audience beside Writ's", token({ aud: ["vault", "writ"] })),
  good("an audience that is no list", token({ aud: "writ" })),
  good("further claims", token({ iss: "https://spire.acme.example", team: "refunds" })),
  bad("another audience", token({ aud: ["vault"] })),
  bad("no audience", token({ aud: undefined })),
  bad("an empty audience", token({ aud: [] })),
  bad("expired", token({ iat: NOW_S - 7200, exp: NOW_S - 3600 })),
  bad("no expiry", token({ exp: undefined })),
  bad("an expiry that is text", token({ exp: String(NOW_S + 300) })),
  bad("not yet valid", token({ nbf: NOW_S + 3600, exp: NOW_S + 7200 })),
  bad("no subject", token({ sub: undefined })),
  bad("a subject that is no SPIFFE ID", token({ sub: "refunds" })),
  bad("another trust domain's subject", token({ sub: "spiffe://other.example/agent" })),
  bad("a subject with dots", token({ sub: `spiffe://${DOMAIN}/agent/../admin` })),
  bad("a subject with a slash at its end", token({ sub: `${ID}/` })),
  bad(
    "a subject without a path",
    token({ sub: `spiffe://${DOMAIN}` }),
    "go-spiffe takes the trust domain for a workload",
  ),
  bad("a key that is in no bundle", token({}, {}, other)),
  bad("another key's signature", token({}, { kid: es256.kid }, other)),
  bad("another key's id", token({}, { kid: es384.kid })),
  bad(
    "a signature that is missing",
    token().then((text) => text.replace(/[^.]*$/, "")),
  ),
  bad(
    "claims that were changed",
    token().then((text) => text.replace(/\.[^.]*\./, `.${segment({ ...CLAIMS, sub: `${ID}x` })}.`)),
  ),
  bad("alg none", unsigned({ alg: "none", typ: "JWT" })),
  bad("alg HS256", unsigned({ alg: "HS256", kid: es256.kid })),
  bad("EdDSA, which JWT-SVID does not list", token({}, {}, eddsa)),
  bad("another typ", token({}, { typ: "at+jwt" })),
  bad("three words", "not.a.token"),
]);

describe.skipIf(judge.missing !== undefined)(titled("JWT-SVIDs are judged as by go-spiffe", judge), () => {
  let verdicts: readonly SpiffeVerdict[];

  beforeAll(() => {
    const program = "program" in judge ? judge.program : "";
    const questions = TOKENS.map((each) => ({ trust_domain: DOMAIN, bundle, token: each.token, audience: ["writ"] }));
    verdicts = askGoSpiffe(program, questions);
  });

  const issuer: IssuerTrust = {
    name: "acme",
    profile: "jwt-svid",
    uses: ["agent"],
    issuer: "",
    trustDomain: DOMAIN,
    keys: { kind: "spiffe_bundle_file", path: "" },
    audiences: ["writ"],
    algorithms: ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
    idClaim: "sub",
    idPrefix: "",
    labels: {},
    clockSkewS: 30,
    maxLifetimeS: 86_400,
    proof: "as_bound",
    delegation: false,
    tenantClaim: "",
  };
  const sources = new Map([["acme", heldSource(bundle.keys)]]);
  const verifier = createTokenVerifier({ issuers: [issuer], sources, tenant: "default" });

  test.each(TOKENS.map((each, n) => ({ ...each, n })))("$title", async ({ token: text, good: isGood, differs, n }) => {
    const verdict = await verifier.verify("agent", text, Date.now());
    if (isGood) expect(verdict).toMatchObject({ claims: { sub: ID } });
    else expect(verdict).toHaveProperty("fault");
    expect(verdicts[n]?.error === "").toBe(isGood !== (differs !== undefined));
  });
});
