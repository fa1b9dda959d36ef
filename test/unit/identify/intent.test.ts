import { describe, expect, it, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { identifyIntent, NO_INTENTS } from "../../../src/identify/intent.ts";
import type { IntentStates } from "../../../src/ports/intent-store.ts";
import type { TokenRefused, TokenVerifier } from "../../../src/ports/token-verifier.ts";
import { admissionOf, identityOf } from "../../support/values.ts";

const { agent } = identityOf();
const NOW_S = admissionOf().now_ms / 1000;

const CLAIMS: JsonObject = {
  jti: "int_1",
  tenant: "default",
  task: "tsk_1",
  agent: "agent-1",
  allows: [{ verb: "file.read", max_total: "5", max_sensitivity: "internal", not_after: "2026-11-20T16:00:00+01:00" }],
  exp: Math.ceil(NOW_S) + 60,
};

/** A verifier that has found the signature and all that is every token's to be right. */
function verifierOf(claims: JsonObject): TokenVerifier {
  const expires_at_ms = Number(claims["exp"]) * 1000;
  return { verify: () => ({ issuer: "tasks", profile: "intent", claims, digest: "sha256:0", expires_at_ms }) };
}

async function identified(claims: JsonObject, intents: IntentStates = NO_INTENTS) {
  return identifyIntent({ tokens: verifierOf(claims), intents }, { token: "x" }, agent, admissionOf());
}

describe("an intent's token", () => {
  it("says what the policy sees, and nothing else", async () => {
    expect(
      await identified({ ...CLAIMS, purpose: "read", iss: "x", extra: 1, parent: "int_0", ancestors: ["int_0"] }),
    ).toEqual({
      intent: {
        verified: true,
        method: "intent",
        id: "int_1",
        task: "tsk_1",
        purpose: "read",
        on_behalf_of: "",
        allows: [
          { verb: "file.read", max_total: "5", max_sensitivity: "internal", not_after: "2026-11-20T15:00:00.000Z" },
        ],
        expires_at: new Date((CLAIMS["exp"] as number) * 1000).toISOString(),
        parent: "int_0",
        ancestors: ["int_0"],
      },
    });
  });

  const deep = Array.from({ length: 17 }, (_, index) => `int_${index}`);
  const REFUSED: readonly (readonly [string, JsonObject, string])[] = [
    ["another tenant", { tenant: "other" }, "intent_token_tenant_mismatch"],
    ["another agent", { agent: ["agent-2"] }, "intent_agent_mismatch"],
    ["no id", { jti: "" }, "intent_token_invalid"],
    ["no task", { task: "" }, "intent_token_invalid"],
    ["no expiry", { exp: "tomorrow" }, "intent_token_invalid"],
    ["an expiry after all time", { exp: 1e12 }, "intent_token_invalid"],
    ["its last moment over, within the verifier's leniency", { exp: NOW_S - 1 }, "intent_expired"],
    [
      "a sensitivity that is none",
      { allows: [{ verb: "file.read", max_sensitivity: "secret" }] },
      "intent_token_invalid",
    ],
    ["no parent for its ancestors", { ancestors: ["int_0"] }, "intent_token_invalid"],
    [
      "a parent that is not the last of its ancestors",
      { parent: "int_0", ancestors: ["int_0", "int_2"] },
      "intent_token_invalid",
    ],
    ["more ancestors than there may be", { parent: "int_16", ancestors: deep }, "intent_token_invalid"],
  ];
  test.each(REFUSED)("is refused with %s", async (_, changes, code) => {
    expect((await identified({ ...CLAIMS, ...changes })).refusal?.code).toBe(code);
  });

  const FAULTS: readonly (readonly [TokenRefused["fault"], string])[] = [
    ["token_expired", "intent_expired"],
    ["token_invalid", "intent_token_invalid"],
    ["key_unavailable", "intent_key_unavailable"],
  ];
  test.each(FAULTS)("is refused where the verifier says %s", async (fault, code) => {
    const deps = { tokens: { verify: () => ({ fault, message: "" }) }, intents: NO_INTENTS };
    expect((await identifyIntent(deps, { token: "x" }, agent, admissionOf())).refusal?.code).toBe(code);
  });

  const STATES: readonly (readonly [
    string,
    Readonly<Record<string, "pending" | "denied" | "revoked">>,
    string | undefined,
  ])[] = [
    ["revoked", { int_1: "revoked" }, "intent_revoked"],
    ["denied", { int_1: "denied" }, "intent_revoked"],
    ["waits for consent", { int_1: "pending" }, "intent_pending"],
    ["has a revoked ancestor", { int_root: "revoked" }, "intent_parent_revoked"],
    ["has a parent that waits for consent", { int_0: "pending" }, "intent_parent_revoked"],
    ["is another tenant's namesake of a revoked one", { "other/int_1": "revoked" }, undefined],
  ];
  test.each(STATES)("of one that %s", async (_, states, code) => {
    const stateOf = (tenant: string, id: string) => states[tenant === "default" ? id : `${tenant}/${id}`];
    const claims = { ...CLAIMS, parent: "int_0", ancestors: ["int_root", "int_0"] };
    expect((await identified(claims, { stateOf })).refusal?.code).toBe(code);
  });
});

describe("claims that a caller vouches for", () => {
  const VOUCHED = { id: "int_1", task: "tsk_1", agent: ["agent-1", "agent-2"], allows: [{ verb: "file.read" }] };

  it("may name several agents", async () => {
    const deps = { tokens: verifierOf({}), intents: NO_INTENTS };
    expect((await identifyIntent(deps, { claims: VOUCHED }, agent, admissionOf())).refusal).toBeUndefined();
    const other = { ...VOUCHED, agent: ["agent-2"] };
    expect((await identifyIntent(deps, { claims: other }, agent, admissionOf())).refusal?.code).toBe(
      "intent_agent_mismatch",
    );
  });

  it("are refused of a revoked intent, and of a caller that may not vouch", async () => {
    const deps = { tokens: verifierOf({}), intents: { stateOf: () => "revoked" as const } };
    expect((await identifyIntent(deps, { claims: VOUCHED }, agent, admissionOf())).refusal?.code).toBe(
      "intent_revoked",
    );
    const stranger = admissionOf({ vouches: false });
    expect((await identifyIntent(deps, { claims: VOUCHED }, agent, stranger)).refusal?.code).toBe("intent_unverified");
  });
});
