import { expect, test } from "vitest";
import { changesBetween } from "../../../src/bundles/changes.ts";
import type { ApprovalDemand } from "../../../src/domain/approval.ts";
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

const ask = (demand: Partial<ApprovalDemand>) => verdict({ effect: "block", approval: { ...APPROVAL, ...demand } });

const asking: readonly [string, Partial<ApprovalDemand>, Partial<ApprovalDemand>, readonly string[]][] = [
  ["more people", { quorum: 1 }, { quorum: 2 }, ["tightened"]],
  ["fewer people", { quorum: 2 }, { quorum: 1 }, ["loosened"]],
  ["fewer who may approve", { approvers: ["group:a", "group:b"] }, { approvers: ["group:b"] }, ["tightened"]],
  ["more who may approve", { approvers: ["group:a"] }, { approvers: ["group:b", "group:a"] }, ["loosened"]],
  ["others who may approve", { approvers: ["group:a"] }, { approvers: ["group:b"] }, []],
  ["more who may not", { not_by: ["requester"] }, { not_by: ["requester", "owner"] }, ["tightened"]],
  ["fewer calls by one yes", { uses: 5 }, { uses: 1 }, ["tightened"]],
  ["a yes that lasts longer", { valid_for_s: 60 }, { valid_for_s: 900 }, ["loosened"]],
  ["less that has to be the same", { same: ["verb", "tool"] }, { same: ["verb"] }, ["loosened"]],
  ["more people, for longer", { valid_for_s: 60 }, { quorum: 2 }, ["loosened", "tightened"]],
];

type Row = [string, Verdict, Verdict, readonly string[]];

test.each<Row>([
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
  ...asking.map(([what, before, after, kinds]) => [what, ask(before), ask(after), kinds] as Row),
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
