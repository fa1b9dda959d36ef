import { credentials, type GrpcObject, loadPackageDefinition, Metadata, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";
import { envoyApi } from "../../unit/ext-authz/envoy-api.ts";

// A client made of Envoy's own API files: what other gateways, or a forged one, could send.

interface Answer {
  readonly status: { readonly code: number; readonly message: string };
  readonly http_response: "denied_response" | "ok_response";
  readonly denied_response?: { readonly status: { readonly code: number }; readonly body: string };
  readonly ok_response?: { readonly headers: readonly { readonly header: { readonly key: string } }[] };
  readonly dynamic_metadata: { readonly fields: object };
}

interface Authorization {
  Check(request: object, metadata: Metadata, done: (error: ServiceError | null, answer?: Answer) => void): void;
  close(): void;
}
type Stub = new (address: string, security: ReturnType<typeof credentials.createInsecure>) => Authorization;

let writ: GatewayWrit;
let client: Authorization;
let token: string;

beforeAll(async () => {
  writ = await startGatewayWrit();
  token = await writ.agentToken();
  const { envoy } = loadPackageDefinition(envoyApi()) as { readonly envoy: GrpcObject };
  const service = ["service", "auth", "v3", "Authorization"].reduce<unknown>((found, name) => {
    return (found as GrpcObject)[name];
  }, envoy) as Stub;
  client = new service(writ.grpc, credentials.createInsecure());
});
afterAll(async () => {
  client?.close();
  await writ?.stop();
});

const ask = (attributes: object, secret = writ.secrets["gateway"]) => {
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${secret}`);
  return new Promise<Answer>((resolve, reject) => {
    client.Check({ attributes }, metadata, (error, answer) => {
      if (answer === undefined) reject(error ?? new Error("no answer"));
      else resolve(answer);
    });
  });
};

/** A request of a gateway that fills in every field that there is. */
const asked = (name: string, more: object = {}, http: object = {}) => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/call", params: { name } });
  return {
    source: { service: "web", labels: { app: "web" }, principal: "spiffe://acme.example/agent" },
    destination: { address: { socket_address: { address: "10.0.0.1", port_value: 443 } }, principal: "x" },
    request: {
      time: { seconds: "1", nanos: 2 },
      http: {
        id: "1",
        method: "POST",
        path: "/mcp",
        host: "mcp.example",
        scheme: "https",
        query: "",
        protocol: "HTTP/2",
        size: body.length,
        raw_body: Buffer.from(body),
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...http,
      },
    },
    tls_session: { sni: "mcp.example" },
    route_metadata_context: { filter_metadata: {} },
    context_extensions: { writ_server: "github" },
    ...more,
  };
};

const text = (value: string) => ({ stringValue: value });
const struct = (fields: object) => ({ structValue: { fields } });
/** What Envoy's MCP filter would say of a call of this tool. */
const mcpFilter = (name: string) => ({
  metadata_context: {
    filter_metadata: {
      "envoy.filters.http.mcp": { fields: { method: text("tools/call"), params: struct({ name: text(name) }) } },
    },
  },
});

test("an allowed call is answered in a form that Envoy's own files know", async () => {
  const { status, http_response, ok_response, dynamic_metadata } = await ask(
    asked("get_issue", mcpFilter("get_issue")),
  );
  expect({ ...status, http_response }).toMatchObject({ code: 0, message: "", http_response: "ok_response" });
  expect(ok_response?.headers.map(({ header }) => header.key)).toContain("x-writ-decision-id");
  expect(Object.keys(dynamic_metadata.fields)).toEqual(["decision_id", "effect", "reasons"]);
});

test.each<[string, () => object, number, string]>([
  ["a blocked call", () => asked("merge_pull_request"), 7, "forbidden"],
  ["metadata of another call", () => asked("merge_pull_request", mcpFilter("get_issue")), 7, "call_metadata_mismatch"],
  ["a body that agentgateway shows in part", () => asked("get_issue", {}, { size: -1 }), 7, "call_body_truncated"],
  [
    "a principal without proof",
    () => asked("get_issue", {}, { headers: { "content-type": "application/json" } }),
    16,
    "agent_missing",
  ],
  ["a certificate of a caller that may forward none", () => withCertificate(), 16, "agent_missing"],
])("%s is denied, and on record", async (_, attributes, code, reason) => {
  const { status, http_response, denied_response } = await ask(attributes());
  expect({ code: status.code, message: status.message, http_response }).toEqual({
    code,
    message: reason,
    http_response: "denied_response",
  });
  expect(denied_response?.status.code).toBe(code === 16 ? 401 : 403);
  const { error, decision_id } = JSON.parse(denied_response?.body ?? "") as JsonObject;
  const told = decision_id ?? ((error as JsonObject)["data"] as JsonObject)["decision_id"];
  const recorded = await writ.records(`reason=${reason}`);
  expect(recorded.map(({ decision }) => (decision as JsonObject)["decision_id"])).toContain(told);
});

function withCertificate(): object {
  const { source, ...rest } = asked("get_issue", {}, { headers: { "content-type": "application/json" } });
  return { ...rest, source: { ...source, certificate: "-----BEGIN%20CERTIFICATE-----%0A" } };
}

test.each([
  ["no HTTP request", () => ({ source: {} }), undefined, 3, 400],
  ["a name of the agent's, twice", () => twice(), undefined, 3, 400],
  ["a credential that nobody knows", () => asked("get_issue"), "wrong", 16, 403],
  ["a caller without the role", () => asked("get_issue"), "auditor", 7, 403],
])("%s is denied, without a decision", async (_, attributes, who, code, http) => {
  const before = (await writ.records()).length;
  const secret = who === undefined ? writ.secrets["gateway"] : (writ.secrets[who] ?? who);
  const { status, http_response, denied_response } = await ask(attributes(), secret);
  expect({ code: status.code, http_response, http: denied_response?.status.code }).toEqual({
    code,
    http_response: "denied_response",
    http,
  });
  expect(await writ.records()).toHaveLength(before);
});

function twice(): object {
  const fields = ["one", "two"].map((value) => ({ key: "authorization", raw_value: Buffer.from(`Bearer ${value}`) }));
  return asked("get_issue", {}, { headers: {}, header_map: { headers: fields } });
}
