import { describe, expect, test } from "vitest";
import { believedCaller } from "../../../src/admit/admit.ts";
import { CARRIES_TOKEN } from "../../../src/domain/caller.ts";
import { ERROR_CODES, WritError } from "../../../src/domain/errors.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Admission } from "../../../src/domain/request.ts";
import { decodeGuardrail } from "../../../src/transports/litellm/decode.ts";
import { encodeFailed } from "../../../src/transports/litellm/encode.ts";

const BELIEVED: Admission = { ...believedCaller("litellm"), tenant: "default", now_ms: 0 };
const CAREFUL: Admission = {
  ...BELIEVED,
  vouches: false,
  carries: { ...CARRIES_TOKEN, token_header: "x-agent-token" },
};
const CALL = { id: "c", type: "function", function: { name: "f", arguments: "{}" } };
const ASK: JsonObject = { input_type: "response", tool_calls: [CALL], request_data: { user_api_key_alias: "refunds" } };

describe("who acts", () => {
  test.each<[string, Admission, JsonObject, object]>([
    [
      "a token in the field that the configuration names",
      CAREFUL,
      { "X-Agent-Token": "Bearer a.b.c" },
      { token: "a.b.c" },
    ],
    ["a token that is hidden is none", CAREFUL, { "x-agent-token": "[present]" }, {}],
    ["an alias that nobody vouches for is nobody", CAREFUL, {}, {}],
    ["the key's alias, of a caller that vouches", BELIEVED, {}, { id: "key:refunds" }],
  ])("%s", (_, admission, request_headers, agent) => {
    expect(decodeGuardrail({ ...ASK, request_headers }, admission, "").evidence.agent).toEqual(agent);
  });
});

describe("what is refused", () => {
  test.each<[string, JsonObject, string]>([
    ["a guardrail that is asked before the model", { input_type: "request" }, "/input_type"],
    ["no kind", { input_type: null }, "/input_type"],
    ["calls that are no list", { tool_calls: {} }, "/tool_calls"],
    ["too many calls", { tool_calls: Array(129).fill(CALL) as JsonObject[] }, "/tool_calls"],
    [
      "a session that is hidden",
      { request_headers: { "x-writ-session": "[present]" } },
      "/request_headers/x-writ-session",
    ],
    ["two tokens", { request_headers: { Authorization: "Bearer a", authorization: "Bearer b" } }, "authorization"],
  ])("%s", (_, changes, pointer) => {
    expect(() => decodeGuardrail({ ...ASK, ...changes }, BELIEVED, "")).toThrow(pointer);
  });
});

test("the server is the gateway's to say, not the client's", () => {
  const asked = { ...ASK, additional_provider_specific_params: { server: "forged" } };
  expect(decodeGuardrail(asked, BELIEVED, "github").calls).toMatchObject([
    { call: { format: "openai", server: "github" } },
  ]);
});

test.each(ERROR_CODES)("%s is a block", (code) => {
  const { status, body } = encodeFailed(new WritError(code, "why"));
  expect([status, JSON.parse(body)]).toEqual([200, { action: "BLOCKED", blocked_reason: `${code}: why` }]);
});
