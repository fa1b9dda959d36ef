import { describe, expect, test } from "vitest";
import type { Decision } from "../../../src/domain/decision.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { DecisionRequest } from "../../../src/domain/request.ts";
import { ADMISSION, allow, block, gatewayTo, json, type Verdict } from "./gateway.ts";

describe("a list", () => {
  const listed = (method: string, result: JsonObject, serviceNames = ["github"]) => ({
    serviceNames,
    method,
    mcpResponse: json(result),
  });
  const shown = async (gateway: ReturnType<typeof gatewayTo>, init: ReturnType<typeof listed>) => {
    const { result } = await gateway.response(init);
    return result.case === "mutated" ? (JSON.parse(Buffer.from(result.value).toString()) as JsonObject) : result.case;
  };
  const nameOf = ({ call }: DecisionRequest) =>
    ((call?.payload as JsonObject | undefined)?.["params"] as JsonObject | undefined)?.["name"];

  test("loses what could not be called, and nothing else", async () => {
    const tools = [{ name: "a", description: "A", x: 1 }, { name: "b" }, { name: "c", inputSchema: {} }];
    const gateway = gatewayTo((request) => (nameOf(request) === "b" ? block("tool_unknown") : allow()));
    const rest = { nextCursor: "n", _meta: { z: 1, a: 2 } };
    const left = await shown(gateway, listed("tools/list", { tools, ...rest }));
    expect(JSON.stringify(left)).toBe(JSON.stringify({ tools: [tools[0], tools[2]], ...rest }));
    expect(gateway.asked.every(({ options }) => options.dry_run)).toBe(true);
    expect(gateway.asked[0]?.call?.manifest).toEqual(tools[0]);
  });

  test("stays as it came where nothing goes", async () => {
    expect(await shown(gatewayTo(allow), listed("tools/list", { tools: [{ name: "a" }] }))).toBe("pass");
  });

  test.each([
    { what: "what arguments could lift", code: "resource_not_in_intent", left: "pass" },
    { what: "what a person could lift", code: "approval_required", left: "pass" },
    { what: "what nothing lifts", code: "tool_pin_mismatch", left: { tools: [] } },
    { what: "a reason of a policy of one's own", code: "our_rule", left: { tools: [] } },
  ])("is judged by $what", async ({ code, left }) => {
    expect(
      await shown(
        gatewayTo(() => block(code)),
        listed("tools/list", { tools: [{ name: "a" }] }),
      ),
    ).toEqual(left);
  });

  test.each<{ what: string; verdict: Verdict }>([
    { what: "a block without a reason", verdict: { effect: "block" } },
    {
      what: "two reasons, of which one stays",
      verdict: {
        effect: "block",
        reasons: ["resource_not_in_intent", "tool_unknown"].flatMap((code) => block(code).reasons),
      },
    },
    { what: "an effect that is none", verdict: { effect: "maybe" as "allow" } },
  ])("loses an entry for $what", async ({ verdict }) => {
    expect(
      await shown(
        gatewayTo(() => verdict),
        listed("tools/list", { tools: [{ name: "a" }] }),
      ),
    ).toEqual({ tools: [] });
  });

  test.each<{ what: string; entry: JsonObject[string] }>([
    { what: "no object", entry: "a" },
    { what: "no name", entry: {} },
    { what: "a name that is no text", entry: { name: 1 } },
    { what: "an empty name", entry: { name: "" } },
  ])("loses an entry that has $what", async ({ entry }) => {
    expect(await shown(gatewayTo(allow), listed("tools/list", { tools: [entry] }))).toEqual({ tools: [] });
  });

  test("of several servers is judged by each entry's own server and name", async () => {
    const tools = [
      { name: "github_get_issue" },
      { name: "shell_run_it" },
      { name: "other_x" },
      { name: "plain" },
      { name: "shell_" },
    ];
    const gateway = gatewayTo(allow);
    expect(await shown(gateway, listed("tools/list", { tools }, ["github", "shell"]))).toEqual({
      tools: tools.slice(0, 2),
    });
    const called = gateway.asked.map((request) => [
      request.call?.server,
      nameOf(request),
      request.call?.manifest?.["name"],
    ]);
    expect(called).toEqual([
      ["github", "get_issue", "get_issue"],
      ["shell", "run_it", "run_it"],
    ]);
  });

  test("of resources of several servers is judged by each one's own URI", async () => {
    const resources = [{ uri: "files+file:///a+b" }, { uri: "file:///c" }];
    const gateway = gatewayTo(allow);
    expect(await shown(gateway, listed("resources/list", { resources }, ["files", "web"]))).toEqual({
      resources: [resources[0]],
    });
    expect(gateway.asked[0]?.call).toMatchObject({
      server: "files",
      payload: { method: "resources/read", params: { uri: "file:///a+b" } },
    });
  });

  test.each<{ what: string; result: JsonObject }>([
    { what: "is missing", result: {} },
    { what: "is none", result: { tools: {} } },
    { what: "is too long", result: { tools: Array.from({ length: 513 }, () => ({ name: "a" })) } },
  ])("is refused when it $what", async ({ result }) => {
    await expect(gatewayTo(allow).response(listed("tools/list", result))).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });

  test("is refused when Writ fails on the way", async () => {
    const gateway = gatewayTo((request) => (nameOf(request) === "b" ? new WritError("unavailable", "down") : allow()));
    const init = listed("tools/list", { tools: [{ name: "a" }, { name: "b" }] });
    await expect(gateway.response(init)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("an answer", () => {
  const answered = (result: JsonObject, metadataContext?: JsonObject) => ({
    serviceNames: ["github"],
    method: "tools/call",
    mcpResponse: json(result),
    ...(metadataContext === undefined ? {} : { metadataContext }),
  });

  test("is judged as a message of its own", async () => {
    const gateway = gatewayTo(allow);
    expect((await gateway.response(answered({ content: [] }))).result.case).toBe("pass");
    expect(gateway.asked[0]?.call).toMatchObject({
      server: "github",
      payload: { jsonrpc: "2.0", result: { content: [] } },
    });
  });

  test("comes without what was found in it", async () => {
    const path = "/arguments/result/content/0/text";
    const findings = [{ path, start: 4, end: 10 }] as unknown as Decision["findings"];
    const obligations = [{ type: "redact", fulfillment: "required" as const, paths: [path] }];
    const gateway = gatewayTo(() => ({ effect: "warn", obligations, ...(findings === undefined ? {} : { findings }) }));
    const { result } = await gateway.response(answered({ content: [{ type: "text", text: "key SECRET!" }], x: 1 }));
    const left = result.case === "mutated" ? JSON.parse(Buffer.from(result.value).toString()) : result.case;
    expect(left).toEqual({ content: [{ type: "text", text: "key [REDACTED]!" }], x: 1 });
  });

  test("does not come at all where that cannot be done", async () => {
    const obligations = [{ type: "redact", fulfillment: "required" as const, paths: ["/arguments/result/nowhere"] }];
    const gateway = gatewayTo(() => ({ effect: "allow", obligations }));
    await expect(gateway.response(answered({ content: [] }))).rejects.toMatchObject({ code: "internal" });
  });

  test("does not come where the policy blocks it", async () => {
    expect((await gatewayTo(() => block("no")).response(answered({}))).result).toMatchObject({
      case: "error",
      value: { code: 1 },
    });
  });

  test.each([
    { result: {}, status: "succeeded" },
    { result: { isError: true }, status: "failed" },
  ])("is on record as $status where the gateway gives the decision back", async ({ result, status }) => {
    const gateway = gatewayTo(allow);
    await gateway.response(answered(result, { writ: { decision_ids: ["dec_a", 1, "dec_b"] } }));
    expect(gateway.reported).toEqual([`dec_a ${status}`, `dec_b ${status}`]);
  });

  test("is not on record from a caller that may not report", async () => {
    const gateway = gatewayTo(allow, { ...ADMISSION, caller: { ...ADMISSION.caller, roles: ["decide"] } });
    await gateway.response(answered({}, { writ: { decision_ids: ["dec_a"] } }));
    expect(gateway.reported).toEqual([]);
  });
});
