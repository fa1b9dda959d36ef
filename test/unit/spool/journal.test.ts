import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Journal, type JournalOptions } from "../../../src/adapters/spool/journal.ts";
import { filesIn, spooledRecord, spoolFolder } from "../../support/spool.ts";

function journalIn(dir: string, options: Partial<JournalOptions> = {}): Journal {
  const journal = new Journal({ dir, maxBytes: 1_000_000, grown: () => {}, failed: () => {}, ...options });
  onTestFinished(() => journal.close());
  return journal;
}

describe("a journal", () => {
  test("has a record in a file of its own account before it says so", async () => {
    const dir = spoolFolder();
    const { payload } = spooledRecord();
    await journalIn(dir).append(payload);
    const [file] = (await filesIn(dir)).values();
    expect(file?.includes(payload)).toBe(true);
  });

  test("begins another file when one is large enough, and goes on counting", async () => {
    const dir = spoolFolder();
    const journal = journalIn(dir, { segmentBytes: 1_000 });
    for (let n = 0; n < 10; n++) await journal.append("x".repeat(300));
    expect(journal.segments.map(({ firstSeq, endSeq, sealed }) => [firstSeq, endSeq, sealed])).toEqual([
      [1, 5, true],
      [5, 9, true],
      [9, 11, false],
    ]);
  });

  test("takes all that waits with one write", async () => {
    const journal = journalIn(spoolFolder());
    const ends: number[] = [];
    await Promise.all(
      Array.from({ length: 50 }, () => journal.append("waits").then(() => ends.push(journal.segments[0]?.endSeq ?? 0))),
    );
    // Nobody was told before all of them were there.
    expect(new Set(ends)).toEqual(new Set([51]));
  });

  test("refuses what is more than it may hold, until some of it is gone", async () => {
    const dir = spoolFolder();
    const journal = journalIn(dir, { maxBytes: 2_000, segmentBytes: 500 });
    const record = "x".repeat(1_000);
    await journal.append(record);
    await journal.append(record);
    expect(journal.ready()).toBe(false);
    await expect(journal.append(record)).rejects.toMatchObject({ reason: "full" });
    const [first] = journal.segments;
    expect(first?.sealed).toBe(true);
    if (first !== undefined) journal.removed(first);
    await journal.append(record);
    expect(journal.segments.map(({ firstSeq }) => firstSeq)).toEqual([2, 3]);
  });

  test("refuses what a failing disk does not take, says so once, and does not ask it again at once", async () => {
    const dir = spoolFolder();
    const codes: string[] = [];
    const journal = journalIn(join(dir, "not-there"), { failed: (code) => codes.push(code) });
    const refused = Promise.allSettled([journal.append("a"), journal.append("b")]);
    expect((await refused).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(journal.append("c")).rejects.toMatchObject({ reason: "failing" });
    expect(codes).toEqual(["ENOENT"]);
    expect(journal.segments).toEqual([]);
    expect(journal.ready()).toBe(false);
  });

  test("takes no more once it is closed, and has taken what waited", async () => {
    const journal = journalIn(spoolFolder());
    const waiting = journal.append("waits");
    await journal.close();
    await waiting;
    await expect(journal.append("late")).rejects.toMatchObject({ reason: "closed" });
  });
});
