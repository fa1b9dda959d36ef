import { expect, test } from "vitest";
import { redact } from "../../../packages/client/src/index.ts";
import type { JsonValue } from "../../../packages/client/src/json.ts";

const obliged = (paths: unknown) => ({ type: "redact", fulfillment: "required", paths }) as const;
const GONE = "[REDACTED]";

test.each<{ what: string; payload: JsonValue; paths: readonly string[]; becomes: JsonValue }>([
  {
    what: "arguments that are an object",
    payload: { name: "t", arguments: { a: { "b/c": 1, "~": 2 }, d: 3 } },
    paths: ["/arguments/a/b~1c", "/arguments/a/~0"],
    becomes: { name: "t", arguments: { a: { "b/c": GONE, "~": GONE }, d: 3 } },
  },
  {
    what: "an element of a list",
    payload: { name: "t", arguments: { to: ["a", "b"] } },
    paths: ["/arguments/to/1"],
    becomes: { name: "t", arguments: { to: ["a", GONE] } },
  },
  {
    what: "a JSON-RPC message",
    payload: { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "t", arguments: { a: 1 } } },
    paths: ["/arguments/a"],
    becomes: { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "t", arguments: { a: GONE } } },
  },
  {
    what: "arguments that are JSON text",
    payload: { type: "function_call", name: "t", arguments: '{"a":1,"b":2}' },
    paths: ["/arguments/a"],
    becomes: { type: "function_call", name: "t", arguments: `{"a":"${GONE}","b":2}` },
  },
  {
    what: "all arguments",
    payload: { name: "t", arguments: { a: 1 } },
    paths: ["/arguments"],
    becomes: { name: "t", arguments: GONE },
  },
])("$what", ({ payload, paths, becomes }) => {
  expect(redact(obliged(paths), { format: "generic", payload })).toEqual({ format: "generic", payload: becomes });
});

test.each<{ what: string; payload: JsonValue; paths: unknown }>([
  { what: "no paths", payload: { arguments: {} }, paths: undefined },
  { what: "a path that is no text", payload: { arguments: {} }, paths: [1] },
  { what: "a path outside of the arguments", payload: { name: "t", arguments: {} }, paths: ["/name"] },
  { what: "a path to nothing", payload: { arguments: { a: 1 } }, paths: ["/arguments/b"] },
  { what: "a path into a text", payload: { arguments: { a: "b" } }, paths: ["/arguments/a/0"] },
  { what: "a path past a list", payload: { arguments: { a: [1] } }, paths: ["/arguments/a/1"] },
  { what: "a path to what all objects have", payload: { arguments: {} }, paths: ["/arguments/constructor"] },
  { what: "a payload with its arguments elsewhere", payload: { input: { a: 1 } }, paths: ["/arguments/a"] },
  { what: "arguments that are no JSON", payload: { arguments: "{" }, paths: ["/arguments/a"] },
])("is not done for $what", ({ payload, paths }) => {
  expect(() => redact(obliged(paths), { format: "generic", payload })).toThrow();
});
