import { beforeAll, expect, it } from "vitest";
import { loadAnalyzers } from "../../../../src/canonicalize/analyzers/load.ts";
import type { JsonValue } from "../../../../src/domain/json.ts";
import { questionOf, readGiven } from "../../../../src/policy/explain/input.ts";
import { decodeDecisionRequest } from "../../../../src/transports/native/decode.ts";

const input = { now: "2026-11-20T15:04:05.123Z", action: { verb: "file.read" } };

const GIVEN: readonly (readonly [string, JsonValue, unknown])[] = [
  ["a request", { agent: { id: "a" } }, { kind: "request", request: { agent: { id: "a" } } }],
  ["an input", input, { kind: "input", input }],
  ["a recorded decision", { decision: { effect: "block" }, input, chain: {} }, { kind: "record", input, redacted: [], effect: "block" }],
  ["one without its secrets", { decision: {}, input: { ...input, redacted: ["/arguments/key"] } }, { kind: "record", input, redacted: ["/arguments/key"] }],
  ["an input as it is on record", { ...input, redacted: ["/arguments/key"] }, { kind: "record", input, redacted: ["/arguments/key"] }],
]; // biome-ignore format: a table

it.each(GIVEN)("reads %s", (_, document, expected) => {
  expect(readGiven(document)).toEqual(expected);
});

it.each([[[1]], ["text"], [null]])("refuses %j", (document) => {
  expect(() => readGiven(document)).toThrow("a request is a JSON object");
});

beforeAll(loadAnalyzers);

const circumstances = { environment: "test", tenant: "t", nowMs: Date.parse(input.now) };
const policy = { bundle: "b", revision: "7", digest: "sha256:00", activated_at: "" };
const catalogue = { s: { server: "s", tools: { read: { verb: "file.read" } } } };
const call = { format: "generic", server: "s", payload: { name: "read", arguments: { path: "/a" } } };

it("takes a request through the steps before the policy", async () => {
  const request = decodeDecisionRequest({ agent: { id: "agent:a" }, session: "s-1", call });
  const question = await questionOf(request, circumstances, policy, catalogue);
  expect(question.refused).toBeUndefined();
  expect(question.input).toMatchObject({
    now: input.now,
    environment: "test",
    tenant: "t",
    agent: { id: "agent:a" },
    action: { verb: "file.read" },
    arguments: { path: "/a" },
    session: { id: "s-1", calls: 0 },
    bundle: { revision: "7", stale: false },
  });
});

it("knows where a call comes from as far as the request says it", async () => {
  const observed = [{ source: "user", text: "show me /a" }];
  const request = decodeDecisionRequest({ agent: { id: "agent:a" }, session: "s-1", observed, call });
  const { input } = await questionOf(request, circumstances, policy, catalogue);
  expect(input).toMatchObject({ provenance: { user_seen: true, text_seen: false } });
});

it.each([
  ["names no agent", { call }, "agent_missing", "writ.identify"],
  [
    "has a format that nobody reads",
    { agent: { id: "a" }, call: { ...call, format: "soap" } },
    "call_format_unsupported",
    "writ.canonicalize",
  ],
])("says what blocks a request that %s before any policy", async (_, request, code, rule) => {
  const { refused } = await questionOf(decodeDecisionRequest(request), circumstances, policy, catalogue);
  expect(refused).toMatchObject({ effect: "block", reasons: [{ code, rule }] });
});
