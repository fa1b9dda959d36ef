import { cpSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "../../../src/adapters/ids.ts";
import { adoptOrphans, JOURNAL_NAME } from "../../../src/adapters/spool/adopt.ts";
import { Drain } from "../../../src/adapters/spool/drain.ts";
import { SEGMENT_HEAD } from "../../../src/adapters/spool/frame.ts";
import { Journal } from "../../../src/adapters/spool/journal.ts";
import { type Fate, Ledger, spooledRecord, spoolFolder } from "../../support/spool.ts";

// A model of all that can happen between an answer and the database: a process writes records and brings them in, the
// database fails in every way that it has, the process dies at any moment, the last write is torn anywhere, and another
// process takes over, with the same database. Whatever was answered is there once, in order.

interface Life {
  /** How many records come at once, one burst after the other. */
  readonly bursts: readonly number[];
  /** Turns of the event loop between the last burst and the death. */
  readonly turns: number;
  /** How much of what was not durable yet is on disk, of 1. */
  readonly kept: number;
  /** Whether the last write left zeros where its bytes should be. */
  readonly zeros: boolean;
  readonly drains: boolean;
  readonly fates: readonly Fate[];
}

const LIFE: fc.Arbitrary<Life> = fc.record({
  bursts: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }),
  turns: fc.nat({ max: 4 }),
  kept: fc.double({ min: 0, max: 1, noNaN: true }),
  zeros: fc.boolean(),
  drains: fc.boolean(),
  fates: fc.array(fc.constantFrom<Fate>("written", "failed", "uncertain"), { maxLength: 40 }),
});

test("whatever was answered is in the database once and in order, however its process ended", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(LIFE, { minLength: 1, maxLength: 3 }), async (lives) => {
      const spool = spoolFolder();
      const ledger = new Ledger();
      const answered: string[][] = [];
      for (const life of lives) answered.push(await live(spool, ledger, life));
      const failing = lives.flatMap(({ fates }) => fates);
      ledger.fate = () => failing.pop() ?? "written";
      for (let tries = 0; await adopt(spool, ledger); tries++) expect(tries).toBeLessThan(failing.length + 200);
      for (const ids of answered) expect(ledger.ids.filter((id) => ids.includes(id))).toEqual(ids);
      expect(new Set(ledger.ids).size).toBe(ledger.ids.length);
      expect(ledger.lost).toBe(0);
      expect(readdirSync(spool).filter((name) => JOURNAL_NAME.test(name))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

/** One process, until it dies. @returns what it answered, in order */
async function live(spool: string, ledger: Ledger, life: Life): Promise<string[]> {
  const dir = join(spoolFolder(), "living");
  mkdirSync(dir);
  const fates = [...life.fates];
  let alive = true;
  // A server process may still commit what a dead client has sent.
  ledger.fate = () => (alive ? (fates.pop() ?? "written") : "uncertain");
  const journal = new Journal({
    dir,
    maxBytes: 1e9,
    segmentBytes: 4_000,
    grown: () => drain?.poke(),
    failed: (code) => expect.unreachable(code),
  });
  const drain = life.drains ? new Drain(journal, ledger.destination(join(spool, "aside"))) : undefined;
  const answered: string[] = [];
  const appends: Promise<unknown>[] = [];
  for (const [index, burst] of life.bursts.entries()) {
    for (let n = 0; n < burst; n++) {
      const { id, payload } = spooledRecord();
      appends.push(journal.append(payload).then(() => alive && answered.push(id)));
    }
    if (index < life.bursts.length - 1) await Promise.all(appends);
  }
  for (let turn = 0; turn < life.turns; turn++) await nextTurn();
  alive = false;
  const dead = [...answered];
  leaveBehind(dir, join(spool, newId("spl", Date.now())), journal, life);
  await Promise.all(appends);
  await journal.close();
  await drain?.close(1_000);
  return dead;
}

/** What is on disk after a death: all that was durable, and of the rest some. */
function leaveBehind(from: string, to: string, journal: Journal, { kept, zeros }: Life): void {
  cpSync(from, to, { recursive: true });
  const last = journal.segments.at(-1);
  const name = readdirSync(to).toSorted().at(-1);
  if (name === undefined) return;
  const path = join(to, name);
  const durable = last?.path.endsWith(name) === true ? last.durable : SEGMENT_HEAD.length;
  const size = statSync(path).size;
  if (last?.sealed === true || size <= durable) return;
  truncateSync(path, durable + Math.floor((size - durable) * kept));
  if (zeros) writeFileSync(path, Buffer.alloc(100), { flag: "a" });
}

function adopt(spool: string, ledger: Ledger): Promise<boolean> {
  return adoptOrphans({
    dir: spool,
    lock: async () => ({ close: () => {} }),
    open: async () => ledger.destination(join(spool, "aside")),
    log: () => {},
    goOn: () => true,
  });
}
