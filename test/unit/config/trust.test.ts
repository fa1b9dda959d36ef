import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { sharedNames } from "../../../src/config/trust.ts";

const load = (text: string) => loadConfig({ env: {}, file: { path: "writ.yaml", text } }).trust;

/** One issuer; each line of it is indented as it stands in the file. */
const one = (...lines: readonly string[]) =>
  `trust:\n  issuers:\n    corp:\n${lines.map((line) => `      ${line}`).join("\n")}\n`;

const OIDC = ["profile: oidc", "issuer: https://idp.example", "keys: { discovery: true }", "audiences: [writ]"];

test("an issuer is what it says, and what its profile says where it does not", () => {
  expect(load(one(...OIDC))).toEqual([
    {
      name: "corp",
      profile: "oidc",
      uses: ["agent"],
      issuer: "https://idp.example",
      trustDomain: "",
      keys: { kind: "discovery" },
      audiences: ["writ"],
      algorithms: ["ES256", "RS256"],
      idClaim: "sub",
      idPrefix: "",
      labels: {},
      clockSkewS: 30,
      maxLifetimeS: 86_400,
      proof: "as_bound",
      delegation: false,
      tenantClaim: "",
    },
  ]);
});

test.each([
  [
    "jwt-svid",
    ["trust_domain: acme.example", "keys: { spiffe_bundle_file: /b.json }", "audiences: [writ]"],
    "sub",
    false,
  ],
  ["txn-token", ["keys: { jwks_file: /k.json }", "audiences: [acme.example]"], "req_wl", true],
  [
    "kubernetes",
    [
      "issuer: https://k8s.example",
      "keys: { jwks_url: 'https://k8s.example/jwks', ca_file: /ca.crt }",
      "audiences: [writ]",
    ],
    "sub",
    false,
  ],
  ["x509-svid", ["trust_domain: acme.example", "keys: { workload_api: 'unix:///run/agent.sock' }"], "sub", false],
])("%s", (profile, lines, idClaim, delegation) => {
  expect(load(one(`profile: ${profile}`, ...lines))).toMatchObject([{ profile, idClaim, delegation }]);
});

test("a socket's path is taken out of its address", () => {
  const lines = [
    "profile: x509-svid",
    "trust_domain: acme.example",
    "keys: { workload_api: 'unix:///run/agent.sock' }",
  ];
  expect(load(one(...lines))[0]?.keys).toEqual({ kind: "workload_api", path: "/run/agent.sock" });
});

/** All that is right, with one line more or another one. */
const but = (line: string) => {
  const name = line.slice(0, line.indexOf(":"));
  return one(...OIDC.filter((given) => !given.startsWith(`${name}:`)), line);
};

test.each([
  ["trust: []", "writ.yaml:1:8: trust must be an object"],
  ["trust: { issuer: {} }", "trust/issuer is not a known field"],
  ["trust: { issuers: { '../x': {} } }", "is no name"],
  [one("profile: saml"), "writ.yaml:4:16: trust/issuers/corp/profile must be one of jwt-svid, oidc"],
  [but("isuer: x"), "trust/issuers/corp/isuer is not a known field"],
  [but("use: [admin]"), "trust/issuers/corp/use/0 must be one of agent, intent, caller"],
  [but("use: [intent]"), "trust/issuers/corp/use/0 must be one of agent, caller for this profile"],
  [but("use: []"), "trust/issuers/corp/use must not be empty"],
  [but("trust_domain: acme.example"), "trust/issuers/corp/trust_domain must not be set for oidc"],
  [but("audiences: []"), "trust/issuers/corp/audiences must not be empty"],
  [but("algorithms: [HS256]"), "trust/issuers/corp/algorithms/0 must be one of ES256"],
  [but("algorithms: [none]"), "trust/issuers/corp/algorithms/0 must be one of ES256"],
  [but("algorithms: []"), "trust/issuers/corp/algorithms must not be empty"],
  [but("keys: {}"), "trust/issuers/corp/keys must have exactly one of discovery, jwks_url"],
  [but("keys: { discovery: true, jwks_file: /x }"), "trust/issuers/corp/keys must have exactly one of"],
  [but("keys: { discovery: false }"), "trust/issuers/corp/keys/discovery must be true, or not there"],
  [but("keys: { jwks_url: 'http://idp.example/s3cret' }"), "trust/issuers/corp/keys/jwks_url must be https"],
  [but("keys: { jwks_url: 'https://u:s3cret@idp.example/' }"), "trust/issuers/corp/keys/jwks_url must be https"],
  [but("keys: { jwks_file: /x, ca_file: /y }"), "trust/issuers/corp/keys/ca_file must stand beside a URL"],
  [but("keys: { spiffe_bundle_file: /x }"), "trust/issuers/corp/keys/spiffe_bundle_file holds no keys for oidc"],
  [but("issuer: idp"), "trust/issuers/corp/keys/discovery needs an issuer that is a URL: must be https"],
  [but("agent_id: { claim: '' }"), "trust/issuers/corp/agent_id/claim must not be empty"],
  [but("agent_id: { name: sub }"), "trust/issuers/corp/agent_id/name is not a known field"],
  [but("labels: { team: groups }"), "trust/issuers/corp/labels/team must be a JSON Pointer"],
  [but("clock_skew_s: 301"), "trust/issuers/corp/clock_skew_s must be a whole number from 0 to 300"],
  [but("clock_skew_s: -1"), "trust/issuers/corp/clock_skew_s must be a whole number >= 0"],
  [but("max_lifetime_s: 0"), "trust/issuers/corp/max_lifetime_s must be a whole number >= 1"],
  [but("proof: no"), "trust/issuers/corp/proof must be one of as_bound, required"],
  [one(...OIDC, "use: [caller]", "proof: required"), "trust/issuers/corp/proof must be as_bound"],
  [one(...OIDC, "delegation: true", "agent_id: { claim: azp }"), "agent_id/claim must be sub where delegation is true"],
  [
    one("profile: jwt-svid", "keys: { jwks_file: /x }", "audiences: [writ]"),
    "trust/issuers/corp/trust_domain must be a string",
  ],
  [
    one("profile: jwt-svid", "trust_domain: spiffe://acme.example"),
    "trust/issuers/corp/trust_domain must be the name of a trust domain",
  ],
  [
    one(
      "profile: jwt-svid",
      "trust_domain: acme.example",
      "keys: { jwks_file: /x }",
      "audiences: [writ]",
      "algorithms: [EdDSA]",
    ),
    "trust/issuers/corp/algorithms/0 must be one of ES256",
  ],
  [
    one("profile: x509-svid", "trust_domain: acme.example", "keys: { jwks_file: /x }"),
    "trust/issuers/corp/keys/jwks_file holds no keys for x509-svid",
  ],
  ...["algorithms: [ES256]", "agent_id: { prefix: 'x:' }", "labels: {}", "max_lifetime_s: 60", "tenant_claim: org"].map(
    (line): [string, string] => [
      one("profile: x509-svid", "trust_domain: acme.example", "keys: { workload_api: /s }", line),
      `trust/issuers/corp/${line.slice(0, line.indexOf(":"))} must not be set for x509-svid`,
    ],
  ),
  [one("profile: x509-svid", "issuer: x"), "trust/issuers/corp/issuer must not be set for x509-svid"],
  [
    one(
      "profile: kubernetes",
      "issuer: https://k.example",
      "keys: { discovery: true }",
      "audiences: [w]",
      "delegation: true",
    ),
    "trust/issuers/corp/delegation must be false for kubernetes",
  ],
  [
    one("profile: txn-token", "keys: { jwks_file: /x }", "audiences: [w]", "delegation: false"),
    "trust/issuers/corp/delegation must be true for txn-token",
  ],
])("%s", (text, problem) => {
  expect(() => load(text)).toThrow(problem);
  expect(() => load(text)).not.toThrow("s3cret");
});

const oidc = (name: string, issuer: string, more = "") =>
  `    ${name}: { profile: oidc, issuer: '${issuer}', keys: { jwks_file: /k }, audiences: [w]${more} }\n`;
const svids = (name: string, domain: string) =>
  `    ${name}: { profile: x509-svid, trust_domain: ${domain}, keys: { workload_api: /s } }\n`;
const both = (one: string, other: string) => load(`trust:\n  issuers:\n${one}${other}`);

test("of a trust domain there is one entry for certificates", () => {
  expect(both(svids("a", "acme.example"), svids("b", "other.example"))).toHaveLength(2);
  expect(() => both(svids("a", "acme.example"), svids("b", "acme.example"))).toThrow(
    "trust/issuers/b/trust_domain has another entry",
  );
});

const PREFIX = ", agent_id: { prefix: 'x:' }";
test.each([
  ["two issuers without a prefix", oidc("b", "https://two"), "", ["b"]],
  ["two with the same", oidc("b", "https://two", PREFIX), PREFIX, ["b"]],
  ["two with different ones", oidc("b", "https://two", PREFIX), "", []],
  ["one issuer twice", oidc("b", "https://one"), "", []],
  ["one whose word is for callers", oidc("b", "https://two", ", use: [caller]"), "", []],
  ["one that has its trust domain", svids("b", "acme.example"), "", []],
])("whether one issuer could name the agents of another: %s", (_, other, more, names) => {
  expect(sharedNames(both(oidc("a", "https://one", more), other))).toEqual(names);
});

test("in a variable it is JSON", () => {
  const issuers = {
    corp: { profile: "oidc", issuer: "https://idp.example", keys: { discovery: true }, audiences: ["w"] },
  };
  const { trust } = loadConfig({ env: { WRIT_TRUST: JSON.stringify({ issuers }) } });
  expect(trust).toMatchObject([{ name: "corp" }]);
});
