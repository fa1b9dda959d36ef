import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentStore } from "../../../src/adapters/postgres/agents.ts";
import { approvalStore } from "../../../src/adapters/postgres/approvals.ts";
import { decisionReader } from "../../../src/adapters/postgres/decisions.ts";
import { followUpReader } from "../../../src/adapters/postgres/follow-up-reader.ts";
import { grantStore } from "../../../src/adapters/postgres/grants.ts";
import { intentStore } from "../../../src/adapters/postgres/intents.ts";
import { outcomeWriter } from "../../../src/adapters/postgres/outcomes.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { sessionStore } from "../../../src/adapters/postgres/session-store.ts";
import { sessionReader } from "../../../src/adapters/postgres/sessions.ts";
import { taskWriter } from "../../../src/adapters/postgres/tasks.ts";
import type { TenantPool } from "../../../src/adapters/postgres/tenancy/tenant-pool.ts";
import { usageReader } from "../../../src/adapters/postgres/usage.ts";
import { valueStore } from "../../../src/adapters/postgres/values.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { fillForPlans, PLAN_AT_MS, planId } from "../../support/plan-rows.ts";
import { type Scan, scansWithin, watchedPool } from "../../support/plans.ts";
import { digestOf } from "../../support/records.ts";

// How PostgreSQL finds the rows of each hot statement, on ten days of decisions and tables that are large enough to need an index. The
// statements are those that the stores send, run as the tenants' role.

let database: TestDatabase;
let owner: pg.Pool;
let pool: TenantPool;
let scans: () => readonly Scan[];
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, PLAN_AT_MS);
  owner = new pg.Pool({ connectionString: database.url, max: 2 });
  await fillForPlans(owner);
  ({ pool, scans } = watchedPool(owner));
}, 120_000);
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const T = "blue";
const NOW = PLAN_AT_MS;
const digest = digestOf("action");
const outcome = { tenant: T, at_ms: NOW, status: "succeeded", detail: "{}" } as const;

const SAID = {
  origin: "user",
  tool: "",
  decision_id: "",
  hashes: [new Uint8Array(16)],
  marks: { cut: new Uint8Array(16).fill(1), spoke: new Uint8Array(16).fill(2) },
} as const;

/** A day's partition, the empty one for what no day takes, which cannot be ruled out, and tables; of whatever else nothing is read. */
interface Row {
  readonly what: string;
  readonly run: () => Promise<unknown>;
  /** Partitions of decisions that rows are looked for in. */
  readonly days?: readonly string[];
}

const TODAY = ["decisions_20261120"];
const PAGE = { size: 20 };
/** The newest page is that of now, which here is that moment. */
const UNTIL = { to_ms: NOW + 1 };
const page = (n: number) => ({ size: 20, after: { at_ms: NOW, id: planId("dec", n) } });

const ROWS: readonly Row[] = [
  { what: "a session", run: () => sessionReader(pool).load(T, "s-7") },
  { what: "the labels of a task", run: () => sessionReader(pool).labels(T, "tsk-7", "s-7") },
  { what: "the counts of a task", run: () => usageReader(pool, "task_counts").load(T, "tsk-7") },
  { what: "the usage of an agent", run: () => usageReader(pool, "agent_usage").load(T, "agent-7") },
  {
    what: "values of a session",
    run: () => valueStore(pool).find(T, "s-7", { key_id: "k", hashes: [new Uint8Array(16)] }),
  },
  {
    what: "values that were said in a session",
    run: () => valueStore(pool).add(T, "s-7", "k", [SAID], NOW, "agent-7"),
  },
  { what: "a decision", run: () => decisionReader(pool).get(T, planId("dec", 7)), days: TODAY },
  { what: "the first page of decisions", run: () => decisionReader(pool).list(T, UNTIL, PAGE), days: TODAY },
  { what: "a later page of decisions", run: () => decisionReader(pool).list(T, {}, page(900)), days: TODAY },
  {
    what: "blocked decisions",
    run: () => decisionReader(pool).list(T, { ...UNTIL, effect: "block" }, PAGE),
    days: TODAY,
  },
  {
    what: "decisions of one day",
    run: () => decisionReader(pool).list(T, { from_ms: NOW - 5 * 86_400_000, to_ms: NOW - 4 * 86_400_000 }, PAGE),
    days: ["decisions_20261116"],
  },
  { what: "what followed a decision", run: () => followUpReader(pool).of(T, planId("dec", 7), undefined) },
  { what: "a grant", run: () => grantStore(pool).find(T, planId("grt", 7)) },
  { what: "whether a grant is alive", run: () => grantStore(pool).alive(T, planId("grt", 7), NOW) },
  { what: "the newest grants", run: () => grantStore(pool).list(T, {}, PAGE, NOW) },
  { what: "a question for an approval", run: () => approvalStore(pool).matching(T, "agent-7", digest, NOW) },
  { what: "an approval", run: () => approvalStore(pool).find(T, planId("apr", 7), NOW) },
  { what: "what waits for approval", run: () => approvalStore(pool).list(T, { state: "pending" }, 20, NOW) },
  { what: "an intent", run: () => intentStore(pool, { remember: () => {} }).find(T, planId("int", 7), NOW) },
  { what: "the newest intents", run: () => intentStore(pool, { remember: () => {} }).list(T, {}, 20, NOW) },
  { what: "the newest sessions", run: () => sessionStore(pool).list(T, {}, PAGE) },
  { what: "the end of a task", run: () => taskWriter(pool).complete(T, "tsk-9", NOW) },
  {
    what: "an outcome",
    run: () => outcomeWriter(pool).report({ ...outcome, decision_id: planId("dec", 8) }),
    days: TODAY,
  },
  {
    what: "the end of an agent, with what others do on its behalf",
    run: () => agentStore(pool, async () => {}).order(T, "agent-9", "suspended", { by: "b", reason: "r", at_ms: NOW }),
  },
  {
    what: "the end of an intent, with those that were derived of it",
    run: () => intentStore(pool, { remember: () => {} }).revoke(T, planId("int", 9), "b", NOW),
  },
];

test.each(ROWS)("$what is found by an index, in no partition that it cannot be in", async ({ run, days }) => {
  await run();
  const found = scans();
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ node, rows_read }) => node === "Seq Scan" && rows_read > 0)).toEqual([]);
  // Nothing is read in large amounts to be thrown away: an index that finds the rows, not one that finds the tenant.
  expect(found.filter(({ rows_removed }) => rows_removed > 1_000)).toEqual([]);
  const partitions = new Set(found.map(({ table }) => table).filter((table) => /^decisions_\d/.test(table)));
  expect([...partitions].toSorted()).toEqual(days ?? []);
});

test("what the triggers of an outcome look for is found by an index that is asked for all of it", async () => {
  const insert = `insert into writ.outcomes (tenant, decision_id, at, status, detail)
    values ('${T}', '${planId("dec", 9)}', now(), 'succeeded', '{}')`;
  const found = (await scansWithin(owner, insert, T)).filter(({ table }) => /^decisions_\d/.test(table));
  expect(found).toMatchObject([{ table: TODAY[0], rows_read: 1, rows_removed: 0 }]);
  expect(found[0]?.condition).toMatch(/\bat = .*\bid = /);
});

test("a statement that no index serves is found out", async () => {
  await pool.query(T, "select count(*) from writ.sessions where tenant = $1 and state::text like '%nowhere%'", [T]);
  expect(scans().some(({ rows_removed }) => rows_removed > 1_000)).toBe(true);
});
