import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Upstream } from "../../../src/domain/upstream.ts";
import { forwardedCalls, saidOf, TOOLS } from "../../support/forwarded-requests.ts";

// What one server reads in a request and another does not, so that the call that was judged would not be the one that runs.

const API: Upstream = { server: "api", host: "api.example.com", path: "", protocol: "auto" };
const DATA: JsonObject = {
  api: {
    server: "api",
    routes: {
      "POST /transfers": { verb: "payment.transfer", amount: { value: "/body/amount", currency: "USD" } },
      "POST /messages:send": { verb: "message.send" },
      "GET /files/{id}": { verb: "file.read" },
      "POST /files/{id}": { verb: "file.write" },
      "DELETE /files/{id}": { verb: "file.delete" },
    },
    graphql: {
      endpoint: "/graphql",
      operations: { "mutation.pay": { verb: "payment.transfer", amount: { value: "/amount", currency: "USD" } } },
    },
    rpc: { endpoint: "/rpc", operations: { read: { verb: "record.read" } } },
  },
  payments: {
    server: "payments",
    routes: { "POST /transfer": { verb: "payment.transfer", amount: { value: "/body/amount", currency: "USD" } } },
  },
};
const message = (method: string, params: object) => ({ jsonrpc: "2.0", id: 1, method, params });
const call = (params: object) => ({ body: message("tools/call", params) });
const api = (target: string, more: object = {}) => ({ host: "api.example.com", target, ...more });
const typed = (type: string, body: string) => ({ headers: { "content-type": type }, body });
const UNSUPPORTED = ["call_payload_unsupported"];
const HTTP_IN_PART = ["http.request partial"];

describe("names in other letters, which SDKs in Go and .NET read", () => {
  test.each([
    ["a second tool", call({ name: "get_order", Name: "pay" }), UNSUPPORTED],
    ["other arguments", call({ name: "pay", Arguments: { amount: 9 } }), UNSUPPORTED],
    ["a letter that Go takes for an s", call({ name: "pay", argument\u017f: { amount: 9 } }), UNSUPPORTED],
    ["a second URI", { body: message("resources/read", { uri: "file:///a", URI: "file:///b" }) }, UNSUPPORTED],
    ["a second amount", call({ name: "pay", arguments: { amount: 1, Amount: 9 } }), ["payment.transfer partial"]],
    ["an amount", call({ name: "pay", arguments: { AMOUNT: 9 } }), ["payment.transfer partial"]],
    ["what the catalogue does not look at", call({ name: "pay", arguments: { note: "a", Note: "b" } }), ["payment.transfer complete"]],
  ] as const)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected)); // biome-ignore format: one row a request

  test.each([
    ["an amount in a route's body", api("/transfers", { body: { amount: 1, Amount: 9 } }), ["payment.transfer partial"]],
    ["a second document", api("/graphql", { body: { query: "{ __typename }", Query: "mutation { pay(amount: 9) }" } }), HTTP_IN_PART],
    ["a second method", api("/rpc", { body: { ...message("read", {}), Method: "write" } }), UNSUPPORTED],
  ] as const)("%s", (_, row, expected) => expect(saidOf(row, [API], DATA)).toEqual(expected)); // biome-ignore format: one row a request
});

describe("messages that do not look like any", () => {
  const auto = [{ ...TOOLS, protocol: "auto" as const }];
  test.each([
    ["a version in other letters", { body: { JSONRPC: "2.0", id: 1, method: "tools/call" } }, UNSUPPORTED],
    ["a message behind something else", { body: [{ a: 1 }, message("ping", {})] }, [...UNSUPPORTED, "protocol.handshake complete"]],
    ["text with a key twice", typed("text/plain", `{"jsonrpc":"2.0","method":"ping","method":"tools/call"}`), HTTP_IN_PART],
  ] as const)("%s", (_, row, expected) => expect(saidOf(row, auto)).toEqual(expected)); // biome-ignore format: one row a request

  test("a message of JSON-RPC behind something else, at any path", () => {
    const row = api("/x", { body: [{ a: 1 }, message("evil", {})] });
    expect(saidOf(row, [API], DATA)).toEqual(["call_batch_unsupported"]);
  });
});

describe("heads that make it another request", () => {
  const ping = { body: message("ping", {}) };
  const stream = { method: "GET", seen: "absent" as const };
  test.each([
    ["a charset in parts", { ...ping, headers: { "content-type": "application/json; charset*0=utf-7" } }, UNSUPPORTED],
    ["another method", { ...ping, headers: { "x-http-method-override": "PUT" } }, ["call_method_unknown"]],
    ["a WebSocket", { ...stream, headers: { accept: "text/event-stream", upgrade: "websocket" } }, HTTP_IN_PART],
    ["a stream with a body that is not shown", { ...stream, headers: { accept: "text/event-stream", "content-length": "9" } }, HTTP_IN_PART],
  ] as const)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected)); // biome-ignore format: one row a request

  test.each([
    ["HTTP/2 inside of HTTP/1", api("/x", { ...stream, headers: { upgrade: "h2c" } }), HTTP_IN_PART],
    ["a DELETE whose body is not shown", api("/files/1", { method: "DELETE", seen: "absent", headers: { "content-length": "9" } }), ["file.delete partial"]],
    ["a GET whose body is not shown", api("/files/1", { ...stream, headers: { "transfer-encoding": "chunked" } }), ["file.read partial"]],
    ["a GET that has none", api("/files/1", { ...stream, headers: { "content-length": "0" } }), ["file.read complete"]],
    ["variables in the query string", api("/graphql?variables=%7B%22a%22:9%7D", { body: { query: "mutation($a: Int) { pay(amount: $a) }", variables: { a: 1 } } }), HTTP_IN_PART],
    ["a character of a route that is encoded", api("/messages%3Asend", { body: {} }), HTTP_IN_PART],
    ["JSON that says it is a form", api("/transfers", typed("application/x-www-form-urlencoded", `{"amount":9}`)), ["payment.transfer partial"]],
    ["JSON that says it is text, where nothing is mapped", api("/x", typed("text/plain", ` {"amount":9}`)), HTTP_IN_PART],
    ["text", api("/x", typed("text/plain", "amount")), ["http.request complete"]],
    ["a method in JSON", api("/files/1", { body: { _method: "DELETE" } }), HTTP_IN_PART],
    ["a charset in parts, in other HTTP", api("/transfers", typed("application/json; charset*0=utf-7", `{"amount":9}`)), ["payment.transfer partial"]],
  ] as const)("%s", (_, row, expected) => expect(saidOf(row, [API], DATA)).toEqual(expected)); // biome-ignore format: one row a request
});

describe("which server a request is for", () => {
  const transfer = { target: "/transfer", body: { amount: 5 } };
  const PAID = ["payment.transfer complete"];
  const everything: Upstream = { server: "api", host: "", path: "", protocol: "http" };
  const byHost: Upstream = { server: "payments", host: "pay.example.com", path: "", protocol: "http" };
  const byPath: Upstream = { server: "payments", host: "", path: "/payments", protocol: "http" };

  test.each(["pay.example.com", "PAY.example.com", "pay.example.com:443", "pay.example.com:9", "pay.example.com.", "pay.example.com.:80"])("%s", (host) => {
    expect(saidOf({ ...transfer, host }, [byHost, everything], DATA)).toEqual(PAID);
  }); // biome-ignore format: one list

  test("a port that has an upstream of its own", () => {
    const own = { ...everything, host: "pay.example.com:9" };
    expect(saidOf({ ...transfer, host: "pay.example.com:9" }, [byHost, own], DATA)).toEqual(["http.request complete"]);
  });

  test.each(["/payments/transfer", "/%70ayments/transfer", "/pay%6dents/transfer?a=b"])("%s", (target) => {
    expect(saidOf({ ...transfer, target }, [byPath, everything], DATA)).toEqual(PAID);
  });
});

test("a name that the gateway says does not make MCP of a server's other paths", () => {
  const mcp: Upstream = { server: "shop", host: "", path: "/mcp", protocol: "mcp" };
  const rest: Upstream = { server: "shop", host: "", path: "/api", protocol: "http" };
  const named = (target: string, upstreams: readonly Upstream[]) =>
    forwardedCalls({ target, body: message("ping", {}) }, upstreams, "shop").map(({ call: { format } }) => format);
  expect(named("/mcp", [mcp, rest])).toEqual(["mcp"]);
  expect(named("/api/accounts/1/close", [mcp, rest])).toEqual(["http"]);
  expect(named("/elsewhere", [mcp, rest])).toEqual(["http"]);
  expect(named("/elsewhere", [mcp])).toEqual(["mcp"]);
});
