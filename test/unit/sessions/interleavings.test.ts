import fc from "fast-check";
import { expect, test } from "vitest";
import type { RecordEntry } from "../../../src/domain/record.ts";
import { type StoredSession, suspend, withOutcome } from "../../../src/domain/session-state.ts";
import { expectHolds, happenings, type SessionWorld } from "../../support/session-model.ts";

/** A store with the conditions of the real one, of which a scheduler says when each access happens. */
function worldOf(scheduler: fc.Scheduler, conditional: boolean): SessionWorld {
  let kept: { readonly session: StoredSession; readonly version: number } | undefined;
  const decisions = new Map<string, RecordEntry["decision"]>();
  const access = async <T>(what: string, work: () => T): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), what);
    return work();
  };
  const change = (session: StoredSession) => {
    kept = { session, version: (kept?.version ?? 0) + 1 };
  };
  return {
    sessions: { load: () => access("load", () => kept) },
    sink: {
      append: ({ decision, session }) =>
        access("append", () => {
          if (session !== undefined) {
            if (conditional && session.expected_version !== (kept?.version ?? 0)) return { status: "conflict" };
            change(session.next);
          }
          decisions.set(decision.id, decision);
          return { status: "recorded", recorded: "committed" };
        }),
    },
    report: (id) =>
      access("report", () => {
        const decision = decisions.get(id);
        if (decision !== undefined && kept !== undefined) change(withOutcome(kept.session, decision));
      }),
    suspend: (_, note) =>
      access("suspend", () => {
        if (kept !== undefined) change(suspend(kept.session, { ...note, decision_id: "" }));
      }),
  };
}

function holds(conditional: boolean, numRuns: number) {
  const property = fc.asyncProperty(fc.scheduler(), happenings, async (scheduler, all) => {
    const ended = expectHolds([worldOf(scheduler, conditional)], "s", all);
    await scheduler.waitFor(ended);
  });
  return fc.assert(property, { numRuns });
}

test("whatever interleaving: a limit holds, nothing is counted twice or lost, and what is reported has landed", async () => {
  await holds(true, 500);
});

test("which a store without conditions does not keep", async () => {
  await expect(holds(false, 500)).rejects.toThrow("Property failed");
});
