import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/domain/json.ts";
import { type IdentifyDeps, identify, NO_TRUST } from "../../../src/identify/identify.ts";
import { NO_INTENTS } from "../../../src/identify/intent.ts";
import { admissionOf, requestOf } from "../../support/values.ts";

const DEPS: IdentifyDeps = { ...NO_TRUST, intents: NO_INTENTS };

const CLAIMS = { task: "tsk_1", purpose: "refund order 123", allows: [{ verb: "payment.refund", max_amount: 50 }] };

describe("who acts and for what", () => {
  it("takes agent and intent from a caller that vouches, and says how they are known", async () => {
    const identity = await identify(DEPS, requestOf({ intent: { claims: CLAIMS } }), admissionOf());
    expect(identity).toMatchObject({
      agent: { id: "agent-1", verified: false, method: "development" },
      intent: { verified: false, method: "development", task: "tsk_1", allows: [{ max_amount: "50" }] },
    });
    expect(identity.refusal).toBeUndefined();
  });

  const REFUSED: readonly [string, Parameters<typeof requestOf>[0], Parameters<typeof admissionOf>[0], string][] = [
    ["no agent", { agent: {} }, {}, "agent_missing"],
    ["an id from a caller that may not vouch", {}, { vouches: false }, "agent_unverified"],
    ["a token while no issuer is trusted", { agent: { token: "x" } }, {}, "agent_token_untrusted"],
    ["a token beside an id", { agent: { token: "x", id: "agent-1" } }, {}, "agent_token_untrusted"],
    ["an intent token while no issuer is trusted", { intent: { token: "x" } }, {}, "intent_token_untrusted"],
    ["another agent's intent", { intent: { claims: { ...CLAIMS, agent: "agent-2" } } }, {}, "intent_agent_mismatch"],
    [
      "an intent that ended",
      { intent: { claims: { ...CLAIMS, expires_at: "2026-11-20T16:04:05+01:00" } } },
      {},
      "intent_expired",
    ],
  ];
  it.each(REFUSED)("refuses %s", async (_, request, admission, code) => {
    expect((await identify(DEPS, requestOf(request), admissionOf(admission))).refusal?.code).toBe(code);
  });

  const WRONG: readonly [string, Record<string, JsonValue>, string][] = [
    ["no allows", { task: "t" }, "/intent/claims/allows"],
    ["an unknown claim", { ...CLAIMS, admin: true }, "/intent/claims/admin"],
    ["an unknown limit", { allows: [{ verb: "file.read", limit: 1 }] }, "/intent/claims/allows/0/limit"],
    ["a negative amount", { allows: [{ verb: "file.read", max_amount: -1 }] }, "/intent/claims/allows/0/max_amount"],
    [
      "calls that are no number",
      { allows: [{ verb: "file.read", max_calls: "3" }] },
      "/intent/claims/allows/0/max_calls",
    ],
    ["a time without zone", { ...CLAIMS, expires_at: "2026-11-20T16:04:05" }, "/intent/claims/expires_at"],
    ["a date that is none", { ...CLAIMS, expires_at: "2026-13-40T16:04:05Z" }, "/intent/claims/expires_at"],
  ];
  it.each(WRONG)("names the claim that is wrong: %s", async (_, claims, pointer) => {
    await expect(identify(DEPS, requestOf({ intent: { claims } }), admissionOf())).rejects.toThrowError(
      expect.objectContaining({ code: "invalid_argument", violations: [expect.objectContaining({ pointer })] }),
    );
  });
});
