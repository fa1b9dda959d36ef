import { createHmac, createPublicKey } from "node:crypto";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { newKey, sign, type TestIssuer, type TestKey } from "../../support/tokens.ts";
import { PROFILE_ATTACKS } from "./profile-attacks.ts";

/** One thing that somebody tries, the fault that it has to end in, and what of the trust is other than usual. */
export interface Attack {
  readonly name: string;
  readonly token: (issuer: TestIssuer) => string | Promise<string>;
  readonly fault: string;
  readonly trust?: Partial<IssuerTrust>;
}

const b64 = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const claims = ({ issuer, nowS }: TestIssuer, changes: JsonObject = {}): JsonObject => ({
  iss: issuer,
  sub: "agent-1",
  aud: "writ",
  iat: nowS(),
  exp: nowS() + 300,
  ...changes,
});

/** A token whose parts are text as they are, signed for what they are. */
async function raw(key: TestKey, header: string, payload: string): Promise<string> {
  const signed = `${b64(header)}.${b64(payload)}`;
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    key.privateKey as never,
    Buffer.from(signed),
  );
  return `${signed}.${Buffer.from(signature).toString("base64url")}`;
}

const header = (issuer: TestIssuer, more = "") => `{"alg":"ES256","kid":"${issuer.key.kid}","typ":"JWT"${more}}`;

/** Signed with the public key as if it were a secret. */
function confused(issuer: TestIssuer, alg: "HS256" | "HS512"): string {
  const pem = createPublicKey({ key: issuer.key.jwk as never, format: "jwk" }).export({ type: "spki", format: "pem" });
  const signed = `${b64({ alg, kid: issuer.key.kid, typ: "JWT" })}.${b64(claims(issuer))}`;
  const mac = createHmac(alg === "HS256" ? "sha256" : "sha512", pem)
    .update(signed)
    .digest("base64url");
  return `${signed}.${mac}`;
}

async function changed(issuer: TestIssuer, change: (parts: [string, string, string]) => string): Promise<string> {
  return change((await issuer.mint()).split(".") as [string, string, string]);
}

const unsigned = ["none", "None", "NONE", "nOnE", "none "].map(
  (alg): Attack => ({
    name: `alg ${JSON.stringify(alg)}`,
    token: (issuer) => `${b64({ alg, typ: "JWT" })}.${b64(claims(issuer))}.`,
    fault: "token_algorithm_refused",
  }),
);

const headers = (
  [
    ["jku", "https://evil.example/jwks", "token_invalid"],
    ["x5u", "https://evil.example/cert", "token_invalid"],
    ["x5c", ["MIIB"], "token_invalid"],
    ["jwk", { kty: "EC", crv: "P-256", x: "a", y: "b" }, "token_invalid"],
    ["cty", "JWT", "token_invalid"],
    ["zip", "DEF", "token_invalid"],
    ["enc", "A256GCM", "token_invalid"],
    ["typ", "at+jwt", "token_type_mismatch"],
    ["typ", "dpop+jwt", "token_type_mismatch"],
    ["typ", "logout+jwt", "token_type_mismatch"],
    ["typ", "secevent+jwt", "token_type_mismatch"],
    ["typ", "intent+jwt", "token_type_mismatch"],
    ["kid", "../../../../dev/null", "key_unknown"],
    ["kid", "https://evil.example/keys/1", "key_unknown"],
    ["kid", "key' or '1'='1", "key_unknown"],
    ["kid", "__proto__", "key_unknown"],
    ["kid", "k".repeat(300), "token_invalid"],
    ["kid", "", "token_invalid"],
    ["kid", 7, "token_invalid"],
  ] as const
).map(
  ([member, value, fault]): Attack => ({
    name: `header ${member} ${JSON.stringify(value).slice(0, 40)}`,
    token: (issuer) => issuer.mint({}, { [member]: value }),
    fault,
  }),
);

/** What is wrong, with the issuer's clock in seconds. */
const WRONG_CLAIMS: readonly (readonly [string, (now: number) => Readonly<Record<string, unknown>>, string])[] = [
  ["another issuer", () => ({ iss: "https://evil.example" }), "token_untrusted"],
  ["an issuer with a slash more", () => ({ iss: "https://idp.example/" }), "token_untrusted"],
  ["an issuer in other letters", () => ({ iss: "HTTPS://idp.example" }), "token_untrusted"],
  ["no issuer", () => ({ iss: undefined }), "token_untrusted"],
  ["an issuer that is a list", () => ({ iss: ["https://idp.example"] }), "token_untrusted"],
  ["another audience", () => ({ aud: "vault" }), "token_audience_mismatch"],
  ["an audience that only begins so", () => ({ aud: ["writ-other"], azp: "x" }), "token_audience_mismatch"],
  ["no audience", () => ({ aud: undefined }), "token_invalid"],
  ["no audience in a list", () => ({ aud: [] }), "token_audience_mismatch"],
  ["an audience that is a number among others", () => ({ aud: ["writ", 7], azp: "x" }), "token_invalid"],
  ["several audiences for nobody in particular", () => ({ aud: ["writ", "vault"] }), "token_invalid"],
  ["expired", (now) => ({ iat: now - 400, exp: now - 31 }), "token_expired"],
  ["no expiry", () => ({ exp: undefined }), "token_invalid"],
  ["an expiry in text", (now) => ({ exp: String(now + 300) }), "token_invalid"],
  ["an expiry that is infinite for JSON", () => ({ exp: 1e300 }), "token_invalid"],
  ["not yet valid", (now) => ({ nbf: now + 60 }), "token_not_yet_valid"],
  ["issued in the future", (now) => ({ iat: now + 60, exp: now + 300 }), "token_not_yet_valid"],
  ["no time of issue", () => ({ iat: undefined }), "token_invalid"],
  ["ended before it began", (now) => ({ iat: now, exp: now - 10 }), "token_invalid"],
  ["a life of a week", (now) => ({ exp: now + 7 * 86_400 }), "token_invalid"],
  ["no subject", () => ({ sub: undefined }), "token_invalid"],
  ["a subject that is a list", () => ({ sub: ["agent-1"] }), "token_invalid"],
  ["an empty subject", () => ({ sub: "" }), "token_invalid"],
];

const wrongClaims = WRONG_CLAIMS.map(
  ([name, changes, fault]): Attack => ({ name, token: (issuer) => issuer.mint(changes(issuer.nowS())), fault }),
);

const tampered: readonly Attack[] = [
  { name: "HS256 with the public key", token: (issuer) => confused(issuer, "HS256"), fault: "token_algorithm_refused" },
  { name: "HS512 with the public key", token: (issuer) => confused(issuer, "HS512"), fault: "token_algorithm_refused" },
  {
    name: "RS256 said of a key for ES256",
    token: (issuer) =>
      changed(issuer, ([, body, signature]) => `${b64({ alg: "RS256", kid: issuer.key.kid })}.${body}.${signature}`),
    fault: "token_algorithm_refused",
  },
  {
    name: "an algorithm of another key under the same key id",
    token: async (issuer) => sign({ ...(await newKey("ES384")), kid: issuer.key.kid }, claims(issuer)),
    fault: "token_algorithm_refused",
  },
  {
    name: "another's key under the same key id",
    token: async (issuer) => sign({ ...(await newKey()), kid: issuer.key.kid }, claims(issuer)),
    fault: "token_invalid",
  },
  {
    name: "crit that nobody knows",
    token: (issuer) => raw(issuer.key, header(issuer, `,"crit":["exp"]`), JSON.stringify(claims(issuer))),
    fault: "token_invalid",
  },
  {
    name: "a payload that is not encoded",
    token: (issuer) => raw(issuer.key, header(issuer, `,"b64":false,"crit":["b64"]`), JSON.stringify(claims(issuer))),
    fault: "token_invalid",
  },
  {
    name: "a claim twice",
    token: (issuer) => raw(issuer.key, header(issuer), `{"sub":"admin",${JSON.stringify(claims(issuer)).slice(1)}`),
    fault: "token_invalid",
  },
  {
    name: "a claim twice, once in escapes",
    token: (issuer) =>
      raw(issuer.key, header(issuer), `{"\\u0073ub":"admin",${JSON.stringify(claims(issuer)).slice(1)}`),
    fault: "token_invalid",
  },
  {
    name: "a member of the header twice",
    token: (issuer) => raw(issuer.key, header(issuer, `,"alg":"none"`), JSON.stringify(claims(issuer))),
    fault: "token_invalid",
  },
  { name: "claims that are a list", token: (issuer) => raw(issuer.key, header(issuer), "[]"), fault: "token_invalid" },
  {
    name: "a number that a double rounds",
    token: (issuer) =>
      raw(issuer.key, header(issuer), `{"exp":9007199254740993,${JSON.stringify(claims(issuer)).slice(1)}`),
    fault: "token_invalid",
  },
  {
    name: "no signature",
    token: (issuer) => changed(issuer, ([head, body]) => `${head}.${body}.`),
    fault: "token_invalid",
  },
  {
    name: "no third part",
    token: (issuer) => changed(issuer, ([head, body]) => `${head}.${body}`),
    fault: "token_invalid",
  },
  { name: "a dot more", token: async (issuer) => `${await issuer.mint()}.`, fault: "token_invalid" },
  { name: "a line break at the end", token: async (issuer) => `${await issuer.mint()}\n`, fault: "token_invalid" },
  { name: "padding", token: async (issuer) => `${await issuer.mint()}==`, fault: "token_invalid" },
  { name: "a space before", token: async (issuer) => ` ${await issuer.mint()}`, fault: "token_invalid" },
  {
    name: "base64 instead of base64url, where they are the same text but for a bit",
    // The last of the 86 characters of a signature of 64 bytes has 4 bits that nobody reads.
    token: (issuer) =>
      changed(issuer, ([head, body, signature]) => {
        const next = { A: "B", Q: "R", g: "h", w: "x" }[signature.slice(-1)] ?? "?";
        return `${head}.${body}.${signature.slice(0, -1)}${next}`;
      }),
    fault: "token_invalid",
  },
  {
    name: "other claims under the same signature",
    token: (issuer) =>
      changed(issuer, ([head, , signature]) => `${head}.${b64(claims(issuer, { sub: "admin" }))}.${signature}`),
    fault: "token_invalid",
  },
  {
    name: "a token in a token",
    token: async (issuer) => sign(issuer.key, await issuer.mint(), { cty: "JWT" }),
    fault: "token_invalid",
  },
  {
    name: "a token as the claims",
    token: async (issuer) => sign(issuer.key, await issuer.mint()),
    fault: "token_invalid",
  },
  { name: "JWE", token: () => "a.b.c.d.e", fault: "token_invalid" },
  { name: "JWS JSON serialization", token: async () => JSON.stringify({ payload: "e30" }), fault: "token_invalid" },
  { name: "nothing", token: () => "", fault: "token_invalid" },
  { name: "dots", token: () => "..", fault: "token_invalid" },
  { name: "a huge one", token: (issuer) => issuer.mint({ junk: "x".repeat(20_000) }), fault: "token_too_large" },
  { name: "many dots", token: () => ".".repeat(1_000_000), fault: "token_too_large" },
  {
    name: "claims nested too deep",
    token: (issuer) => raw(issuer.key, header(issuer), `{"a":${"[".repeat(3000)}${"]".repeat(3000)}}`),
    fault: "token_invalid",
  },
  {
    name: "another tenant's",
    token: (issuer) => issuer.mint({ org: "other" }),
    trust: { tenantClaim: "org" },
    fault: "token_tenant_mismatch",
  },
  {
    name: "no tenant's",
    token: (issuer) => issuer.mint(),
    trust: { tenantClaim: "org" },
    fault: "token_tenant_mismatch",
  },
  {
    name: "a tenant by way of the prototype",
    token: (issuer) => issuer.mint(),
    trust: { tenantClaim: "constructor" },
    fault: "token_tenant_mismatch",
  },
  {
    name: "an issuer that is trusted for callers only",
    token: (issuer) => issuer.mint(),
    trust: { uses: ["caller"] },
    fault: "token_untrusted",
  },
];

export const ATTACKS: readonly Attack[] = [...unsigned, ...headers, ...wrongClaims, ...tampered, ...PROFILE_ATTACKS];
