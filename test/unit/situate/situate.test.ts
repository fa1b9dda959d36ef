import { describe, expect, it } from "vitest";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { addDecimals } from "../../../src/domain/decimal.ts";
import type { Verdict } from "../../../src/domain/decision.ts";
import { newSession, type VersionedSession } from "../../../src/domain/session.ts";
import { advance, unchanged } from "../../../src/situate/advance.ts";
import { situate } from "../../../src/situate/situate.ts";
import { admissionOf, INTENT, identityOf, requestOf } from "../../support/values.ts";

const send = canonicalize(
  requestOf({ action: { verb: "payment.transfer", amount: { value: "0.10", currency: "EUR" } } }),
  compileCatalogue({}),
).action;
const egress = canonicalize(requestOf({ action: { verb: "message.send" } }), compileCatalogue({})).action;

function depsOf(stored: VersionedSession | undefined, completed: readonly string[] = []) {
  let loads = 0;
  return {
    agents: { get: () => undefined },
    counts: { load: async () => undefined },
    sessions: {
      load: async () => {
        loads += 1;
        return stored;
      },
    },
    tasks: { isCompleted: (_: string, task: string) => completed.includes(task) },
    loads: () => loads,
  };
}

describe("what is known at the moment of the call", () => {
  it("reads nothing for a call without a session", async () => {
    const deps = depsOf(undefined);
    expect((await situate(deps, requestOf(), identityOf(), send, admissionOf())).session).toBeUndefined();
    expect(deps.loads()).toBe(0);
  });

  it("begins a session that is not stored, with the intent's task", async () => {
    const situation = await situate(
      depsOf(undefined),
      requestOf({ session: "s" }),
      identityOf(INTENT),
      send,
      admissionOf(),
    );
    expect(situation.session).toEqual({ session: newSession("s", "tsk_1"), version: 0 });
  });

  it("refuses a closed session and a completed task", async () => {
    const closed = { session: { ...newSession("s", ""), closed: true }, version: 3 };
    const request = requestOf({ session: "s" });
    expect((await situate(depsOf(closed), request, identityOf(), send, admissionOf())).refusal?.code).toBe(
      "session_closed",
    );
    const completed = depsOf(undefined, ["tsk_1"]);
    expect((await situate(completed, request, identityOf(INTENT), send, admissionOf())).refusal?.code).toBe(
      "task_completed",
    );
  });

  it("makes a call that sends out as sensitive as what the session has read", async () => {
    const session = { ...newSession("s", ""), labels: ["read:restricted", "read:confidential"] };
    const deps = depsOf({ session, version: 1 });
    const request = requestOf({ session: "s" });
    expect((await situate(deps, request, identityOf(), egress, admissionOf())).action.sensitivity).toBe("restricted");
    expect((await situate(deps, request, identityOf(), send, admissionOf())).action.sensitivity).toBe("internal");
  });
});

describe("the session after a decision", () => {
  const verdict: Verdict = {
    effect: "allow",
    reasons: [],
    obligations: [],
    session: { add_labels: ["b", "a"], revoke: false },
  };
  const before = { ...newSession("s", ""), spent: { EUR: "0.2" }, labels: ["a"] };

  it("counts, sums and labels what goes on", () => {
    expect(advance(before, send, verdict)).toMatchObject({
      calls: 1,
      in_flight: 1,
      by_verb: { "payment.transfer": 1 },
      spent: { EUR: "0.30" },
      labels: ["a", "b"],
    });
  });

  it("only labels and revokes when the call is blocked", () => {
    const after = advance(before, send, { ...verdict, effect: "block", session: { add_labels: [], revoke: true } });
    expect(after).toEqual({ ...before, epoch: 1 });
    expect(unchanged(before, after)).toBe(false);
    expect(
      unchanged(
        before,
        advance(before, send, { ...verdict, effect: "block", session: { add_labels: ["a"], revoke: false } }),
      ),
    ).toBe(true);
  });
});

describe("exact sums", () => {
  const SUMS: readonly [string, string, string][] = [
    ["0.1", "0.2", "0.3"],
    ["98.70", "1.3", "100.00"],
    ["9007199254740993", "1", "9007199254740994"],
    ["-0.5", "0.25", "-0.25"],
    ["0", "-3", "-3"],
  ];
  it.each(SUMS)("%s + %s", (a, b, sum) => {
    expect(addDecimals(a, b)).toBe(sum);
    expect(addDecimals(b, a)).toBe(sum);
  });
});
