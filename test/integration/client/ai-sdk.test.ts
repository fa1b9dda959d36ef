import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agent } from "../../../examples/gateways/frameworks/ai-sdk.ts";
import { guardFrom } from "../../../examples/gateways/frameworks/guard.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { FRAMEWORK_CALLS, recorded, recordOf } from "../../support/framework-calls.ts";
import { modelThatCalls } from "../../support/scripted-model.ts";
import { sharedService } from "../../support/shared-service.ts";

// The built service and the Vercel AI SDK, with the SDK's own model for tests.

let writ: RunningWrit;
beforeAll(async () => {
  writ = await sharedService();
});
afterAll(() => writ.stop());

test.each(FRAMEWORK_CALLS)("$what", async (call) => {
  const session = `ai-${randomUUID()}`;
  const guard = guardFrom({ WRIT_URL: writ.http, WRIT_SESSION: session });
  const model = modelThatCalls(call.name, call.arguments);
  const ran: unknown[] = [];
  const result = await agent(model, guard, ({ body }, audience) => ran.push(body, audience))("Answer issue 123.");
  expect(result.text).toBe("That is all.");
  expect(ran).toEqual(call.runs === undefined ? [] : [call.runs, "vault"]);
  // What the model is told: the tool's own words or the reason, and never a grant.
  const told = JSON.stringify(model.doGenerateCalls[1]?.prompt);
  expect(told).toContain(call.runs === undefined ? `blocked: ${call.blocked}` : `commented: ${call.runs}`);
  expect(told).not.toMatch(/grt_|eyJ/);
  expect(await recorded(writ.http, session)).toMatchObject(recordOf(call));
});
