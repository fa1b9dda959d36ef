import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { outboxAdmin } from "../../../src/adapters/postgres/outbox/admin.ts";
import { type Audited, filled } from "../../support/audit.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS } from "../../support/records.ts";

const KEEP_DAYS = 10;
const DAY_MS = 86_400_000;
/** So that the second of the two days is the first that stays. */
const now = () => AT_MS + (KEEP_DAYS + 1) * DAY_MS;

let database: TestDatabase;
let audited: Audited;
beforeAll(async () => {
  database = await createDatabase();
  audited = await filled(database.url, { WRIT_RECORDS_KEEP_DAYS: String(KEEP_DAYS) }, now);
});
afterAll(async () => {
  await audited.close();
  await database.drop();
});

async function count(from: string): Promise<number> {
  const { rows } = await audited.client.query<{ count: string }>(`select count(*) from ${from}`);
  return Number(rows[0]?.count);
}

const PARTITION = "pg_class where relname = 'decisions_20261120'";
const LEAVES = "writ.checkpoint_leaves where line like 'dropped %'";

test.each([
  ["decisions", "0", "a place before the first record"],
  ["follow_ups", "0", "a place before the first follow-up"],
  ["decisions", "9000000000000000000", "a place of before a restore"],
])("nothing goes that a sink has not had: %s at %s, %s", async (stream, xid) => {
  await audited.client.query("insert into writ.sinks (tenant, name) values ('default', 'audit')");
  await audited.client.query(
    `insert into writ.sink_cursors (tenant, sink, stream, xid)
     select 'default', 'audit', s, case s when $1 then $2::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end
     from unnest(array['decisions', 'follow_ups']) s`,
    [stream, xid],
  );
  const admin = await outboxAdmin(database.url);
  onTestFinished(() => admin.close());
  await audited.work.retain();
  expect([await count(PARTITION), await count("writ.follow_ups"), await count(LEAVES)]).toEqual([1, 10, 0]);
  expect([await count("writ.outcomes"), await count("writ.grants")]).toEqual([8, 4]);
  expect([await admin.forget("audit"), await admin.forget("audit")]).toEqual([true, false]);
});

test("whole days go behind signed stubs, and what is left still verifies", async () => {
  expect([await count(PARTITION), await count("writ.follow_ups")]).toEqual([1, 10]);
  await audited.work.retain();

  expect([await count(PARTITION), await count("writ.decisions")]).toEqual([0, 12]);
  // Both writers of the day, and the follow-ups of their outcomes and grants.
  expect([await count(LEAVES), await count("writ.follow_ups")]).toEqual([3, 4]);
  // All grants of these tests had expired on the first day.
  expect([await count("writ.outcomes"), await count("writ.grants")]).toEqual([4, 0]);
  const report = await audited.audit({ keys: [audited.key], kept: audited.kept() });
  expect(report).toMatchObject({ findings: [], decisions: 12, follow_ups: 4, dropped_before: "2026-11-21" });
  expect(audited.kept()).toContain(await lastNote());

  await audited.work.retain();
  expect(await count(LEAVES)).toBe(3);
});

test("what no day's partition took goes as well", async () => {
  await audited.client.query(
    `insert into writ.decisions select (jsonb_populate_record(null::writ.decisions, to_jsonb(d) || '{"at":"2020-01-02T00:00:00Z"}')).*
     from writ.decisions d where writer = $1 and seq = 6`,
    [audited.writers[2]],
  );
  await audited.client.query("delete from writ.decisions where writer = $1 and seq = 6 and at > '2021-01-01'", [
    audited.writers[2],
  ]);
  await audited.work.retain();
  expect(await count("writ.decisions_default")).toBe(0);
  const report = await audited.audit();
  expect(report.findings).toEqual([]);
});

test("a writer that goes on behind what was dropped is compared with the stub's hash", async () => {
  const { rows } = await audited.client.query(
    "select line from writ.checkpoint_leaves where line like 'dropped follow_ups%'",
  );
  const [, , writer, , last] = String(rows[0]?.line).split(" ");
  await audited.client.query(
    "alter table writ.follow_ups disable trigger user; update writ.follow_ups set actor = 'x' where place = " +
      `${Number(last) + 1}; alter table writ.follow_ups enable trigger user`,
  );
  const report = await audited.audit();
  expect(report.findings).toMatchObject([{ kind: "changed", stream: "follow_ups", writer, seq: Number(last) + 1 }]);
});

async function lastNote(): Promise<string> {
  const { rows } = await audited.client.query<{ note: string }>(
    "select note from writ.checkpoints order by size desc limit 1",
  );
  return rows[0]?.note ?? "";
}
