import type { JsonObject } from "../../../src/domain/json.ts";
import { newKey } from "../../support/tokens.ts";
import type { Attack } from "./attacks.ts";

// What is wrong with a token of one profile only.

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

export const PROFILE_ATTACKS: readonly Attack[] = [...svids, ...others];
