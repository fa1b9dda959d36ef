import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authority, bundleKeys, type Issued, issue } from "../../support/certificates.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { exampleFile, filledIn } from "../../support/gateways/config.ts";
import { type Envoy, startEnvoy } from "../../support/gateways/envoy.ts";
import { type McpServer, startMcpServer } from "../../support/gateways/mcp-server.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";

// Agents that show certificates to Envoy, which forwards them.

const found = await counterpart("envoy");
const DOMAIN = "acme.example";
const ID = `spiffe://${DOMAIN}/agent/refunds`;
const CALL = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "get_issue" } });
const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };

const ca = authority(DOMAIN);
const other = authority(DOMAIN, { name: "other" });
const web = authority("web.example");
const own = issue(web, { name: "envoy", dns: ["localhost"], extendedKeyUsage: null });
const agent = issue(ca, { uris: [ID] });
/** Trusted by Envoy, and by nobody here. */
const stranger = issue(other, { uris: [ID] });

describe.skipIf(found.missing !== undefined)(titled("Envoy with certificates of agents", found), () => {
  const dir = mkdtempSync(join(tmpdir(), "writ-envoy-mtls-"));
  let mcp: McpServer;
  let forwarding: Awaited<ReturnType<typeof start>>;
  let silent: Awaited<ReturnType<typeof start>>;

  async function start(forwards_certificates: boolean): Promise<{ readonly writ: GatewayWrit; readonly envoy: Envoy }> {
    const file = (name: string, content: string) => {
      writeFileSync(join(dir, name), content, { mode: 0o600 });
      return join(dir, name);
    };
    const keys = { spiffe_bundle_file: file("bundle.json", JSON.stringify({ keys: bundleKeys(ca) })) };
    const writ = await startGatewayWrit({
      callers: { gateway: { forwards_certificates } },
      env: { WRIT_TRUST: JSON.stringify({ issuers: { acme: { profile: "x509-svid", trust_domain: DOMAIN, keys } } }) },
    });
    const socket = filledIn(exampleFile("envoy", "mtls.yaml"), {
      "server.pem": file("server.pem", own.pem),
      "server.key": file("server.key", own.keyPem),
      "agents-ca.pem": file("agents-ca.pem", ca.pem + other.pem),
    })
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line, index) => `${index === 0 ? "        - " : "          "}${line}`);
    const changes = { "        - filters:": [...socket, "          filters:"].join("\n") };
    const secret = writ.secrets["gateway"] as string;
    const options = { mcp: mcp.address, writ: writ.grpc, secret, changes, scheme: "https" } as const;
    return { writ, envoy: await startEnvoy(programOf(found), options) };
  }

  beforeAll(async () => {
    mcp = await startMcpServer();
    forwarding = await start(true);
    silent = await start(false);
  });
  afterAll(async () => {
    for (const side of [forwarding, silent]) {
      await side?.envoy.stop();
      await side?.writ.stop();
    }
    await mcp?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const ask = async ({ envoy }: { readonly envoy: Envoy }, { pem, keyPem }: Issued) => {
    const before = mcp.reached.length;
    const options = { method: "POST", headers: HEADERS, cert: pem, key: keyPem, ca: web.pem, servername: "localhost" };
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(`${envoy.url}/mcp`, { ...options, agent: false }, (response) => {
        text(response).then((body) => resolve(`${response.statusCode} ${body}`), reject);
      });
      sent.once("error", reject).end(CALL);
    });
    return { answer, reached: mcp.reached.length - before };
  };

  test("the agent is who the certificate says", async () => {
    const { reached } = await ask(forwarding, agent);
    expect(reached).toBe(1);
    const [record] = await forwarding.writ.records("tool=github/get_issue");
    expect(record).toMatchObject({ input: { agent: { id: ID, verified: true, method: "x509-svid" } } });
  });

  test("whom Envoy believes, Writ need not: the principal is nobody", async () => {
    const { answer, reached } = await ask(forwarding, stranger);
    expect({ reached, status: answer.slice(0, 3) }).toEqual({ reached: 0, status: "401" });
    expect(answer).toContain("agent_");
  });

  test("a caller that may not forward certificates forwards nobody", async () => {
    const { answer, reached } = await ask(silent, agent);
    expect({ reached, status: answer.slice(0, 3) }).toEqual({ reached: 0, status: "401" });
    expect(answer).toContain("agent_missing");
  });
});
