import { expect, test } from "vitest";
import type { DurabilityByTier, RecordEntry } from "../../../src/domain/record.ts";
import type { RecordSink } from "../../../src/ports/record-store.ts";
import { byTier } from "../../../src/record/by-tier.ts";
import { approvalOf, entryOf, grantOf, sessionEntry } from "../../support/records.ts";

const BY_TIER: DurabilityByTier = { read_only: "relaxed", bounded_write: "spooled", privileged: "committed" };

function sinkOf(recorded: "committed" | "spooled" | "relaxed", closed: string[] = []): RecordSink {
  return {
    append: async () => ({ status: "recorded", recorded }),
    close: async () => void closed.push(recorded),
  };
}

const plain = entryOf();
const read: RecordEntry = { ...plain, tier: "read_only" };
const rows: readonly (readonly [string, RecordEntry, string])[] = [
  ["a reading call", read, "relaxed"],
  ["a bounded write", { ...plain, tier: "bounded_write" }, "spooled"],
  ["a privileged call", { ...plain, tier: "privileged" }, "committed"],
  ["a call of no known tier", plain, "committed"],
  ["a reading call with a grant", { ...read, grant: grantOf(plain.decision) }, "committed"],
  ["a reading call with an approval", { ...read, approval: approvalOf(plain.decision) }, "committed"],
  ["a reading call that changes a session", { ...sessionEntry("s-1", 0), tier: "read_only" }, "committed"],
  ["a part that is not known yet", { ...read, somethingNew: {} } as RecordEntry, "committed"],
];

test.each(rows)("%s", async (_, entry, recorded) => {
  const sinks = { committed: sinkOf("committed"), spooled: sinkOf("spooled"), relaxed: sinkOf("relaxed") };
  expect(await byTier(sinks, BY_TIER).append(entry)).toEqual({ status: "recorded", recorded });
});

test("where there is no such sink, entries are committed", async () => {
  const sink = byTier({ committed: sinkOf("committed") }, BY_TIER);
  expect(await sink.append(read)).toEqual({ status: "recorded", recorded: "committed" });
});

test("what is spooled is closed before the database that it goes to", async () => {
  const closed: string[] = [];
  await byTier({ committed: sinkOf("committed", closed), spooled: sinkOf("spooled", closed) }, BY_TIER).close();
  expect(closed).toEqual(["spooled", "committed"]);
});
