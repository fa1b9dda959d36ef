import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/adapters/ids.ts";
import { adoptOrphans } from "../../../src/adapters/spool/adopt.ts";
import { segmentName } from "../../../src/adapters/spool/folder.ts";
import { Journal } from "../../../src/adapters/spool/journal.ts";
import { Ledger, spooledRecord, spoolFolder } from "../../support/spool.ts";

const RECORDS = 6;

let spool: string;
let dir: string;
let ledger: Ledger;
let ids: readonly string[];

/** A journal of three segments with two records each, whose process is gone. */
beforeEach(async () => {
  spool = spoolFolder();
  ledger = new Ledger();
  dir = join(spool, newId("spl", Date.now()));
  mkdirSync(dir);
  const records = Array.from({ length: RECORDS }, spooledRecord);
  ids = records.map(({ id }) => id);
  const segmentBytes = (records[0]?.payload.length ?? 0) + 50;
  const journal = new Journal({ dir, maxBytes: 1e9, segmentBytes, grown: () => {}, failed: () => {} });
  for (const { payload } of records) await journal.append(payload);
  await journal.close();
  expect(readdirSync(dir)).toEqual([1, 3, 5].map(segmentName));
});

function adopt(lock: (of: string) => Promise<{ close(): void } | undefined> = async () => ({ close: () => {} })) {
  return adoptOrphans({
    dir: spool,
    lock,
    open: async () => ledger.destination(join(spool, "aside")),
    log: (event) => ledger.events.push(event),
    goOn: () => true,
  });
}

/** @param at from the start, or negative from the end */
function flip(segment: number, at: number): void {
  const path = join(dir, segmentName(segment));
  const bytes = readFileSync(path);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

/** The records without those at these places. */
function without(...places: readonly number[]): readonly string[] {
  return ids.filter((_, index) => !places.includes(index));
}

const aside = () => (existsSync(join(spool, "aside")) ? readdirSync(join(spool, "aside")) : []);

describe("a dead process's journal", () => {
  test("is brought in whole and in order, and is gone", async () => {
    expect(await adopt()).toBe(false);
    expect(ledger.ids).toEqual(ids);
    expect(readdirSync(spool)).toEqual([]);
    expect(ledger).toMatchObject({ lost: 0, events: ["spool_adopted"] });
  });

  test("of which the database has some already is not written twice", async () => {
    ledger.ids.push(...ids.slice(0, 3));
    await adopt();
    expect(ledger.ids).toEqual(ids);
    expect(ledger.lost).toBe(0);
  });

  test("whose last records the database takes after it was asked for them is not written twice", async () => {
    const destination = ledger.destination(join(spool, "aside"));
    const late = {
      ...destination,
      lookup: { recorded: async () => (late.asked ? new Set(ledger.ids) : first()) },
      asked: false,
    };
    const first = () => {
      late.asked = true;
      ledger.ids.push(...ids);
      return new Set<string>();
    };
    const open = async () => late;
    await adoptOrphans({ dir: spool, lock: async () => ({ close: () => {} }), open, log: () => {}, goOn: () => true });
    expect(ledger.ids).toEqual(ids);
    expect(ledger.lost).toBe(0);
  });

  test("waits for a database that is down, and is brought in when it is back", async () => {
    ledger.reachable = false;
    expect(await adopt()).toBe(true);
    expect(readdirSync(dir)).toHaveLength(3);
    ledger.reachable = true;
    expect(await adopt()).toBe(false);
    expect(ledger.ids).toEqual(ids);
  });

  test("is left alone while somebody holds it, and so is what is no journal", async () => {
    mkdirSync(join(spool, "something-else"));
    expect(await adopt(async () => undefined)).toBe(false);
    expect(ledger.ids).toEqual([]);
    expect(readdirSync(dir)).toHaveLength(3);
    await adopt();
    expect(readdirSync(spool)).toEqual(["something-else"]);
  });

  test("of another version is not touched, and not lost", async () => {
    const path = join(dir, segmentName(1));
    const bytes = readFileSync(path);
    bytes[7] = 2;
    writeFileSync(path, bytes);
    expect(await adopt()).toBe(true);
    expect(ledger).toMatchObject({ ids: [], lost: 0, events: ["spool_waits"] });
    expect(readdirSync(dir)).toHaveLength(3);
  });

  const damage: readonly (readonly [string, () => void, readonly number[], readonly string[]])[] = [
    ["a flipped bit in the first record", () => flip(1, 60), [0], [segmentName(1)]],
    ["a flipped bit in the last record of a segment", () => flip(3, -60), [3], [segmentName(3)]],
    [
      "a segment that somebody removed",
      () => renameSync(join(dir, segmentName(3)), join(spool, "taken")),
      [2, 3],
      [segmentName(1)],
    ],
    ["a segment that somebody cut", () => truncateSync(join(dir, segmentName(1)), 100), [0, 1], [segmentName(1)]],
    ["a segment that somebody emptied", () => truncateSync(join(dir, segmentName(3)), 0), [2, 3], [segmentName(3)]],
  ];
  test.each(damage)("with %s loses what cannot be read, counts it, and keeps the file", async (_, harm, gone, kept) => {
    harm();
    expect(await adopt()).toBe(false);
    expect(ledger.ids).toEqual(without(...gone));
    expect(ledger.lost).toBe(gone.length);
    expect(ledger.events).toContain("spool_damaged");
    expect(aside().map((name) => name.slice(-segmentName(1).length))).toEqual(kept);
  });

  test("with a torn last write loses nothing that was answered and counts nothing", async () => {
    const path = join(dir, segmentName(5));
    truncateSync(path, readFileSync(path).length - 1);
    await adopt();
    expect(ledger.ids).toEqual(without(5));
    expect(ledger).toMatchObject({ lost: 0, events: ["spool_tail_cut", "spool_adopted"] });
    expect(aside()).toEqual([]);
  });

  test("whose last record is all there and wrong is kept for people, who alone can say whether it was answered", async () => {
    flip(5, -10);
    await adopt();
    expect(ledger.ids).toEqual(without(5));
    expect(ledger).toMatchObject({ lost: 0, events: ["spool_tail_damaged", "spool_adopted"] });
    expect(aside()).toHaveLength(1);
  });

  test("with a record that the database refuses for ever brings in the others, counts it, and keeps it", async () => {
    const poison = ids[2] ?? "";
    ledger.poison.add(poison);
    expect(await adopt()).toBe(false);
    expect(ledger.ids).toEqual(without(2));
    expect(ledger.lost).toBe(1);
    expect(readFileSync(join(spool, "aside", "refused.jsonl"), "utf8")).toContain(poison);
  });
});
