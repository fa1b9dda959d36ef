import { POLICY_FAILED_RULE } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import { readsProblem } from "../evaluate/both-ways.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { Policy } from "../ports/policy.ts";

/** A call that says as little as a call can; whatever a policy makes of it, it has to make a decision. */
const SMOKE_INPUT = {
  now: "2026-01-01T00:00:00.000Z",
  tenant: "self-test",
  environment: "self-test",
  caller: { id: "self-test", protocol: "self-test" },
  agent: { id: "agent:self-test", verified: false, method: "none", delegation: [], labels: {} },
  action: {
    verb: "unknown",
    tier: "privileged",
    traits: [],
    tool: { server: "", name: "self-test", known: false, pin: "none" },
    destinations: [],
    count: 1,
    sensitivity: "internal",
    data_classes: [],
    parse: "unsupported",
    digest: `sha256:${"0".repeat(64)}`,
  },
  arguments: {},
  facts: {},
  findings: [],
  context: {},
  bundle: { revision: "", digest: `sha256:${"0".repeat(64)}`, stale: false, age_s: 0 },
};

/** @throws WritError invalid_argument when the policy gives no decision that fits the contract */
export function smokeTest(policy: Policy): void {
  const [reason] = evaluate(policy, JSON.stringify(SMOKE_INPUT)).reasons;
  if (reason?.rule === POLICY_FAILED_RULE) {
    throw new WritError("invalid_argument", `it gives no decision: ${reason.code}: ${reason.message}`);
  }
  const problem = readsProblem(policy, [SMOKE_INPUT]);
  if (problem !== undefined) throw new WritError("invalid_argument", problem);
}
