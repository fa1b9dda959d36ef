import { hash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DecideRequestSchema, DecideResponseSchema } from "../../../src/gen/writ/v1/decision_pb.ts";
import { decisionJson, type Json, requestMessage } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import {
  authority,
  bundleKeys,
  type CertificateOptions,
  type Issued,
  issue,
  pemOf,
} from "../../support/certificates.ts";
import { readFile } from "../../support/requests.ts";

const DOMAIN = "acme.example";
const ID = `spiffe://${DOMAIN}/agent/refunds`;
const HOUR_MS = 3_600_000;

const ca = authority(DOMAIN);
const between = issue(ca, { name: "between", ca: true });
const other = authority("other.example");
const web = authority("web.example");
const own = issue(web, { name: "writ", dns: ["localhost"], extendedKeyUsage: null });

const svid = (options: CertificateOptions = {}, by: Issued = ca) => issue(by, { uris: [ID], ...options });
const agent = svid();
const gateway = issue(ca, { uris: [`spiffe://${DOMAIN}/gateway`] });

const SECRETS = {
  acting: "secret-of-an-agent-that-asks-itself",
  forwarding: "secret-of-a-gateway-that-forwards",
  plain: "secret-of-a-gateway-that-does-not",
};
const caller = (secret: string, more: object = {}) => ({
  roles: ["decide", "auditor"],
  token_sha256: hash("sha256", secret),
  ...more,
});

interface Sent {
  /** What the TLS client shows, the leaf first. */
  readonly chain?: readonly Issued[];
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

let writ: RunningWrit;
const folder = mkdtempSync(join(tmpdir(), "writ-tls-"));

beforeAll(async () => {
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const bundle = file("bundle.json", JSON.stringify({ keys: bundleKeys(ca) }));
  const keys = { spiffe_bundle_file: bundle };
  writ = await startWrit({
    dataDir: join(folder, "data"),
    env: {
      WRIT_TLS_CERT_FILE: file("tls.crt", own.pem),
      WRIT_TLS_KEY_FILE: file("tls.key", own.keyPem),
      WRIT_TLS_CLIENT_CERTIFICATES: "optional",
      WRIT_TRUST: JSON.stringify({ issuers: { acme: { profile: "x509-svid", trust_domain: DOMAIN, keys } } }),
      WRIT_CALLERS: JSON.stringify({
        forwarding: caller(SECRETS.forwarding, { forwards_certificates: true }),
        plain: caller(SECRETS.plain),
        acting: caller(SECRETS.acting, { acts: true }),
      }),
    },
  });
});

afterAll(async () => {
  await writ.stop();
  rmSync(folder, { recursive: true, force: true });
});

const shown = (chain: readonly Issued[] = []) =>
  chain[0] === undefined ? {} : { cert: pemOf(...chain.map(({ der }) => der)), key: chain[0].keyPem };

async function overHttp(path: string, { chain, secret, headers = {}, body }: Sent): Promise<Json> {
  const authorization = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  const sent = httpsRequest(`${writ.http.replace("127.0.0.1", "localhost")}${path}`, {
    method: body === undefined ? "GET" : "POST",
    ca: web.pem,
    agent: false,
    headers: { "content-type": "application/json", ...authorization, ...headers },
    ...shown(chain),
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = await once(sent, "response");
  return JSON.parse(await text(response)) as Json;
}

async function overGrpc({ chain, secret, headers = {}, body = {} }: Sent): Promise<Json> {
  const { cert, key } = shown(chain);
  const pem = (value: string | undefined) => (value === undefined ? null : Buffer.from(value));
  const security = credentials.createSsl(Buffer.from(web.pem), pem(key), pem(cert));
  const client = new Client(writ.grpc.replace("127.0.0.1", "localhost"), security);
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  if (secret !== undefined) metadata.set("authorization", `Bearer ${secret}`);
  const bytes = Buffer.from(toBinary(DecideRequestSchema, requestMessage(body)));
  const same = (message: Buffer) => message;
  try {
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const done = (error: ServiceError | null, read?: Buffer) => (read === undefined ? reject(error) : resolve(read));
      const options = { deadline: Date.now() + 10_000 };
      client.makeUnaryRequest("/writ.v1.DecisionService/Decide", same, same, bytes, metadata, options, done);
    });
    const { decision } = fromBinary(DecideResponseSchema, answer);
    if (decision === undefined) throw new Error("an answer without a decision");
    return decisionJson(decision);
  } finally {
    client.close();
  }
}

/** Who the agent was, as the record says, and the reasons that are about who it is. */
async function decide(
  protocol: "http" | "grpc",
  sent: Sent,
): Promise<{ id: unknown; verified: unknown; method: unknown; codes: readonly string[] }> {
  const { intent: _, ...request } = readFile({ agent: {}, ...(sent.body as object | undefined) });
  const body: Json = request;
  const answer =
    protocol === "http" ? await overHttp("/v1/decisions", { ...sent, body }) : await overGrpc({ ...sent, body });
  const stored = await overHttp(`/v1/decisions/${String(answer["decision_id"])}`, { secret: SECRETS.plain });
  const { id, verified, method } = (stored["input"] as { agent: Json }).agent;
  const codes = (answer["reasons"] as readonly { code: string }[])
    .map(({ code }) => code)
    .filter((code) => code.startsWith("agent_"));
  return { id, verified, method, codes };
}

const known = (id: string) => ({
  id,
  verified: true,
  method: "x509-svid",
  codes: expect.not.arrayContaining([expect.stringMatching(/^agent_(token|certificate|missing)/)]),
});
const refused = (code: string) => ({ id: "", verified: false, codes: [code] });

describe.each(["http", "grpc"] as const)("over %s with TLS, an agent", (protocol) => {
  test("is who its SVID says", async () => {
    expect(await decide(protocol, { chain: [agent] })).toEqual(known(ID));
  });

  test("is who its SVID says, with a CA between", async () => {
    expect(await decide(protocol, { chain: [svid({}, between), between] })).toEqual(known(ID));
  });

  test.each([
    ["of another trust domain", "agent_token_untrusted", issue(other, { uris: ["spiffe://other.example/agent"] })],
    ["by another trust domain's CA", "agent_token_untrusted", svid({}, other)],
    [
      "that has expired",
      "agent_token_expired",
      svid({ notBeforeMs: Date.now() - 2 * HOUR_MS, notAfterMs: Date.now() - HOUR_MS }),
    ],
    ["that it signed itself", "agent_token_untrusted", issue(undefined, { name: "me", uris: [ID] })],
    ["that is a CA's", "agent_token_type_mismatch", svid({ ca: true, keyUsage: [0, 5] })],
    ["with two URIs", "agent_token_invalid", svid({ uris: [ID, `spiffe://${DOMAIN}/agent/admin`] })],
    ["by a CA that is not sent", "agent_token_untrusted", svid({}, between)],
  ])("with a certificate %s is nobody (%s)", async (_, code, leaf) => {
    expect(await decide(protocol, { chain: [leaf] })).toMatchObject(refused(code));
  });

  test("without a certificate is nobody", async () => {
    expect(await decide(protocol, {})).toMatchObject(refused("agent_missing"));
  });

  test("is not whom a header names", async () => {
    const headers = {
      "x-forwarded-client-cert": `Hash=${hash("sha256", agent.der)};Cert="${encodeURIComponent(agent.pem)}"`,
    };
    expect(await decide(protocol, { headers })).toMatchObject(refused("agent_missing"));
    expect(await decide(protocol, { headers, chain: [gateway] })).toEqual(known(`spiffe://${DOMAIN}/gateway`));
  });

  test("is not whom the request names beside its certificate", async () => {
    const body = { agent: { id: `spiffe://${DOMAIN}/agent/admin` } };
    expect((await decide(protocol, { chain: [agent], body })).verified).toBe(false);
  });
});

describe.each(["http", "grpc"] as const)("over %s, a gateway", (protocol) => {
  const forwards = (certificate: string) => ({ agent: { certificate } });
  const envoy = `By=spiffe://${DOMAIN}/gateway;Hash=${hash("sha256", agent.der)};Cert="${encodeURIComponent(agent.pem)}"`;

  test.each([
    ["PEM", agent.pem],
    ["percent-encoded PEM", encodeURIComponent(agent.pem)],
    ["x-forwarded-client-cert", envoy],
  ])("that may forward certificates is believed (%s)", async (_, certificate) => {
    expect(await decide(protocol, { secret: SECRETS.forwarding, body: forwards(certificate) })).toEqual(known(ID));
  });

  test("with a certificate of its own speaks for the agent, not for itself", async () => {
    const sent = { secret: SECRETS.forwarding, chain: [gateway], body: forwards(agent.pem) };
    expect(await decide(protocol, sent)).toEqual(known(ID));
  });

  test("that names no agent is none itself, unless its entry says that it acts", async () => {
    const body = { agent: {} };
    for (const secret of [SECRETS.plain, SECRETS.forwarding]) {
      expect(await decide(protocol, { secret, chain: [gateway], body })).toMatchObject(refused("agent_missing"));
    }
    expect(await decide(protocol, { secret: SECRETS.acting, chain: [agent], body })).toEqual(known(ID));
  });

  test("that may not is refused, whatever the certificate", async () => {
    const sent = { secret: SECRETS.plain, chain: [gateway], body: forwards(agent.pem) };
    expect(await decide(protocol, sent)).toMatchObject(refused("agent_certificate_not_allowed"));
  });

  test.each([
    [
      "one that has expired",
      svid({ notBeforeMs: Date.now() - 2 * HOUR_MS, notAfterMs: Date.now() - HOUR_MS }).pem,
      "agent_token_expired",
    ],
    ["two elements", `${envoy},${envoy}`, "agent_token_invalid"],
    ["no certificate", "none", "agent_token_invalid"],
  ])("that forwards %s proves nobody", async (_, certificate, code) => {
    expect(await decide(protocol, { secret: SECRETS.forwarding, body: forwards(certificate) })).toMatchObject(
      refused(code),
    );
  });
});
