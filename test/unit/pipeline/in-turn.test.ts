import { expect, test } from "vitest";
import { MAX_SESSION_ATTEMPTS } from "../../../src/domain/limits.ts";
import { Contention, type Try } from "../../../src/pipeline/in-turn.ts";

/** A contention whose calls are in conflict for so many tries; what was tried, and with which keys turns were taken. */
function contention() {
  const taken: (readonly string[])[] = [];
  const tries: Try[] = [];
  const turns = new Contention({
    take: (keys, work) => {
      taken.push(keys);
      return work();
    },
  });
  const settle = (keys: readonly string[], nowMs: number, conflicts: number) =>
    turns.settle(keys, nowMs, async (how) => {
      tries.push(how);
      return tries.length <= conflicts ? "conflict" : "settled";
    });
  return { taken, tries, settle };
}

test("who is in nobody's way takes no turn", async () => {
  const { taken, settle } = contention();
  expect(await settle(["a"], 0, 0)).toBe("settled");
  expect(taken).toEqual([]);
});

test("who was not first takes its turn, and the next call of the key takes one at once, for a second", async () => {
  const { taken, tries, settle } = contention();
  expect(await settle(["a", "b"], 0, 1)).toBe("settled");
  expect(tries.map(({ in_turn }) => in_turn)).toEqual([false, true]);
  await settle(["b"], 999, 0);
  await settle(["c"], 999, 0);
  await settle(["b"], 1_000, 0);
  expect(taken).toEqual([["a", "b"], ["b"]]);
  expect(tries.map(({ in_turn }) => in_turn)).toEqual([false, true, true, false, false]);
});

test("the last of its tries is told so", async () => {
  const { tries, settle } = contention();
  await settle(["a"], 0, MAX_SESSION_ATTEMPTS);
  expect(tries.map(({ exhausted }) => exhausted)).toEqual([
    ...Array.from({ length: MAX_SESSION_ATTEMPTS }, () => false),
    true,
  ]);
});
