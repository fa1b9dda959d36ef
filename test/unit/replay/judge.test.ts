import { expect, test } from "vitest";
import type { Verdict } from "../../../src/domain/decision.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { readsOf } from "../../../src/domain/reads.ts";
import type { Policy, TextOrigin } from "../../../src/ports/policy.ts";
import type { ReplayRecord } from "../../../src/ports/record-stream.ts";
import { Judge, type Replayed } from "../../../src/replay/judge.ts";
import { POLICY, reason, recordOf, verdict } from "./verdicts.ts";

const OTHER = `sha256:${"9".repeat(64)}`;

/** A policy that says the same to everything, and keeps what it was asked. */
function policyOf(says: Verdict, digest = POLICY, reads?: readonly string[]) {
  const asked: { input: JsonObject; made: TextOrigin | undefined }[] = [];
  const policy: Policy = {
    ref: { bundle: "test", revision: "new", digest, activated_at: "" },
    data: {},
    ...(reads === undefined ? {} : { inputReads: readsOf([...reads]) }),
    evaluate: (input, made) => {
      asked.push({ input: JSON.parse(input), made });
      return { ok: true, document: says as unknown as JsonValue };
    },
  };
  return { policy, asked };
}

function judged(record: ReplayRecord, says: Verdict = verdict(), includeRedacted = false): Replayed {
  return new Judge(policyOf(says).policy, { includeRedacted }).judge(record);
}

const writs = (rule: string, code: string) => verdict({ effect: "block", reasons: [reason(code, { rule })] });
/** As the service wrote answers before it kept the verdict beside them. */
const older = ({ effect, reasons, obligations }: Verdict) => ({
  answer: JSON.stringify({ effect, reasons, obligations }),
});
const input = (more: JsonObject) => ({ input: JSON.stringify({ now: "", ...more }) });

test.each<[string, ReplayRecord, Partial<Replayed>]>([
  ["the same verdict", recordOf(verdict()), { outcome: "judged", changes: [], older: false }],
  ["another one", recordOf(verdict({ effect: "block" })), { outcome: "judged", changes: ["loosened"] }],
  [
    "the policy's own verdict, of which Writ made a block",
    {
      ...recordOf(writs("writ.evaluate", "obligation_unsupported")),
      answer: JSON.stringify({ ...writs("writ.evaluate", "obligation_unsupported"), verdict: verdict() }),
    },
    { outcome: "judged", changes: [] },
  ],
  [
    "a rule that calls itself a step of Writ's",
    recordOf(writs("writ.situate", "session_closed")),
    { outcome: "judged", changes: ["loosened", "reasons"] },
  ],
  [
    "a block before the policy",
    recordOf(verdict(), older(writs("writ.situate", "session_closed"))),
    { outcome: "not_asked" },
  ],
  [
    "an older record of an obligation that nobody fulfils",
    recordOf(verdict(), older(writs("writ.evaluate", "obligation_unsupported"))),
    { outcome: "not_asked" },
  ],
  ["an older record", recordOf(verdict(), older(verdict())), { outcome: "judged", changes: [], older: true }],
  [
    "a policy that failed",
    recordOf(verdict(), older(writs("writ.evaluate", "policy_timeout"))),
    { outcome: "judged", changes: ["loosened", "reasons", "error"] },
  ],
  [
    "redacted",
    recordOf(verdict(), input({ redacted: ["/arguments/body"] })),
    { outcome: "unreplayable", why: "redacted" },
  ],
  ["erased", recordOf(verdict(), input({ erased: true })), { outcome: "unreplayable", why: "erased" }],
  ["an argument that is called so", recordOf(verdict(), input({ arguments: { redacted: [] } })), { outcome: "judged" }],
  ["an answer that is no JSON", recordOf(verdict(), { answer: "{" }), { outcome: "unreplayable", why: "unreadable" }],
  ["an answer without reasons", recordOf(verdict(), { answer: "{}" }), { outcome: "unreplayable", why: "unreadable" }],
  ["altered", recordOf(verdict(), { texts: "altered" }), { outcome: "unreplayable", why: "altered" }],
])("%s", (_, record, expected) => {
  expect(judged(record)).toMatchObject(expected);
});

test("what redaction took something out of is judged and marked on request", () => {
  const record = recordOf(verdict(), input({ redacted: ["/arguments/body"] }));
  expect(judged(record, verdict(), true)).toMatchObject({ outcome: "judged", changes: [], why: "redacted" });
});

test("the labels of a session and demands are compared where they are on record, and only there", () => {
  const says = verdict({ session: { add_labels: ["read:secret"], revoke: false } });
  expect(judged(recordOf(verdict()), says)).toMatchObject({ changes: ["session"] });
  expect(judged(recordOf(verdict(), older(verdict())), says)).toMatchObject({ changes: [] });
});

test.each<[string, string, readonly string[] | undefined, JsonObject]>([
  ["the bundle that decided is asked what it was asked then", POLICY, undefined, { revision: "old", digest: "old" }],
  ["another one finds itself in its input", OTHER, undefined, { revision: "new", digest: OTHER }],
  ["also where it only looks at its revision", OTHER, ["/bundle/revision"], { revision: "new", digest: OTHER }],
  ["unless it does not look", OTHER, ["/now", "/bundle/stale"], { revision: "old", digest: "old" }],
])("%s", (_, digest, reads, bundle) => {
  const { policy, asked } = policyOf(verdict(), digest, reads);
  new Judge(policy, { includeRedacted: false }).judge(recordOf(verdict()));
  expect(asked[0]?.input["bundle"]).toEqual({ ...bundle, stale: false, age_s: 0 });
});

test.each([
  ["unknown", "outside"],
  ["intact", "own"],
] as const)("a text of which it is %s whether it is as written counts as from %s", (texts, made) => {
  const { policy, asked } = policyOf(verdict());
  new Judge(policy, { includeRedacted: false }).judge(recordOf(verdict(), { texts }));
  expect(asked.map((one) => one.made)).toEqual([made]);
});
