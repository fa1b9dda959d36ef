import { hash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { authority, bundleKeys, type CertificateOptions, type Issued, issue } from "../../support/certificates.ts";

// A service in production with two workers and two tenants, asked by gateways that show certificates and secrets, which change meanwhile.

const folder = mkdtempSync(join(tmpdir(), "writ-callers-"));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content, { mode: 0o600 });
  return join(folder, name);
};
const mesh = authority("acme.example");
const web = authority("web.example");
const server = (options: CertificateOptions = {}) =>
  issue(web, { name: "writ", dns: ["localhost"], extendedKeyUsage: null, ...options });
const ID = "spiffe://acme.example/gateway";
const gateway = issue(mesh, { uris: [ID] });
const other = issue(mesh, { uris: ["spiffe://acme.example/other-team"] });
const agent = issue(mesh, { uris: ["spiffe://acme.example/agent"] });
const SOON = { timeout: 60_000, interval: 200 };
const first = server();
let writ: RunningWrit;

const secrets = (secret: string) =>
  JSON.stringify({ callers: { rotated: { roles: ["auditor"], token_sha256: hash("sha256", secret) } } });

beforeAll(async () => {
  const keys = { spiffe_bundle_file: file("bundle.json", JSON.stringify({ keys: bundleKeys(mesh) })) };
  const issuers = { mesh: { profile: "x509-svid", use: ["caller", "agent"], trust_domain: "acme.example", keys } };
  const known = (spiffe_id: string) => ({ roles: ["auditor"], certificate: { issuer: "mesh", spiffe_id } });
  writ = await startWrit({
    dataDir: join(folder, "data"),
    production: true,
    env: {
      WRIT_WORKERS: "2",
      WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      WRIT_TLS_CERT_FILE: file("tls.crt", first.pem),
      WRIT_TLS_KEY_FILE: file("tls.key", first.keyPem),
      WRIT_TLS_CLIENT_CERTIFICATES: "optional",
      WRIT_TRUST: JSON.stringify({ issuers }),
      WRIT_CALLERS: JSON.stringify({ gateway: known(ID) }),
      WRIT_CALLERS_FILE: file("callers.yaml", secrets("the-first-secret")),
      WRIT_TENANTS: JSON.stringify({
        globex: { trust: { issuers }, callers: { gateway: known("spiffe://acme.example/other-team") } },
      }),
    },
  });
});
afterAll(async () => {
  await writ?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Shown {
  readonly certificate?: Issued;
  readonly secret?: string;
}

/** One request on a connection of its own, so that any worker may answer. */
async function overHttp(
  { certificate, secret }: Shown,
  path = "/v1/decisions",
): Promise<{ status: number; body: string; raw: string }> {
  const sent = request(writ.http + path, {
    ca: web.pem,
    agent: false,
    servername: "localhost",
    ...(certificate === undefined ? {} : { cert: certificate.pem, key: certificate.keyPem }),
    headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
  });
  sent.end();
  const [response] = await once(sent, "response");
  const raw = response.socket.getPeerCertificate().raw.toString("base64");
  return { status: response.statusCode, body: await text(response), raw };
}

async function overGrpc({ certificate, secret }: Shown): Promise<number> {
  const pem = (value: string | undefined) => (value === undefined ? null : Buffer.from(value));
  const security = credentials.createSsl(Buffer.from(web.pem), pem(certificate?.keyPem), pem(certificate?.pem));
  const client = new Client(writ.grpc.replace("127.0.0.1", "localhost"), security);
  const metadata = new Metadata();
  if (secret !== undefined) metadata.set("authorization", `Bearer ${secret}`);
  const same = (bytes: Buffer) => bytes;
  try {
    return await new Promise((resolve) => {
      const answered = (error: ServiceError | null) => resolve(error === null ? 200 : error.code);
      client.makeUnaryRequest(
        "/writ.v1.DecisionService/ListDecisions",
        same,
        same,
        Buffer.alloc(0),
        metadata,
        answered,
      );
    });
  } finally {
    client.close();
  }
}

const UNAUTHENTICATED = 16;

test.each<[string, Shown, boolean]>([
  ["its certificate", { certificate: gateway }, true],
  ["another tenant's certificate", { certificate: other }, true],
  ["a secret of the file", { secret: "the-first-secret" }, true],
  ["that, over a connection with an agent's certificate", { certificate: agent, secret: "the-first-secret" }, true],
  ["a certificate and another caller's secret", { certificate: gateway, secret: "the-first-secret" }, false],
  ["a certificate that is no caller's", { certificate: agent }, false],
  ["a certificate that another CA signed", { certificate: issue(authority("acme.example"), { uris: [ID] }) }, false],
  [
    "an expired certificate",
    { certificate: issue(mesh, { uris: [ID], notBeforeMs: 0, notAfterMs: Date.now() - 60_000 }) },
    false,
  ],
  ["nothing", {}, false],
])("a caller that shows %s", async (_, shown, known) => {
  expect((await overHttp(shown)).status).toBe(known ? 200 : 401);
  expect(await overGrpc(shown)).toBe(known ? 200 : UNAUTHENTICATED);
});

/** Of so many answers in a row none came from a worker that does not follow yet. */
const IN_A_ROW = 8;

async function always(shown: Shown, status: number): Promise<void> {
  for (let asked = 0; asked < IN_A_ROW; asked += 1) expect((await overHttp(shown)).status).toBe(status);
}

test("a secret is rotated by its file, without a restart, in all workers", async () => {
  file("callers.yaml", secrets("the-second-secret"));
  await vi.waitFor(() => always({ secret: "the-second-secret" }, 200), SOON);
  expect((await overHttp({ secret: "the-first-secret" })).status).not.toBe(200);
  file("callers.yaml", "callers: { rotated: { roles: [auditor], token_sha256: hunter2 } }");
  const refused = /callers_file_refused.*callers\/rotated\/token_sha256\/0 must be the SHA-256/;
  await vi.waitFor(() => expect(writ.output()).toMatch(refused), SOON);
  await always({ secret: "the-second-secret" }, 200);
  expect(writ.output()).not.toContain("hunter2");
});

test("the service's own certificate changes without a restart, in all workers", async () => {
  const second = server();
  file("tls.crt", second.pem);
  file("tls.key", second.keyPem);
  const expected = second.der.toString("base64");
  await vi.waitFor(async () => {
    for (let asked = 0; asked < IN_A_ROW; asked += 1) expect((await overHttp({}, "/healthz")).raw).toBe(expected);
  }, SOON);
});
