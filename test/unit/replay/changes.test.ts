import { expect, test } from "vitest";
import type { Verdict } from "../../../src/domain/decision.ts";
import { type ReplayChange, replayChanges } from "../../../src/replay/changes.ts";
import { DEMAND } from "../../support/approvals.ts";
import { reason, verdict } from "./verdicts.ts";

const BLOCK = verdict({ effect: "block", reasons: [reason("a")] });
const ASKS = { ...BLOCK, approval: DEMAND };
const labels = (...add_labels: string[]) => ({ session: { add_labels, revoke: false } });

test.each<[string, Verdict, Verdict, readonly ReplayChange[]]>([
  ["the same", BLOCK, { ...BLOCK }, []],
  ["block to allow", BLOCK, verdict({ reasons: [reason("a")] }), ["loosened"]],
  ["allow to warn", verdict(), verdict({ effect: "warn" }), ["tightened"]],
  ["a block that a person may lift now", BLOCK, ASKS, ["loosened"]],
  ["another reason", BLOCK, verdict({ effect: "block", reasons: [reason("b")] }), ["reasons"]],
  ["other approvers", ASKS, { ...ASKS, approval: { ...DEMAND, approvers: ["role:admin"] } }, ["approval"]],
  ["another label", verdict(labels("a")), verdict(labels("a", "b")), ["session"]],
  ["a revocation", verdict(), verdict({ session: { add_labels: [], revoke: true } }), ["session"]],
  [
    "a member that is empty, and was not there",
    verdict(),
    verdict({ session: { ...labels().session, add_risk: 0 } }),
    [],
  ],
  ["points of risk", verdict(), verdict({ session: { ...labels().session, add_risk: 5 } }), ["session"]],
  ["what is kept out", verdict(), { ...verdict(), redact: ["/arguments/body"] } as Verdict, ["record"]],
  ["another message", BLOCK, verdict({ effect: "block", reasons: [reason("a", { message: "m" })] }), ["wording"]],
  [
    "another order",
    verdict({ reasons: [reason("a"), reason("b")] }),
    verdict({ reasons: [reason("b"), reason("a")] }),
    ["wording"],
  ],
  [
    "several at once",
    verdict(),
    verdict({ effect: "block", reasons: [reason("a")], ...labels("x") }),
    ["tightened", "reasons", "session"],
  ],
])("%s", (_, recorded, replayed, kinds) => {
  expect(replayChanges(recorded, replayed)).toEqual(kinds);
});
