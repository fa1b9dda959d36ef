import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createCallerCertificates } from "../../../src/adapters/trust/certificates/callers.ts";
import { SOURCE_LIMITS } from "../../../src/adapters/trust/sources/limits.ts";
import { openKeySource } from "../../../src/adapters/trust/sources/open.ts";
import { type AdmitDeps, admit } from "../../../src/admit/admit.ts";
import { readCallers } from "../../../src/config/callers.ts";
import { readTrust } from "../../../src/config/trust.ts";
import type { JsonValue } from "../../../src/domain/json.ts";
import { NO_TOKENS } from "../../../src/identify/identify.ts";
import {
  authority, bundleKeys, CLIENT_AUTH, type Issued, issue, KEY_USAGE, SERVER_AUTH,
} from "../../support/certificates.ts"; // biome-ignore format: one list

// Who asks, by the certificate of its connection, verified against real CAs in real files; what openssl made is among them.

const dir = mkdtempSync(join(tmpdir(), "writ-callers-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const path = (name: string) => join(dir, name);
const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });

const mesh = authority("acme.example");
const corp = authority("corp", { uris: [] });
const stranger = authority("acme.example");
const HOUR_MS = 3_600_000;
const client = { extendedKeyUsage: [CLIENT_AUTH] };
const svid = (uri: string, options: object = {}) => issue(mesh, { uris: [uri], ...options });
const GATEWAY = "spiffe://acme.example/gateway";
const SECRET = "the-secret-of-both";

const TRUST = {
  issuers: {
    mesh: {
      profile: "x509-svid",
      use: ["caller"],
      trust_domain: "acme.example",
      keys: { spiffe_bundle_file: path("bundle.json") },
    },
    corp: { profile: "x509", keys: { ca_file: path("corp.pem") } },
    listed: { profile: "x509", keys: { ca_file: path("ca.pem"), crl_file: path("crl.pem") } },
  },
};
const CALLERS = {
  gateway: { roles: ["decide"], certificate: { issuer: "mesh", spiffe_id: GATEWAY } },
  named: { roles: ["report"], certificate: { issuer: "corp", subject: "CN=named" } },
  host: { roles: ["auditor"], certificate: { issuer: "corp", dns: "gw.acme.example" } },
  both: { roles: ["admin"], token_sha256: hash("sha256", SECRET), certificate: { issuer: "corp", subject: "CN=both" } },
  secret: { roles: ["decide"], token_sha256: hash("sha256", "another") },
  openssl: { roles: ["decide"], certificate: { issuer: "listed", subject: "CN=gw,OU=Team\\, A,O=Acme,C=DE" } },
};

let deps: AdmitDeps;

beforeAll(async () => {
  writeFileSync(path("bundle.json"), JSON.stringify({ keys: bundleKeys(mesh) }));
  writeFileSync(path("corp.pem"), corp.pem);
  await makeOpensslCa();
  deps = await opened(CALLERS);
});

/** A CA as people make one, two clients, and the list that has the second. */
async function makeOpensslCa(): Promise<void> {
  writeFileSync(path("index.txt"), "");
  writeFileSync(path("crlnumber"), "01\n");
  writeFileSync(
    path("ca.cnf"),
    "[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=1\n[ext]\nextendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\n",
  );
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=corp ca", "-days", "2");
  for (const name of ["good", "revoked"]) {
    openssl(
      "req",
      "-new",
      ...key,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
      "-subj",
      "/C=DE/O=Acme/OU=Team, A/CN=gw",
    );
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-out",
      `${name}.pem`,
      "-days",
      "1",
      "-extfile",
      "ca.cnf",
      "-extensions",
      "ext",
    );
  }
  openssl("ca", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-revoke", "revoked.pem");
  openssl("ca", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-gencrl", "-out", "crl.pem");
}

async function opened(callers: JsonValue): Promise<AdmitDeps> {
  const trust = readTrust(TRUST);
  const sources = trust.map((issuer) => {
    const source = openKeySource(issuer, { told: () => {}, now: Date.now, limits: SOURCE_LIMITS });
    return [issuer.name, source] as const;
  });
  await Promise.all(sources.map(([, source]) => source.miss()));
  afterAll(() => {
    for (const [, source] of sources) source.close();
  });
  const certificates = createCallerCertificates(trust, new Map(sources));
  return {
    development: false,
    tenants: [{ tenant: "acme", callers: readCallers(callers), tokens: NO_TOKENS, certificates }],
  };
}

const derOf = (name: string) =>
  Buffer.from(readFileSync(path(name), "utf8").replace(/-----[^-]+-----|\s/g, ""), "base64");
const asks = (chain: readonly (Issued | Buffer)[], secret?: string, atMs = Date.now()) =>
  admit(
    deps,
    {
      address: "10.0.0.1",
      certificates: chain.map((one) => new Uint8Array("der" in one ? one.der : one)),
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    },
    "grpc",
    atMs,
  );

const between = issue(corp, { name: "between", ca: true });

test.each<[string, () => readonly (Issued | Buffer)[], string | undefined, string]>([
  ["its SPIFFE ID", () => [svid(GATEWAY)], undefined, "gateway"],
  ["its subject", () => [issue(corp, { name: "named", ...client })], undefined, "named"],
  [
    "a subject below a CA of the CA's",
    () => [issue(between, { name: "named", ...client }), between],
    undefined,
    "named",
  ],
  [
    "a DNS name",
    () => [issue(corp, { name: "x", dns: ["other.example", "gw.acme.example"], ...client })],
    undefined,
    "host",
  ],
  ["a certificate and a secret", () => [issue(corp, { name: "both", ...client })], SECRET, "both"],
  [
    "a secret, beside a certificate that is no caller's",
    () => [svid("spiffe://acme.example/agent")],
    "another",
    "secret",
  ],
  ["what openssl made", () => [derOf("good.pem")], undefined, "openssl"],
])("a caller is known by %s", async (_, chain, secret, id) => {
  const admission = await asks(chain(), secret);
  expect(admission).toMatchObject({ tenant: "acme", caller: { id } });
  // What a gateway shows of itself says nothing of any agent.
  expect(admission).not.toHaveProperty("certificates");
  expect(admission).not.toHaveProperty("certificate");
});

describe("nobody is known by", () => {
  test.each<[string, () => readonly (Issued | Buffer)[], string?]>([
    ["another path of the trust domain", () => [svid("spiffe://acme.example/other")]],
    ["a path below", () => [svid(`${GATEWAY}/x`)]],
    ["another trust domain", () => [svid("spiffe://other.example/gateway")]],
    ["two SPIFFE IDs", () => [issue(mesh, { uris: [GATEWAY, "spiffe://acme.example/x"] })]],
    ["a CA of the same name", () => [issue(stranger, { uris: [GATEWAY] })]],
    ["a certificate that it signed itself", () => [issue(undefined, { uris: [GATEWAY], name: "named" })]],
    [
      "an expired one",
      () => [svid(GATEWAY, { notBeforeMs: Date.now() - 3 * HOUR_MS, notAfterMs: Date.now() - HOUR_MS })],
    ],
    [
      "one of tomorrow",
      () => [svid(GATEWAY, { notBeforeMs: Date.now() + HOUR_MS, notAfterMs: Date.now() + 2 * HOUR_MS })],
    ],
    ["one for servers", () => [svid(GATEWAY, { extendedKeyUsage: [SERVER_AUTH] })]],
    ["one that signs others", () => [svid(GATEWAY, { ca: true })]],
    ["one without digitalSignature", () => [svid(GATEWAY, { keyUsage: [KEY_USAGE.keyEncipherment] })]],
    ["a subject of the mesh's CA", () => [issue(mesh, { name: "named", uris: [GATEWAY.replace("gateway", "x")] })]],
    ["a subject without clientAuth", () => [issue(corp, { name: "named", extendedKeyUsage: null })]],
    ["a subject for servers", () => [issue(corp, { name: "named", extendedKeyUsage: [SERVER_AUTH] })]],
    ["a subject in other letters", () => [issue(corp, { name: "Named", ...client })]],
    ["a subject with more in it", () => [issue(corp, { name: "named,O=x", ...client })]],
    ["a wildcard", () => [issue(corp, { name: "x", dns: ["*.acme.example"], ...client })]],
    ["a revoked one", () => [derOf("revoked.pem")]],
    ["two callers' names in one", () => [issue(corp, { name: "named", dns: ["gw.acme.example"], ...client })]],
    ["the certificate of one that needs a secret too", () => [issue(corp, { name: "both", ...client })]],
    ["the secret of one that needs a certificate too", () => [], SECRET],
    ["its secret with another caller's certificate", () => [svid(GATEWAY)], SECRET],
    ["a secret with the certificate of a caller that has none", () => [svid(GATEWAY)], "another"],
    ["a secret with a certificate that needs another one", () => [issue(corp, { name: "both", ...client })], "another"],
    ["a secret that is nobody's, with a good certificate", () => [svid(GATEWAY)], "nobody's"],
    ["no certificate", () => []],
  ])("%s", async (_, chain, secret) => {
    await expect(asks(chain(), secret)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

test("a certificate that was good is not any more when it ends", async () => {
  const gateway = svid(GATEWAY);
  expect(await asks([gateway])).toMatchObject({ caller: { id: "gateway" } });
  await expect(asks([gateway], undefined, Date.now() + 2 * HOUR_MS)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("nobody is known by a list of revoked ones that has ended, or that another CA signed", async () => {
  const inTwoDays = Date.now() + 26 * HOUR_MS;
  expect(await asks([derOf("good.pem")])).toMatchObject({ caller: { id: "openssl" } });
  await expect(asks([derOf("good.pem")], undefined, inTwoDays)).rejects.toMatchObject({ code: "unauthenticated" });
  const good = readFileSync(path("crl.pem"));
  onTestFinished(() => writeFileSync(path("crl.pem"), good));
  openssl(
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    "o.key",
    "-out",
    "o.pem",
    "-subj",
    "/CN=corp ca",
    "-days",
    "2",
  );
  openssl("ca", "-config", "ca.cnf", "-cert", "o.pem", "-keyfile", "o.key", "-gencrl", "-out", "crl.pem");
  const other = await opened(CALLERS);
  const certificates = [new Uint8Array(derOf("good.pem"))];
  await expect(admit(other, { address: "10.0.0.1", certificates }, "grpc", Date.now())).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

test("in two tenants, a certificate that both know is neither's", async () => {
  const [first] = deps.tenants;
  const two: AdmitDeps = { ...deps, tenants: [first, { ...first, tenant: "globex" }] };
  const certificates = [new Uint8Array(svid(GATEWAY).der)];
  await expect(admit(two, { address: "10.0.0.1", certificates }, "grpc", Date.now())).rejects.toMatchObject({
    code: "unauthenticated",
  });
  const own: AdmitDeps = {
    ...deps,
    tenants: [
      { ...first, callers: [] },
      { ...first, tenant: "globex" },
    ],
  };
  expect(await admit(own, { address: "10.0.0.1", certificates }, "grpc", Date.now())).toMatchObject({
    tenant: "globex",
  });
});
