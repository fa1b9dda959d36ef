import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../../src/domain/json.ts";
import { OPA_DEFAULTS } from "../../../src/domain/protocols.ts";
import { exampleFile } from "../../support/gateways/config.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";

// What gateways send that cannot be run here, as their sources and their documentation have it: see docs/gateways/{apisix,kong,bifrost}.md.

interface Examples {
  readonly writ: { readonly protocols: { readonly opa: { readonly paths: JsonObject } } };
  readonly apisix: { readonly plugins: { readonly opa: { readonly policy: string } } };
  readonly kong: { readonly config: { readonly opa_path: string } };
}

const example = <K extends keyof Examples>(gateway: string, name: string) =>
  parse(exampleFile(gateway, name)) as Examples[K];
const { opa } = example<"writ">("opa", "writ.yaml").protocols;
const APISIX_PATH = example<"apisix">("apisix", "route.yaml").plugins.opa.policy;
const KONG_PATH = example<"kong">("kong", "plugin.yaml").config.opa_path.replace("/v1/data/", "");

let writ: GatewayWrit;
let token: string;

beforeAll(async () => {
  const protocols = { opa: { ...opa, paths: { ...OPA_DEFAULTS.paths, ...opa.paths } } };
  writ = await startGatewayWrit({ env: { WRIT_PROTOCOLS: JSON.stringify(protocols) } });
  token = await writ.agentToken();
});

afterAll(() => writ?.stop());

const message = (name: string) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: { owner: "acme" } } });

const headers = (proof: string, body: string) => ({
  host: "tools.example",
  authorization: proof,
  "content-type": "application/json",
  "content-length": String(Buffer.byteLength(body)),
});

/** The input of each gateway for the call of a tool by an agent that shows this. */
const INPUTS: Readonly<Record<string, (name: string, proof: string) => JsonObject>> = {
  // developer.konghq.com/plugins/opa, "OPA input format"
  kong: (name, proof) => {
    const body = message(name);
    const shown = { host: "tools.example", port: "8000", tls: {}, method: "POST", scheme: "http", path: "/mcp" };
    const http = { ...shown, querystring: {}, headers: headers(proof, body), uri_captures: {} };
    return { request: { http: { ...http, body, body_size: Buffer.byteLength(body) } }, client_ip: "10.0.0.1" };
  },
  // open-policy-agent/opa-envoy-plugin, README: "Input"
  envoy: (name, proof) => {
    const body = message(name);
    const shown = { id: "1", method: "POST", path: "/mcp", host: "tools.example", protocol: "HTTP/1.1" };
    const http = { ...shown, headers: headers(proof, body), size: String(body.length), body };
    return {
      attributes: { source: { address: {} }, destination: { address: {} }, request: { time: "", http } },
      parsed_body: JSON.parse(body) as JsonObject,
      parsed_path: ["mcp"],
      parsed_query: {},
      truncated_body: false,
      version: { encoding: "protojson", ext_authz: "v3" },
    };
  },
  tool_calls: (name, proof) => ({
    tool_calls: [{ id: "call_1", type: "function", function: { name, arguments: '{"owner":"acme"}' } }],
    server: "github",
    ...(proof === "" ? {} : { agent: { token: proof.replace("Bearer ", "") } }),
  }),
};

async function ask(path: string, input: JsonObject, secret = writ.secrets["gateway"]) {
  const response = await fetch(`${writ.http}/v1/data/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
    body: JSON.stringify({ input }),
  });
  return { status: response.status, body: (await response.json()) as { result?: unknown; code?: string } };
}

describe.each([
  ["kong", KONG_PATH, "allow"],
  ["kong", "acme/gateway", "allow"],
  ["envoy", "envoy/authz", "allowed"],
  ["tool_calls", "guardrail", "allow"],
])("%s at %s", (shape, path, field) => {
  const input = (name: string, proof = `Bearer ${token}`) => INPUTS[shape]?.(name, proof) ?? {};

  test("a tool that may run, by its arguments, of a proven agent", async () => {
    expect(await ask(path, input("get_issue"))).toMatchObject({ status: 200, body: { result: { [field]: true } } });
    expect((await ask(`${path}/${field}`, input("get_issue"))).body.result).toBe(true);
    const [record] = await writ.records();
    expect(record).toMatchObject({
      caller: { id: "gateway", protocol: "opa" },
      input: { agent: { id: "agent-1", verified: true }, arguments: { owner: "acme" } },
      decision: { effect: "allow", action: { tool: { server: "github", name: "get_issue" } } },
    });
  });

  test.each([
    ["a tool that may not run", "merge_pull_request", undefined],
    ["a required obligation that nobody fulfils", "search_code", undefined],
    ["an agent without a proof", "get_issue", ""],
    ["an agent whose proof is no one's", "get_issue", "Bearer not.a.token"],
  ])("no: %s", async (_, name, proof) => {
    const answer = await ask(path, input(name, proof));
    expect(answer).toMatchObject({ status: 200, body: { result: { [field]: false } } });
    expect((await writ.records())[0]).toMatchObject({ decision: { effect: "block" } });
  });

  test("a gateway that Writ does not know gets no result", async () => {
    const { status, body } = await ask(path, input("get_issue"), "somebody-else");
    expect([status, body.code, body.result]).toEqual([401, "unauthorized", undefined]);
  });
});

test("apisix: what is shown of a page is judged, and no body means that no tool's call is known", async () => {
  const shown = {
    scheme: "http",
    method: "GET",
    host: "tools.example",
    port: 9080,
    headers: { host: "tools.example" },
  };
  const input = (path: string, proof = "") => ({
    type: "http",
    request: {
      ...shown,
      path,
      query: {},
      headers: { ...shown.headers, ...(proof === "" ? {} : { authorization: proof }) },
    },
    var: { server_addr: "127.0.0.1", server_port: "9080", remote_addr: "10.0.0.1", remote_port: "1", timestamp: 1 },
  });
  const proof = `Bearer ${token}`;
  expect((await ask(APISIX_PATH, input("/mcp/public", proof))).body.result).toMatchObject({ allow: true });
  expect((await ask(APISIX_PATH, input("/mcp/public"))).body.result).toMatchObject({ allow: false, status_code: 401 });
  const tool = { ...input("/mcp", proof), request: { ...input("/mcp", proof).request, method: "POST" } };
  expect((await ask(APISIX_PATH, tool)).body.result).toMatchObject({ allow: false });
});
