import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";

const DIGEST = "a".repeat(64);
const TRUST = `
trust:
  issuers:
    mesh: { profile: x509-svid, use: [caller], trust_domain: acme.example, keys: { spiffe_bundle_file: /b } }
    corp: { profile: x509, keys: { ca_file: /ca.pem, crl_file: /crl.pem } }
    agents: { profile: x509-svid, trust_domain: other.example, keys: { spiffe_bundle_file: /b } }
`;
const TLS = "tls: { cert_file: /c, key_file: /k, client_certificates: optional }\n";
const load = (text: string) => loadConfig({ env: {}, file: { path: "writ.yaml", text } });
const caller = (certificate: string, more = "") =>
  `callers: { gw: { roles: [decide], certificate: ${certificate}${more} } }\n`;

test.each([
  ["{ issuer: mesh, spiffe_id: 'spiffe://acme.example/gw' }", "spiffe_id:spiffe://acme.example/gw"],
  ["{ issuer: corp, subject: 'cn=gw, o=Acme' }", "subject:CN=gw,O=Acme"],
  ["{ issuer: corp, dns: gw.acme.example }", "dns:gw.acme.example"],
  ["{ issuer: corp, uri: 'urn:gw' }", "uri:urn:gw"],
])("a caller is known by %s", (certificate, name) => {
  expect(load(TRUST + TLS + caller(certificate)).callers).toMatchObject([{ certificate: { name } }]);
});

test.each([
  ["{ issuer: mesh }", "callers/gw/certificate must have exactly one of spiffe_id, subject, dns, uri"],
  ["{ issuer: mesh, dns: a, uri: b }", "must have exactly one of"],
  ["{ issuer: corp, subject: gateway }", "callers/gw/certificate/subject must be a name as RFC 4514 writes it"],
  [
    "{ issuer: corp, dns: '*.acme.example' }",
    "callers/gw/certificate/dns must be a DNS name in lower case, without a wildcard",
  ],
  [
    "{ issuer: mesh, spiffe_id: 'spiffe://acme.example' }",
    "callers/gw/certificate/spiffe_id must be a SPIFFE ID with a path",
  ],
  [
    "{ issuer: mesh, spiffe_id: 'spiffe://other.example/gw' }",
    "callers/gw/certificate must have a spiffe_id of the trust domain acme.example",
  ],
  ["{ issuer: mesh, subject: 'CN=a' }", "callers/gw/certificate must have a spiffe_id"],
  [
    "{ issuer: corp, spiffe_id: 'spiffe://acme.example/gw' }",
    "callers/gw/certificate/spiffe_id needs an issuer with the profile x509-svid",
  ],
  [
    "{ issuer: agents, spiffe_id: 'spiffe://other.example/gw' }",
    "callers/gw/certificate/issuer must name an issuer of trust",
  ],
  ["{ issuer: none, dns: a }", "callers/gw/certificate/issuer must name an issuer of trust"],
])("%s: %s", (certificate, problem) => {
  expect(() => load(TRUST + TLS + caller(certificate))).toThrow(problem);
});

test("a certificate that nobody asks for proves nothing", () => {
  const gw = caller("{ issuer: corp, dns: gw }");
  expect(() => load(TRUST + gw)).toThrow("callers/gw/certificate needs tls.client_certificates");
  expect(() => load(TRUST + TLS.replace("optional", "none") + gw)).toThrow("needs tls.client_certificates");
});

test("tokens are not certificates, and certificates no tokens", () => {
  const text = `callers: { gw: { roles: [decide], issuer: corp, claims: { sub: a } } }\n`;
  expect(() => load(TRUST + TLS + text)).toThrow("callers/gw/issuer must name an issuer of trust");
});

test("one certificate is one caller's, unless a secret says whose it is", () => {
  const two = (more: string) =>
    `callers:\n  a: { roles: [decide], certificate: { issuer: corp, dns: gw } }\n  b: { roles: [admin], certificate: { issuer: corp, dns: gw }${more} }\n`;
  expect(() => load(TRUST + TLS + two(""))).toThrow("callers/b/certificate is that of a caller before");
  expect(load(TRUST + TLS + two(`, token_sha256: ${DIGEST}`)).callers).toHaveLength(2);
});

test.each([
  [
    "the same name of the same CA",
    "{ profile: x509, keys: { ca_file: /ca.pem } }",
    "tenants/globex/callers/gw has a certificate of tenant default",
  ],
  ["the same name of another CA", "{ profile: x509, keys: { ca_file: /other.pem } }", undefined],
])("two tenants with %s", (_, issuer, problem) => {
  const gw = caller("{ issuer: corp, dns: gw }");
  const tenants = `tenants:\n  globex:\n    trust: { issuers: { corp: ${issuer} } }\n    callers: { gw: { roles: [decide], certificate: { issuer: corp, dns: gw } } }\n`;
  const both = () => load(TRUST + TLS + gw + tenants);
  if (problem === undefined) expect(both().tenants[0]?.callers).toHaveLength(1);
  else expect(both).toThrow(problem);
});

// Beyond loopback only with TLS and callers: whatever names every address, another machine's, or what a resolver decides.
test.each([
  "0.0.0.0:8181", "[::]:8181", "[::0]:8181", "[::ffff:0.0.0.0]:8181", "[::ffff:10.0.0.1]:8181", "10.0.0.1:8181", "[fe80::1]:8181", "[::2]:8181",
  "0:8181", "127.1:8181", "2130706433:8181", "0x7f.0.0.1:8181", "0177.0.0.1:8181", "127.0.0.01:8181", "127.0.0.256:8181", "127.999.1.1:8181",
  "localhost.:8181", "localhost.evil.example:8181", "127.0.0.1.evil.example:8181", "LOCALHOST:8181", "gateway:8181", "[::1%eth0]:8181",
  "*:8181", ":8181", "8181", "unix:/run/writ.sock", "/run/writ.sock", "[127.0.0.1]:8181", "127.0.0.1:70000", "127.0.0.1", "127.0.0.1:8181 0.0.0.0:1",
])("nobody else reaches %s", (listen) => {
  for (const name of ["WRIT_HTTP_LISTEN", "WRIT_GRPC_LISTEN"]) {
    expect(() => loadConfig({ env: { [name]: listen } })).toThrow(/must be (a loopback address|host:port)/);
    // Callers without TLS, or TLS without callers, are not enough.
    expect(() => loadConfig({ env: { [name]: listen, WRIT_CALLERS_FILE: "/f" } })).toThrow(/must be/);
    expect(() =>
      loadConfig({ env: { [name]: listen, WRIT_TLS_CERT_FILE: "/c", WRIT_TLS_KEY_FILE: "/k" } }),
    ).toThrow(/must be/);
  }
}); // biome-ignore format: one list

test.each(["127.0.0.1:1", "127.255.255.254:1", "[::1]:1", "localhost:1", "[::ffff:127.0.0.1]:1"])(
  "%s is this machine",
  (listen) => {
    expect(() => loadConfig({ env: { WRIT_HTTP_LISTEN: listen } })).not.toThrow();
  },
);

test("with TLS and a file of callers others may be let in", () => {
  const env = {
    WRIT_HTTP_LISTEN: "0.0.0.0:1",
    WRIT_TLS_CERT_FILE: "/c",
    WRIT_TLS_KEY_FILE: "/k",
    WRIT_CALLERS_FILE: "/f",
  };
  expect(loadConfig({ env }).callersFile).toBe("/f");
});
