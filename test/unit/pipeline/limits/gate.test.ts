import { expect, test } from "vitest";
import { Gate, type GateOptions } from "../../../../src/pipeline/limits/gate.ts";
import { FakeClock, refusalCause } from "./support.ts";

/** A worker with a clock that only its work moves, and turns of the sockets that the test takes. */
class Bench {
  readonly clock = new FakeClock();
  readonly gate: Gate;
  readonly started: string[] = [];
  readonly waits: number[] = [];
  #later: (() => void)[] = [];
  #ends: (() => void)[] = [];

  constructor(options: Partial<GateOptions> = {}) {
    this.gate = new Gate({
      maxRunning: 100,
      maxHeld: 4_096,
      tenants: 1,
      now: this.clock.now,
      later: (work) => this.#later.push(work),
      telemetry: { waiting: () => {}, waited: (ms) => this.waits.push(ms), limited: () => {} },
      ...options,
    });
  }

  /** @param costMs how long it holds the worker when it starts. @returns "done", or why it was refused */
  ask(tenant: string, name: string, costMs = 1, timeoutMs = 10_000): Promise<string> {
    const work = (): Promise<string> => {
      this.started.push(name);
      this.clock.pass(costMs);
      return new Promise((resolve) => this.#ends.push(() => resolve("done")));
    };
    try {
      return this.gate.run(tenant, timeoutMs, work).catch(refusalCause);
    } catch (error) {
      return Promise.resolve(refusalCause(error));
    }
  }

  askMany(tenant: string, count: number, costMs = 1): Promise<string>[] {
    return Array.from({ length: count }, (_, at) => this.ask(tenant, `${tenant}${at}`, costMs));
  }

  /** The same, whatever becomes of it. */
  put(...call: Parameters<Bench["ask"]>): void {
    this.ask(...call).catch(() => {});
  }

  putMany(...calls: Parameters<Bench["askMany"]>): void {
    for (const answer of this.askMany(...calls)) answer.catch(() => {});
  }

  tell(tenant: string, name: string, told: (outcome: string) => void): void {
    this.ask(tenant, name).then(told, told);
  }

  /** What was put behind the sockets, once. */
  async turn(): Promise<void> {
    const works = this.#later;
    this.#later = [];
    for (const work of works) {
      work();
      await settled();
    }
  }

  /** Everything that is under way ends. */
  async end(count = Number.POSITIVE_INFINITY): Promise<void> {
    for (const end of this.#ends.splice(0, count)) end();
    await settled();
  }

  get idle(): boolean {
    return this.#later.length === 0;
  }
}

async function settled(): Promise<void> {
  for (let at = 0; at < 10; at++) await Promise.resolve();
}

test("a call starts at once where nobody is before it", async () => {
  const bench = new Bench();
  const answer = bench.ask("a", "first");
  expect(bench.started).toEqual(["first"]);
  await bench.end();
  expect(await answer).toBe("done");
  await bench.turn();
  expect(bench.idle).toBe(true);
});

test("decisions start for a slice, then the sockets have their turn", async () => {
  const bench = new Bench();
  bench.putMany("a", 10);
  expect(bench.started).toHaveLength(3);
  await bench.turn();
  expect(bench.started).toHaveLength(6);
  await bench.turn();
  await bench.turn();
  expect(bench.started).toEqual(Array.from({ length: 10 }, (_, at) => `a${at}`));
});

test("so many are under way, the others wait until one has ended", async () => {
  const bench = new Bench({ maxRunning: 2 });
  const answers = bench.askMany("a", 3, 0);
  for (let at = 0; at < 5; at++) await bench.turn();
  expect(bench.started).toEqual(["a0", "a1"]);
  await bench.end(1);
  await bench.turn();
  expect(bench.started).toEqual(["a0", "a1", "a2"]);
  await bench.end();
  expect(await Promise.all(answers)).toEqual(["done", "done", "done"]);
});

test("the tenant with the fewest under way is next, whoever has more waiting", async () => {
  const bench = new Bench({ tenants: 2 });
  bench.putMany("flood", 50);
  bench.putMany("other", 3);
  await bench.turn();
  expect(bench.started.slice(3, 6).sort()).toEqual(["other0", "other1", "other2"]);
});

test("tenants that flood alike take turns", async () => {
  const bench = new Bench({ tenants: 2 });
  bench.putMany("a", 30);
  bench.putMany("b", 30);
  for (let at = 0; at < 12; at++) await bench.turn();
  const ofA = bench.started.filter((name) => name.startsWith("a")).length;
  expect(Math.abs(ofA - (bench.started.length - ofA))).toBeLessThanOrEqual(1);
});

test("one of several tenants never has all the slots", async () => {
  const bench = new Bench({ maxRunning: 8, tenants: 2 });
  bench.putMany("flood", 20, 0);
  for (let at = 0; at < 5; at++) await bench.turn();
  expect(bench.started).toHaveLength(6);
  bench.put("other", "other", 0);
  await bench.turn();
  expect(bench.started.at(-1)).toBe("other");
});

test("past what a worker holds it refuses at once, and starts nothing", async () => {
  const bench = new Bench({ maxRunning: 1, maxHeld: 3 });
  const answers = bench.askMany("a", 4);
  expect(await answers[3]).toBe("worker_full");
  expect(bench.started).toEqual(["a0"]);
  await bench.end();
  await bench.turn();
  await bench.end();
  expect(await Promise.all(answers.slice(0, 2))).toEqual(["done", "done"]);
});

/** A flood of so many calls each millisecond, at one millisecond each: what became of them. */
async function flood(
  bench: Bench,
  milliseconds: number,
  perMs: number,
  beside: () => void = () => {},
): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  const tell = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const until = bench.clock.now() + milliseconds;
  // What came while the worker was busy is there at the sockets' next turn.
  for (let owed = 0, seen = bench.clock.now(); seen < until; ) {
    await bench.turn();
    await bench.end();
    if (bench.clock.now() === seen) bench.clock.pass(1);
    owed += (bench.clock.now() - seen) * perMs;
    seen = bench.clock.now();
    for (; owed >= 1; owed--) bench.tell("a", "flood", tell);
    beside();
  }
  await settled();
  return outcomes;
}

test("a batch waits as long as it takes, where there was no overload before", async () => {
  const bench = new Bench();
  const answers = bench.askMany("a", 90);
  for (let at = 0; at < 40; at++) {
    await bench.turn();
    await bench.end();
  }
  expect(new Set(await Promise.all(answers))).toEqual(new Set(["done"]));
});

test("under three times what it can do, a worker does what it can, refuses on arrival, and keeps waits short", async () => {
  const bench = new Bench();
  await flood(bench, 3_000, 3);
  bench.waits.length = 0;
  const outcomes = await flood(bench, 10_000, 3);
  expect(outcomes.get("done")).toBeGreaterThan(9_000);
  expect(outcomes.get("worker_overloaded")).toBeGreaterThan(15_000);
  expect(Math.max(...bench.waits)).toBeLessThan(1_000);
});

test("after an overload has passed nobody is refused any more", async () => {
  const bench = new Bench();
  await flood(bench, 2_000, 3);
  await flood(bench, 2_000, 0.5);
  const outcomes = await flood(bench, 2_000, 0.5);
  expect([...outcomes.keys()]).toEqual(["done"]);
});

test("the overload of one tenant is not another's", async () => {
  const bench = new Bench({ tenants: 2 });
  const answers: Promise<string>[] = [];
  const flooding = await flood(bench, 2_000, 3, () => answers.push(bench.ask("b", "b", 0)));
  expect(flooding.get("worker_overloaded")).toBeGreaterThan(2_000);
  for (let at = 0; at < 3; at++) {
    await bench.turn();
    await bench.end();
  }
  expect(answers.length).toBeGreaterThan(100);
  expect(new Set(await Promise.all(answers))).toEqual(new Set(["done"]));
});

test("what one tenant has waiting leaves others room to wait", async () => {
  const bench = new Bench({ tenants: 2, maxRunning: 1, maxHeld: 8 });
  bench.putMany("flood", 6);
  expect(await bench.ask("flood", "one too many")).toBe("worker_full");
  bench.put("other", "other");
  for (let at = 0; at < 9; at++) {
    await bench.turn();
    await bench.end();
  }
  expect(bench.started).toContain("other");
});

test("a call that would wait past its deadline is refused at once", async () => {
  const bench = new Bench({ maxRunning: 1 });
  bench.put("a", "running");
  bench.put("a", "waiting");
  bench.clock.pass(50);
  expect(await bench.ask("a", "late", 1, 20)).toBe("deadline_too_short");
  bench.put("a", "in time", 1, 100);
  for (let at = 0; at < 3; at++) {
    await bench.end();
    await bench.turn();
  }
  expect(bench.started).toEqual(["running", "waiting", "in time"]);
});

test("what waited past its deadline never starts, and makes room", async () => {
  const bench = new Bench({ maxRunning: 1, maxHeld: 2 });
  bench.put("a", "running");
  const late = bench.ask("a", "late", 1, 20);
  bench.clock.pass(30);
  bench.put("a", "next");
  expect(await late).toBe("deadline_too_short");
  for (let at = 0; at < 2; at++) {
    await bench.end();
    await bench.turn();
  }
  expect(bench.started).toEqual(["running", "next"]);
});

test("work that fails gives its slot back", async () => {
  const bench = new Bench({ maxRunning: 1 });
  const failing = bench.gate.run("a", 1_000, async () => {
    throw new Error("broken");
  });
  await expect(failing).rejects.toThrow("broken");
  bench.put("a", "next");
  await bench.turn();
  expect(bench.started).toEqual(["next"]);
});

test("others contend who have asked lately", () => {
  const bench = new Bench({ tenants: 2 });
  bench.put("a", "a");
  expect([bench.gate.contended("a", 10_000), bench.gate.contended("b", 10_000)]).toEqual([false, true]);
  bench.clock.pass(10_001);
  expect(bench.gate.contended("b", 10_000)).toBe(false);
});
