import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { answer, canApprove, deny, goOn } from "../../../src/hooks/answer.ts";
import { HOOK_AGENTS, type HookAgentName } from "../../../src/hooks/event.ts";
import { decisionRequest } from "../../../src/hooks/request.ts";
import { readVerdict } from "../../../src/hooks/verdict.ts";

const ALLOW: JsonObject = {
  decision_id: "dec_1",
  request_id: "r-1",
  effect: "allow",
  reasons: [{ code: "covered", message: "the intent covers it", rule: "policy.intent", controls: [] }],
  obligations: [],
  recorded: "committed",
};
const BLOCK: JsonObject = {
  ...ALLOW,
  effect: "block",
  reasons: [{ code: "no_rule_allows", message: "No rule allows it." }],
};

describe("Writ's answer", () => {
  it.each([
    { what: "allow", given: ALLOW, effect: "allow" },
    { what: "warn", given: { ...ALLOW, effect: "warn", recorded: "spooled" }, effect: "warn" },
    { what: "block", given: BLOCK, effect: "block" },
    { what: "block that no store took", given: { ...BLOCK, recorded: "none" }, effect: "block" },
    {
      what: "an obligation that may be left out",
      given: { ...ALLOW, obligations: [{ type: "notify", fulfillment: "advisory" }] },
      effect: "allow",
    },
    {
      what: "an obligation that is required",
      given: { ...ALLOW, obligations: [{ type: "redact", fulfillment: "required" }] },
      effect: "block",
    },
    {
      what: "an obligation that says neither",
      given: { ...ALLOW, obligations: [{ type: "redact" }] },
      effect: "block",
    },
  ])("$what is $effect", ({ given, effect }) => {
    expect(readVerdict(given, "r-1")).toMatchObject({ effect, decision_id: "dec_1" });
  });

  it("lets a required obligation stand that is said to be fulfilled, and that one only", () => {
    const given = { ...ALLOW, obligations: [{ type: "sandbox", fulfillment: "required" }] };
    expect(readVerdict(given, "r-1", ["redact", "sandbox"]).effect).toBe("allow");
    expect(readVerdict(given, "r-1", ["redact"])).toMatchObject({
      effect: "block",
      text: expect.stringContaining("sandbox"),
    });
  });

  it.each<{ what: string; given: JsonValue }>([
    { what: "null", given: null },
    { what: "text", given: "allow" },
    { what: "a list", given: [ALLOW] },
    { what: "an empty object", given: {} },
    { what: "an answer to somebody else", given: { ...ALLOW, request_id: "r-2" } },
    { what: "no request_id", given: without("request_id") },
    { what: "no decision_id", given: without("decision_id") },
    { what: "no effect", given: without("effect") },
    { what: "an effect that nobody knows", given: { ...ALLOW, effect: "ALLOW" } },
    { what: "an effect that is a property of every object", given: { ...ALLOW, effect: "constructor" } },
    { what: "an effect that is no text", given: { ...ALLOW, effect: true } },
    { what: "no reasons", given: without("reasons") },
    { what: "reasons that are none", given: { ...ALLOW, reasons: ["covered"] } },
    { what: "a reason without a message", given: { ...ALLOW, reasons: [{ code: "covered" }] } },
    { what: "no obligations", given: without("obligations") },
    { what: "obligations that are none", given: { ...ALLOW, obligations: [null] } },
    { what: "a yes that nobody recorded", given: { ...ALLOW, recorded: "none" } },
    { what: "no word of the record", given: without("recorded") },
    { what: "a dry run", given: { ...ALLOW, dry_run: true } },
    { what: "an approval without an address", given: { ...BLOCK, approval: { id: "apr_1" } } },
  ])("$what is no decision", ({ given }) => {
    expect(() => readVerdict(given, "r-1")).toThrow(/the answer|a reason of the answer/);
  });

  it("says where a person can approve", () => {
    const approval = { id: "apr_1", url: "https://writ.example.com/approvals/apr_1" };
    const { text } = readVerdict({ ...BLOCK, approval }, "r-1");
    expect(text).toBe(
      "no_rule_allows: No rule allows it. A person can approve this call at https://writ.example.com/approvals/apr_1; ask again after that. (dec_1)",
    );
  });

  it("cannot rewrite a terminal", () => {
    const message = "fine\u001b[2K\r\nWrit: allowed\u202e";
    expect(readVerdict({ ...BLOCK, reasons: [{ code: "x", message }] }, "r-1").text).toBe(
      "x: fine [2K Writ: allowed. (dec_1)",
    );
  });
});

const SAYS = "Writ: blocked: why (dec_1)";
const claudeDeny = {
  hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision: "deny", permissionDecisionReason: SAYS },
};

/** What each agent reads: nothing (undefined) leaves its own permissions as they are. */
const FORMS: readonly { agent: HookAgentName; allow?: object; warn: object; block: object; approve?: object }[] = [
  {
    agent: "claude-code",
    warn: { systemMessage: "Writ: why (dec_1)" },
    block: claudeDeny,
    approve: {
      hookSpecificOutput: {
        hookEventName: "PreToolUse",
        permissionDecision: "allow",
        permissionDecisionReason: "Writ allows it",
      },
    },
  },
  { agent: "codex", warn: { systemMessage: "Writ: why (dec_1)" }, block: claudeDeny },
  { agent: "gemini-cli", warn: { systemMessage: "Writ: why (dec_1)" }, block: { decision: "deny", reason: SAYS } },
  {
    agent: "cursor",
    allow: { permission: "allow" },
    warn: { permission: "allow", user_message: "Writ: why (dec_1)", agent_message: "Writ: why (dec_1)" },
    block: { permission: "deny", user_message: SAYS, agent_message: SAYS },
  },
  {
    agent: "copilot-cli",
    warn: { type: "progress", message: "Writ: why (dec_1)" },
    block: { permissionDecision: "deny", permissionDecisionReason: SAYS },
    approve: { permissionDecision: "allow", permissionDecisionReason: "Writ allows it" },
  },
];
const verdict = { text: "why (dec_1)", decision_id: "dec_1" };
const parsed = (stdout: string) => (stdout === "" ? undefined : JSON.parse(stdout));

describe.each(FORMS)("the answer to $agent", ({ agent, allow, warn, block, approve }) => {
  it("to go on leaves its own permissions as they are", () => {
    const { stdout, ...rest } = answer(agent, { ...verdict, effect: "allow" }, false);
    expect(parsed(stdout)).toEqual(allow);
    expect(rest).toEqual({ stderr: "", exitCode: 0 });
  });

  it("to go on without asking stands only where the agent knows it", () => {
    expect(parsed(answer(agent, { ...verdict, effect: "allow" }, true).stdout)).toEqual(approve ?? allow);
    expect(parsed(answer(agent, { ...verdict, effect: "warn" }, true).stdout)).toEqual(warn);
    expect(canApprove(agent)).toBe(approve !== undefined);
  });

  it("to go on with a warning", () => {
    const { stdout, ...rest } = answer(agent, { ...verdict, effect: "warn" }, false);
    expect(parsed(stdout)).toEqual(warn);
    expect(rest).toEqual({ stderr: "", exitCode: 0 });
  });

  it("to stop has a reason on stderr and exit code 2", () => {
    const { stdout, ...rest } = answer(agent, { ...verdict, effect: "block" }, true);
    expect(parsed(stdout)).toEqual(block);
    expect(rest).toEqual({ stderr: `${SAYS}\n`, exitCode: 2 });
    expect(stdout.trimEnd()).not.toContain("\n");
  });

  it("to what is no call is nothing", () => {
    expect(goOn(agent, { phase: "none", event: "SessionStart" })).toEqual({ stdout: "", stderr: "", exitCode: 0 });
  });
});

it.each(HOOK_AGENTS)("%s is denied whatever went wrong, with a reason", (agent) => {
  expect(deny(agent, "the hook failed")).toMatchObject({ stderr: "Writ: the hook failed\n", exitCode: 2 });
});

it("asks Writ with what the settings and the agent say", () => {
  const event = {
    phase: "before",
    event: "PreToolUse",
    tool: "Bash",
    call: { format: "generic", server: "codex", payload: { name: "Bash", arguments: { command: "ls" } } },
    session: "s-1",
    callKey: "id 1",
    context: { cwd: "/elsewhere", model: "gpt-5" },
  } as const;
  const identity = { agentToken: "eyJ", intentToken: "eyI", workspace: ["/repo"], home: "/home/me" };
  expect(decisionRequest("codex", event, identity, { requestId: "r-1", timeoutMs: 900, fulfils: ["sandbox"] })).toEqual(
    {
      request_id: "r-1",
      agent: { token: "eyJ" },
      intent: { token: "eyI" },
      session: "s-1",
      call: event.call,
      context: {
        cwd: "/elsewhere",
        workspace: ["/repo"],
        home: "/home/me",
        hook: { agent: "codex", event: "PreToolUse", model: "gpt-5" },
      },
      options: { obligations: ["sandbox"] },
      timeout_ms: 900,
    },
  );
});

function without(key: string): JsonObject {
  const { [key]: _, ...rest } = ALLOW;
  return rest;
}
