import { describe, expect, test } from "vitest";
import type { CarriedBy } from "../../../src/domain/caller.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import type { Admission } from "../../../src/domain/request.ts";
import { agreeing, vouchedAgent } from "../../../src/transports/ext-authz/metadata.ts";
import type { ForwardedCall } from "../../../src/transports/forwarded/request.ts";

const MESSAGE = {
  jsonrpc: "2.0",
  id: 7,
  method: "tools/call",
  params: { name: "get_issue", arguments: { a: [1, 2] } },
};
/** What Envoy 1.40 writes down of it. */
const READ = {
  jsonrpc: "2.0",
  id: 7,
  method: "tools/call",
  params: { name: "get_issue" },
  is_mcp_request: true,
  status: "mcp_ok",
};
const mcp = (payload: JsonValue): ForwardedCall => ({ call: { format: "mcp", server: "github", payload }, rpc_id: 7 });
const ONE = [mcp(MESSAGE)];
const PAGE: ForwardedCall = { call: { format: "http", server: "", payload: {} } };

const AGREE: readonly (readonly [string, readonly ForwardedCall[], JsonObject | undefined])[] = [
  ["the same", ONE, READ],
  ["without the filter", ONE, undefined],
  ["nothing read", ONE, {}],
  ["a late name, which the filter takes for no MCP", ONE, { is_mcp_request: false, status: "mcp_ok" }],
  ["a batch, of which the filter reads nothing", [mcp(MESSAGE), mcp(MESSAGE)], {}],
  ["a page", [PAGE], {}],
  ["a list that is the same", ONE, { ...READ, params: { arguments: { a: [1, 2] } } }],
];

const DIFFER: readonly (readonly [string, readonly ForwardedCall[], JsonObject])[] = [
  ["another name", ONE, { ...READ, params: { name: "merge_pull_request" } }],
  ["another method", ONE, { ...READ, method: "tools/list" }],
  ["another id", ONE, { ...READ, id: 8 }],
  ["an id of another type", ONE, { ...READ, id: "7" }],
  ["a parameter that the body lacks", ONE, { ...READ, params: { uri: "file:///x" } }],
  ["a list that is longer", ONE, { ...READ, params: { arguments: { a: [1, 2, 3] } } }],
  ["a name that only a prototype has", ONE, { ...READ, params: { constructor: {} } }],
  ["a body too long for the filter", ONE, { is_mcp_request: false, is_exceeding_limit: true }],
  ["a body too long, of which something was read", ONE, { ...READ, is_exceeding_limit: true }],
  ["one call of a batch", [mcp(MESSAGE), mcp(MESSAGE)], READ],
  ["MCP where we see none", [PAGE], READ],
  ["MCP without a method", [PAGE], { is_mcp_request: true }],
  ["nothing to compare with", [], READ],
];

describe("Envoy's MCP filter", () => {
  test.each(AGREE)("agrees: %s", (_, calls, read) => {
    expect(agreeing(calls, read === undefined ? {} : { "envoy.filters.http.mcp": read })).toBe(calls);
  });

  test.each(DIFFER)("differs: %s", (_, calls, read) => {
    const judged = agreeing(calls, { "envoy.filters.http.mcp": read });
    expect(judged).toHaveLength(calls.length);
    for (const { call } of judged) expect(call.refusal?.code).toBe("call_metadata_mismatch");
  });

  test("leaves what is refused already its reason, and every call its id", () => {
    const refusal = { code: "call_body_truncated", message: "a part" } as const;
    const [judged] = agreeing([{ call: { ...PAGE.call, refusal }, rpc_id: 7 }], { "envoy.filters.http.mcp": READ });
    expect(judged).toMatchObject({ call: { refusal }, rpc_id: 7 });
  });
});

const FROM = { namespace: "envoy.filters.http.jwt_authn", path: ["payload", "sub"] };
const METADATA = { "envoy.filters.http.jwt_authn": { payload: { sub: "agent-1", level: 3 } } };
const admission = (vouches: boolean, agent_metadata: CarriedBy["agent_metadata"]) =>
  ({ vouches, carries: { agent_metadata } }) as unknown as Admission;

describe("an agent in metadata", () => {
  test.each([
    ["is believed of a caller that vouches", admission(true, FROM), { id: "agent-1" }],
    ["is not believed of another", admission(false, FROM), undefined],
    ["is not looked for where the configuration names no place", admission(true, undefined), undefined],
    ["is nobody in another place", admission(true, { ...FROM, path: ["payload", "azp"] }), undefined],
    ["is nobody of another filter", admission(true, { ...FROM, namespace: "other" }), undefined],
    ["is nobody in a prototype", admission(true, { ...FROM, path: ["payload", "constructor", "name"] }), undefined],
  ])("%s", (_, admitted, expected) => {
    expect(vouchedAgent(METADATA, admitted)).toEqual(expected);
  });

  test.each([["level"], ["sub"]])("that is no name is refused: %s", (name) => {
    const metadata = { [FROM.namespace]: { payload: { level: 3, sub: "" } } };
    expect(() => vouchedAgent(metadata, admission(true, { ...FROM, path: ["payload", name] }))).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });
});
