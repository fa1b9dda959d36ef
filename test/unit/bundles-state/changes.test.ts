import { expect, test } from "vitest";
import { changesBetween } from "../../../src/bundles/changes.ts";
import type { Verdict } from "../../../src/domain/decision.ts";
import { blocked } from "../../../src/evaluate/verdict.ts";
import { DEMAND } from "../../support/approvals.ts";

const reason = (code: string, message = "") => ({ code, message, rule: "policy.test", controls: [] });

function verdict(changes: Partial<Verdict>): Verdict {
  return { effect: "allow", reasons: [], obligations: [], session: { add_labels: [], revoke: false }, ...changes };
}

const APPROVAL = DEMAND;
const GRANT = { audience: "vault", scopes: ["read"], ttl_s: 60, single_use: true };
const REDACT = { type: "redact", fulfillment: "required", paths: ["/a"] } as const;
const NOTIFY = { type: "notify", fulfillment: "advisory" } as const;

test.each<[string, Verdict, Verdict, readonly string[]]>([
  ["nothing", verdict({}), verdict({}), []],
  ["another message", verdict({ reasons: [reason("a", "x")] }), verdict({ reasons: [reason("a", "y")] }), []],
  ["block to allow", verdict({ effect: "block" }), verdict({}), ["loosened"]],
  ["block to warn", verdict({ effect: "block" }), verdict({ effect: "warn" }), ["loosened"]],
  [
    "block to a block that may be lifted",
    verdict({ effect: "block" }),
    verdict({ effect: "block", approval: APPROVAL }),
    ["loosened"],
  ],
  ["allow to warn", verdict({}), verdict({ effect: "warn" }), ["tightened"]],
  [
    "an approval to none",
    verdict({ effect: "block", approval: APPROVAL }),
    verdict({ effect: "block" }),
    ["tightened"],
  ],
  ["another reason", verdict({ reasons: [reason("a")] }), verdict({ reasons: [reason("b")] }), ["reasons"]],
  [
    "the same reasons in another order",
    verdict({ reasons: [reason("a"), reason("b")] }),
    verdict({ reasons: [reason("b"), reason("a")] }),
    [],
  ],
  ["an obligation", verdict({}), verdict({ obligations: [REDACT] }), ["obligations"]],
  [
    "the same obligations, otherwise written",
    verdict({ obligations: [REDACT, NOTIFY] }),
    verdict({ obligations: [NOTIFY, { fulfillment: "required", paths: ["/a"], type: "redact" }] }),
    [],
  ],
  ["a grant", verdict({}), verdict({ grant: GRANT }), ["grant"]],
  ["a longer grant", verdict({ grant: GRANT }), verdict({ grant: { ...GRANT, ttl_s: 120 } }), ["grant"]],
  ["a candidate that fails", verdict({}), blocked("policy_timeout", "", "evaluate"), ["tightened", "reasons", "error"]],
  ["two that fail", blocked("policy_timeout", "", "evaluate"), blocked("policy_timeout", "", "evaluate"), []],
])("%s", (_, active, candidate, kinds) => {
  expect(changesBetween(active, candidate)).toEqual(kinds);
});
