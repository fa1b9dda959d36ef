import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardFrom } from "../../../examples/gateways/frameworks/guard.ts";
import { WritUnavailable } from "../../../packages/client/src/index.ts";
import { guardTool, type WritOptions } from "../../../packages/client/src/openai-agents.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { frameworks, programOf, titled } from "../../support/counterpart.ts";
import { FRAMEWORK_CALLS, recorded, recordOf } from "../../support/framework-calls.ts";
import { sharedService } from "../../support/shared-service.ts";

// The built service and the OpenAI Agents SDK for JavaScript, with a model that is a script.

const found = frameworks("js");

type Invoke = (context: unknown, input: string, details?: unknown) => Promise<unknown>;

/** As much of the SDK as is used here; it is installed apart, so the compiler does not see it. */
interface Sdk {
  readonly Agent: new (options: object) => object;
  readonly Usage: new () => object;
  readonly run: (agent: object, prompt: string) => Promise<{ readonly finalOutput: string }>;
  readonly setTracingDisabled: (disabled: boolean) => void;
  readonly tool: (options: object) => { readonly type: "function"; readonly name: string; readonly invoke: Invoke };
}

const text = { type: "string" };
const properties = { owner: text, repo: text, issue_number: { type: "integer" }, body: text };
const parameters = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };

describe.skipIf(found.missing !== undefined)(titled("the OpenAI Agents SDK for JavaScript", found), () => {
  let writ: RunningWrit;
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = (await import(
      pathToFileURL(join(programOf(found), "@openai/agents-core/dist/index.mjs")).href
    )) as unknown as Sdk;
    sdk.setTracingDisabled(true);
    writ = await sharedService();
  });
  afterAll(() => writ.stop());

  /** Runs an agent whose model asks for one call. */
  async function answered(url: string, session: string, call: string) {
    const ran: unknown[] = [];
    const heard: unknown[] = [];
    const comment = sdk.tool({
      name: "add_issue_comment",
      description: "Comments on an issue",
      parameters,
      strict: true,
      execute: (input: { body: string }, _context: unknown, details: { readonly writ: WritOptions }) => {
        ran.push(input.body, details.writ.grant?.audience);
        return `commented: ${input.body}`;
      },
    });
    const guard = guardFrom({ WRIT_URL: url, WRIT_SESSION: session, WRIT_TIMEOUT_MS: "60000" });
    const asks = {
      type: "function_call",
      callId: "call-1",
      name: "add_issue_comment",
      arguments: call,
      status: "completed",
    };
    const content = [{ type: "output_text", text: "That is all." }];
    const ends = { type: "message", role: "assistant", status: "completed", content };
    const model = {
      getResponse: async ({ input }: { readonly input: unknown }) => {
        heard.push(input);
        return { usage: new sdk.Usage(), output: [heard.length === 1 ? asks : ends] };
      },
    };
    const agent = new sdk.Agent({ name: "support", model, tools: [guardTool(comment, { guard, server: "github" })] });
    const result = await sdk.run(agent, "Answer issue 123.").catch((error: unknown) => error);
    return { ran, told: JSON.stringify(heard[1]), result };
  }

  test.each(FRAMEWORK_CALLS)("$what", async (call) => {
    const session = `openai-${randomUUID()}`;
    const { ran, told, result } = await answered(writ.http, session, JSON.stringify(call.arguments));
    expect(result).toMatchObject({ finalOutput: "That is all." });
    expect(ran).toEqual(call.runs === undefined ? [] : [call.runs, "vault"]);
    expect(told).toContain(call.runs === undefined ? `blocked: ${call.blocked}` : `commented: ${call.runs}`);
    expect(told).not.toMatch(/grt_|eyJ/);
    expect(await recorded(writ.http, session)).toMatchObject(recordOf(call));
  });

  test("a key twice is blocked, whatever JSON.parse would read", async () => {
    const twice = '{"owner":"acme","owner":"mallory","repo":"shop","issue_number":1,"body":"b"}';
    const { ran, told } = await answered(writ.http, `openai-${randomUUID()}`, twice);
    expect({ ran, told }).toEqual({ ran: [], told: expect.stringContaining("blocked: call_arguments_not_json") });
  });

  test("nothing runs where nobody answers", async () => {
    const { ran, result } = await answered("http://127.0.0.1:1", "s", JSON.stringify(FRAMEWORK_CALLS[0]?.arguments));
    expect(ran).toEqual([]);
    const errors = [result, (result as Error).cause, (result as { error?: unknown }).error];
    expect(errors.some((error) => error instanceof WritUnavailable)).toBe(true);
  });
});

test("a tool of another kind is not taken for one that is guarded", () => {
  const hosted = { type: "hosted_tool", name: "web_search" } as never;
  expect(() => guardTool(hosted, { guard: guardFrom({}) })).toThrow(TypeError);
});
