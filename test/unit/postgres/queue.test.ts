import { expect, test } from "vitest";
import { Queue, type Waiting } from "../../../src/adapters/postgres/committer/queue.ts";
import type { RecordEntry } from "../../../src/domain/record.ts";
import { newSession } from "../../../src/domain/session-state.ts";

const MIB = 1024 * 1024;

function waiting(input = "", session?: string): Waiting {
  const decision = { id: session ?? "", input, answer: "" } as RecordEntry["decision"];
  const entry =
    session === undefined
      ? { decision }
      : { decision, session: { tenant: "t", expected_version: 0, next: newSession(session, "") } };
  return { entry, settle: () => {} };
}

function filled(count: number, input = ""): Queue {
  const queue = new Queue();
  for (let n = 0; n < count; n++) queue.push(waiting(input));
  return queue;
}

const FULL = expect.objectContaining({ code: "resource_exhausted", retryAfterMs: 500 });

test.each([
  ["entries", 16_384, ""],
  ["bytes", 128, "x".repeat(MIB)],
])("what waits is bounded in %s, and has room again when some were taken", (_, bound, input) => {
  const queue = filled(bound, input);
  expect(() => queue.push(waiting("x"))).toThrow(FULL);
  expect(queue.size).toBe(bound);
  expect(queue.take().length).toBeGreaterThan(0);
  queue.push(waiting(input));
});

test.each([
  ["entries", 1_200, "", [500, 500, 200]],
  ["bytes", 20, "x".repeat(MIB), [8, 8, 4]],
  ["bytes, but takes one in any case", 2, "x".repeat(9 * MIB), [1, 1]],
])("a flush is bounded in %s", (_, count, input, sizes) => {
  const queue = filled(count, input);
  expect(sizes.map(() => queue.take().length)).toEqual(sizes);
  expect(queue.size).toBe(0);
});

test("a flush takes one change of each session, and all in their order", () => {
  const queue = new Queue();
  for (const session of ["a", "a", "b", "a", "c", "b"]) queue.push(waiting("", session));
  const flushes = [1, 2, 3].map(() => queue.take().map(({ entry }) => entry.decision.id));
  expect(flushes).toEqual([["a", "b", "c"], ["a", "b"], ["a"]]);
});
