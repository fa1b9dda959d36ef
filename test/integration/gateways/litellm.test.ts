import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programOf, pythonGateway, titled } from "../../support/counterpart.ts";
import { type LiteLlm, startLiteLlm, type WantedCalls } from "../../support/gateways/litellm.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";

const litellm = pythonGateway("litellm");

/** It starts within 30 s on an idle machine. */
const START_TIMEOUT_MS = 300_000;

const READ: WantedCalls[number] = ["get_issue", '{"owner":"acme"}'];
const MERGE: WantedCalls[number] = ["merge_pull_request", '{"owner":"acme"}'];

describe.skipIf(litellm.missing !== undefined)(titled("LiteLLM", litellm), () => {
  let writ: GatewayWrit;
  let proxy: LiteLlm;
  let agent: Readonly<Record<string, string>>;

  beforeAll(async () => {
    writ = await startGatewayWrit({ callers: { gateway: { carries: { token_header: "x-agent-token" } } } });
    proxy = await startLiteLlm(programOf(litellm), writ.http, writ.secrets["gateway"] ?? "");
    agent = { "x-agent-token": `Bearer ${await writ.agentToken()}` };
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await proxy?.stop();
    await writ?.stop();
  });

  test("a call that may run reaches the model's client, and is on record", async () => {
    const { status, text } = await proxy.ask([READ], agent);
    expect([status, text.includes("get_issue")]).toEqual([200, true]);
    expect(await writ.records()).toMatchObject([
      {
        caller: { id: "gateway", protocol: "litellm" },
        input: { agent: { id: "agent-1", verified: true }, arguments: { owner: "acme" } },
        decision: { effect: "allow", action: { tool: { server: "github", name: "get_issue" } } },
      },
    ]);
  });

  test("text alone passes, and is not asked about", async () => {
    const before = (await writ.records()).length;
    expect((await proxy.ask([], agent)).status).toBe(200);
    expect(await writ.records()).toHaveLength(before);
  });

  test.each<[string, WantedCalls, boolean, string]>([
    ["a call that may not run", [MERGE], true, "forbidden"],
    ["one of several", [READ, MERGE], true, "forbidden"],
    ["a call of nobody", [READ], false, "agent_missing"],
    ["arguments that are no JSON", [["get_issue", "{"]], true, "call_arguments_not_json"],
  ])("nothing of the answer passes for %s", async (_, wanted, proven, code) => {
    const { status, text } = await proxy.ask(wanted, proven ? agent : {});
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain("tool_calls");
    expect(text).toContain(code);
    const [record] = await writ.records();
    expect(record).toMatchObject({ decision: { effect: "block", reasons: [{ code }] } });
  });

  test("nothing passes where Writ is gone", async () => {
    await writ.kill();
    const { status, text } = await proxy.ask([READ], agent);
    expect([status >= 400, text.includes("tool_calls")]).toEqual([true, false]);
  });
});
