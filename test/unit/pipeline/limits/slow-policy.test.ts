import { expect, test } from "vitest";
import { SlowPolicy } from "../../../../src/pipeline/limits/slow-policy.ts";
import { causeOf, FakeClock } from "./support.ts";

function policyOf(slowMsPerS: number, contended = true) {
  const clock = new FakeClock();
  const slow = new SlowPolicy({ slowMsPerS, now: clock.now, contended: () => contended });
  return { clock, slow, check: () => causeOf(() => slow.check()) };
}

test("past its share nothing is evaluated, until it has come back", () => {
  const { clock, slow, check } = policyOf(5);
  for (let at = 0; at < 2; at++) slow.took(100);
  expect(check()).toBe("");
  slow.took(100);
  expect(check()).toBe("slow_policy");
  // 50 ms are missing, at 5 a second.
  clock.pass(9_990);
  expect(check()).toBe("slow_policy");
  clock.pass(20);
  expect(check()).toBe("");
  slow.took(100);
  expect(check()).toBe("slow_policy");
});

test("a runaway policy has its share of the worker, and no more", () => {
  const { clock, slow, check } = policyOf(5);
  let spent = 0;
  for (let second = 0; second < 1_000; second++) {
    clock.pass(1_000);
    if (check() !== "") continue;
    slow.took(100);
    spent += 100;
  }
  expect(spent).toBeGreaterThan(4_500);
  expect(spent).toBeLessThanOrEqual(5_000 + 250 + 100);
});

test("evaluations that nobody notices are not counted, however many", () => {
  const { slow, check } = policyOf(5);
  for (let at = 0; at < 10_000; at++) slow.took(4.9);
  expect(check()).toBe("");
});

test.each([
  ["alone on its worker", 5, false],
  ["without a limit", 0, true],
])("%s it may be as slow as it likes", (_, slowMsPerS, contended) => {
  const { slow, check } = policyOf(slowMsPerS, contended);
  slow.took(60_000);
  expect(check()).toBe("");
});
