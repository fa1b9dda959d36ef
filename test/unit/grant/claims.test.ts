import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/domain/action.ts";
import type { GrantDemand } from "../../../src/domain/decision.ts";
import { plainTemplate } from "../../../src/domain/grant.ts";
import { type GrantTerms, grantClaims } from "../../../src/grant/claims.ts";
import { admissionOf, INTENT, identityOf } from "../../support/values.ts";

const ACTION: Action = {
  verb: "payment.refund",
  tier: "bounded_write",
  traits: ["spends", "writes"],
  tool: { server: "shop", name: "refund", known: true, pin: "none" },
  resource: { type: "order", uri: "order:123" },
  destinations: [{ kind: "account", value: "a-1", origin: "unseen" }],
  amount: { value: "98.70", currency: "USD" },
  count: 1,
  sensitivity: "internal",
  data_classes: [],
  parse: "complete",
  digest: `sha256:${"1".repeat(64)}`,
};
const DEMAND: GrantDemand = { audience: "vault", scopes: ["payment.refund"], ttl_s: 120, single_use: true };

const termsOf = (changes: Partial<GrantTerms> = {}): GrantTerms => ({
  id: "grt_1",
  issuer: "https://writ.example",
  demand: DEMAND,
  template: plainTemplate("vault"),
  identity: identityOf(INTENT),
  action: ACTION,
  policyDigest: `sha256:${"2".repeat(64)}`,
  session: undefined,
  admission: admissionOf(),
  decisionId: "dec_1",
  ...changes,
});

function claimsOf(changes: Partial<GrantTerms> = {}) {
  const said = grantClaims(termsOf(changes));
  if (said === "refused") throw new Error("refused");
  return said.claims;
}

describe("what a grant says", () => {
  test("one audience, one call, one action, for minutes", () => {
    const iat = Math.floor(admissionOf().now_ms / 1000);
    expect(claimsOf()).toEqual({
      iss: "https://writ.example",
      sub: "agent-1",
      aud: "vault",
      iat,
      nbf: iat,
      exp: iat + 120,
      jti: "grt_1",
      txn: "dec_1",
      client_id: "loopback",
      act: { sub: "user:alice" },
      scope: "payment.refund",
      authorization_details: [
        {
          type: "writ_action",
          verb: "payment.refund",
          tier: "bounded_write",
          tool: { server: "shop", name: "refund" },
          resource: { type: "order", uri: "order:123" },
          destinations: [{ kind: "account", value: "a-1" }],
          amount: { value: "98.70", currency: "USD" },
          count: 1,
          sensitivity: "internal",
          digest: ACTION.digest,
          policy_digest: `sha256:${"2".repeat(64)}`,
        },
      ],
      action_digest: ACTION.digest,
      policy_digest: `sha256:${"2".repeat(64)}`,
      tenant: "default",
      intent: "int_1",
      task: "tsk_1",
      single_use: true,
    });
  });

  test("who is behind the agent, nearest first", () => {
    const agent = { ...identityOf().agent, delegation: ["agent:planner", "user:alice"] };
    expect(claimsOf({ identity: { agent, intent: INTENT } })["act"]).toEqual({
      sub: "agent:planner",
      act: { sub: "user:alice" },
    });
  });

  test.each([
    ["the policy asks for less", { ...DEMAND, ttl_s: 30 }, INTENT.expires_at, 30],
    ["the policy asks for an hour", { ...DEMAND, ttl_s: 3600 }, INTENT.expires_at, 300],
    ["the intent ends before", DEMAND, "2026-11-20T15:04:15.000Z", 10],
  ])("no longer than the shortest: %s", (_, demand, expires_at, seconds) => {
    const claims = claimsOf({ demand, identity: identityOf({ ...INTENT, expires_at }) });
    expect((claims["exp"] as number) - (claims["iat"] as number)).toBe(seconds);
  });

  test.each([
    ["no second is left", { identity: identityOf({ ...INTENT, expires_at: "2026-11-20T15:04:05.900Z" }) }],
    ["a scope would read as two", { demand: { ...DEMAND, scopes: ["a b"] } }],
    ["there is no audience", { template: plainTemplate("") }],
    [
      "the agent's name is too long for a broker",
      { identity: { agent: { ...identityOf().agent, id: "a".repeat(128) } } },
    ],
    ["the agent has no name", { identity: { agent: { ...identityOf().agent, id: "" } } }],
  ])("nothing at all when %s", (_, changes) => {
    expect(grantClaims(termsOf(changes))).toBe("refused");
  });
});
