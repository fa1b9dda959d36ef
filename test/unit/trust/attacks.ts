import { createHmac, createPublicKey } from "node:crypto";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { newKey, sign, type TestIssuer, type TestKey } from "../../support/tokens.ts";

export const NOW_MS = Date.parse("2026-11-20T15:04:05.123Z");
export const NOW_S = Math.floor(NOW_MS / 1000);

/** One thing that somebody tries, the fault that it has to end in, and what of the trust is other than usual. */
export interface Attack {
  readonly name: string;
  readonly token: (issuer: TestIssuer) => string | Promise<string>;
  readonly fault: string;
  readonly trust?: Partial<IssuerTrust>;
}

const b64 = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const claims = (changes: JsonObject = {}): JsonObject => ({
  iss: "https://idp.example",
  sub: "agent-1",
  aud: "writ",
  iat: NOW_S,
  exp: NOW_S + 300,
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
  const signed = `${b64({ alg, kid: issuer.key.kid, typ: "JWT" })}.${b64(claims())}`;
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
    token: () => `${b64({ alg, typ: "JWT" })}.${b64(claims())}.`,
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

const wrongClaims = (
  [
    ["another issuer", { iss: "https://evil.example" }, "token_untrusted"],
    ["an issuer with a slash more", { iss: "https://idp.example/" }, "token_untrusted"],
    ["an issuer in other letters", { iss: "HTTPS://idp.example" }, "token_untrusted"],
    ["no issuer", { iss: undefined }, "token_untrusted"],
    ["an issuer that is a list", { iss: ["https://idp.example"] }, "token_untrusted"],
    ["another audience", { aud: "vault" }, "token_audience_mismatch"],
    ["an audience that only begins so", { aud: ["writ-other"], azp: "x" }, "token_audience_mismatch"],
    ["no audience", { aud: undefined }, "token_invalid"],
    ["no audience in a list", { aud: [] }, "token_audience_mismatch"],
    ["an audience that is a number among others", { aud: ["writ", 7], azp: "x" }, "token_invalid"],
    ["several audiences for nobody in particular", { aud: ["writ", "vault"] }, "token_invalid"],
    ["expired", { iat: NOW_S - 400, exp: NOW_S - 31 }, "token_expired"],
    ["no expiry", { exp: undefined }, "token_invalid"],
    ["an expiry in text", { exp: String(NOW_S + 300) }, "token_invalid"],
    ["an expiry that is infinite for JSON", { exp: 1e300 }, "token_invalid"],
    ["not yet valid", { nbf: NOW_S + 60 }, "token_not_yet_valid"],
    ["issued in the future", { iat: NOW_S + 60, exp: NOW_S + 300 }, "token_not_yet_valid"],
    ["no time of issue", { iat: undefined }, "token_invalid"],
    ["ended before it began", { iat: NOW_S, exp: NOW_S - 10 }, "token_invalid"],
    ["a life of a week", { exp: NOW_S + 7 * 86_400 }, "token_invalid"],
    ["no subject", { sub: undefined }, "token_invalid"],
    ["a subject that is a list", { sub: ["agent-1"] }, "token_invalid"],
    ["an empty subject", { sub: "" }, "token_invalid"],
  ] as const
).map(([name, changes, fault]): Attack => ({ name, token: (issuer) => issuer.mint(changes), fault }));

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
    token: async (issuer) => sign({ ...(await newKey("ES384")), kid: issuer.key.kid }, claims()),
    fault: "token_algorithm_refused",
  },
  {
    name: "another's key under the same key id",
    token: async (issuer) => sign({ ...(await newKey()), kid: issuer.key.kid }, claims()),
    fault: "token_invalid",
  },
  {
    name: "crit that nobody knows",
    token: (issuer) => raw(issuer.key, header(issuer, `,"crit":["exp"]`), JSON.stringify(claims())),
    fault: "token_invalid",
  },
  {
    name: "a payload that is not encoded",
    token: (issuer) => raw(issuer.key, header(issuer, `,"b64":false,"crit":["b64"]`), JSON.stringify(claims())),
    fault: "token_invalid",
  },
  {
    name: "a claim twice",
    token: (issuer) => raw(issuer.key, header(issuer), `{"sub":"admin",${JSON.stringify(claims()).slice(1)}`),
    fault: "token_invalid",
  },
  {
    name: "a claim twice, once in escapes",
    token: (issuer) => raw(issuer.key, header(issuer), `{"\\u0073ub":"admin",${JSON.stringify(claims()).slice(1)}`),
    fault: "token_invalid",
  },
  {
    name: "a member of the header twice",
    token: (issuer) => raw(issuer.key, header(issuer, `,"alg":"none"`), JSON.stringify(claims())),
    fault: "token_invalid",
  },
  { name: "claims that are a list", token: (issuer) => raw(issuer.key, header(issuer), "[]"), fault: "token_invalid" },
  {
    name: "a number that a double rounds",
    token: (issuer) => raw(issuer.key, header(issuer), `{"exp":9007199254740993,${JSON.stringify(claims()).slice(1)}`),
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
      changed(issuer, ([head, , signature]) => `${head}.${b64(claims({ sub: "admin" }))}.${signature}`),
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

const svid = { profile: "jwt-svid", issuer: "", trustDomain: "acme.example" } as const;
const spiffe = (name: string, changes: JsonObject, fault: string, typ?: string): Attack => ({
  name: `JWT-SVID: ${name}`,
  token: (issuer) =>
    issuer.mint({ sub: "spiffe://acme.example/agent/a", ...changes }, typ === undefined ? {} : { typ }),
  trust: svid,
  fault,
});

const svids: readonly Attack[] = [
  spiffe("another trust domain", { sub: "spiffe://evil.example/agent/a" }, "token_untrusted"),
  spiffe("a trust domain that only begins so", { sub: "spiffe://acme.example.evil.example/a" }, "token_untrusted"),
  spiffe("a trust domain as user", { sub: "spiffe://acme.example@evil.example/a" }, "token_untrusted"),
  spiffe("another trust domain's issuer in other letters", { sub: "spiffe://ACME.example/a" }, "token_untrusted"),
  spiffe("the trust domain itself", { sub: "spiffe://acme.example" }, "token_invalid"),
  spiffe("dots in the path", { sub: "spiffe://acme.example/agent/../admin" }, "token_invalid"),
  spiffe("escapes in the path", { sub: "spiffe://acme.example/agent/%2e%2e/admin" }, "token_invalid"),
  spiffe("an empty segment", { sub: "spiffe://acme.example//admin" }, "token_invalid"),
  spiffe("a slash at the end", { sub: "spiffe://acme.example/agent/" }, "token_invalid"),
  spiffe("a query", { sub: "spiffe://acme.example/agent?x=1" }, "token_invalid"),
  spiffe("no audience", { aud: undefined as never }, "token_invalid"),
  spiffe("an access token", {}, "token_type_mismatch", "at+jwt"),
  spiffe("an actor of another trust domain", { act: { sub: "spiffe://evil.example/a" } }, "token_invalid"),
  {
    name: "JWT-SVID: more in the header",
    token: (issuer) => issuer.mint({ sub: "spiffe://acme.example/agent/a" }, { x5t: "abc" }),
    trust: svid,
    fault: "token_invalid",
  },
];

const k8s = (name: string, changes: JsonObject): Attack => ({
  name: `Kubernetes: ${name}`,
  token: (issuer) =>
    issuer.mint({
      sub: "system:serviceaccount:pay:refunds",
      "kubernetes.io": { namespace: "pay", serviceaccount: { name: "refunds", uid: "1" } },
      ...changes,
    }),
  trust: { profile: "kubernetes" },
  fault: "token_invalid",
});

const others: readonly Attack[] = [
  k8s("another service account in its sub", { sub: "system:serviceaccount:kube-system:admin" }),
  k8s("another namespace in its claim", { "kubernetes.io": { namespace: "x", serviceaccount: { name: "refunds" } } }),
  k8s("a user", { sub: "admin" }),
  k8s("no claim of its own", { "kubernetes.io": "pay" }),
  {
    name: "RFC 9068: an ID token",
    token: (issuer) => issuer.mint(),
    trust: { profile: "at+jwt" },
    fault: "token_type_mismatch",
  },
  {
    name: "RFC 9068: no client",
    token: (issuer) => issuer.mint({ jti: "1" }, { typ: "at+jwt" }),
    trust: { profile: "at+jwt" },
    fault: "token_invalid",
  },
  {
    name: "RFC 9068: no id",
    token: (issuer) => issuer.mint({ client_id: "c" }, { typ: "at+jwt" }),
    trust: { profile: "at+jwt" },
    fault: "token_invalid",
  },
  {
    name: "WIT: no key",
    token: (issuer) => issuer.mint({ sub: "wimse://acme.example/a" }, { typ: "wit+jwt" }),
    trust: { profile: "wimse-wit", trustDomain: "acme.example" },
    fault: "token_invalid",
  },
  {
    name: "WIT: a key without its algorithm",
    token: async (issuer) => {
      const { alg: _, ...jwk } = (await newKey()).jwk;
      return issuer.mint({ sub: "wimse://acme.example/a", cnf: { jwk } }, { typ: "wit+jwt" });
    },
    trust: { profile: "wimse-wit", trustDomain: "acme.example" },
    fault: "token_invalid",
  },
  {
    name: "Txn-Token: no transaction",
    token: (issuer) => issuer.mint({ req_wl: "a", scope: "s" }, { typ: "txntoken+jwt" }),
    trust: { profile: "txn-token", audiences: ["writ"] },
    fault: "token_invalid",
  },
];

export const ATTACKS: readonly Attack[] = [...unsigned, ...headers, ...wrongClaims, ...tampered, ...svids, ...others];
