import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approvalUses } from "../../../src/adapters/postgres/committer/approval-uses.ts";
import { sessionChanges } from "../../../src/adapters/postgres/committer/session-changes.ts";
import { agentChanges, taskChanges } from "../../../src/adapters/postgres/committer/usage-changes.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { RecordEntry } from "../../../src/domain/record.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { scansWithin } from "../../support/plans.ts";
import { AT_MS, callsUnderWay, sessionEntry } from "../../support/records.ts";

// Tables that are small enough for PostgreSQL to read as a whole, if it expects a hundred rows to be changed where it is one.

const ROWS = 1_000;
const AT = new Date(AT_MS).toISOString();

const FILL = [
  `insert into writ.sessions (tenant, id, version, task, closed, state, agent, began_at)
   select 'default', 's-' || n, 1, 'tsk-' || n, false, json_build_object('more', repeat('x', 300)), '', '${AT}'`,
  `insert into writ.task_counts (tenant, id, version, state) select 'default', 'tsk-' || n, 1, '{"kinds":{}}'`,
  `insert into writ.agent_usage (tenant, id, version, state) select 'default', 'agent-' || n, 1, '{"kinds":{}}'`,
  `insert into writ.approvals (tenant, id, decision_id, agent, session, action_digest, template, requested_at, expires_at, state,
     scope_digest)
   select 'default', 'apr-' || n, 'dec-' || n, '', '', '', '', '${AT}', '${AT}', 'approved', sha256(n::text::bytea)`,
];

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
  for (const statement of FILL) await pool.query(`${statement} from generate_series(1, ${ROWS}) as n`);
  await pool.query("analyze");
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const USAGE = { tenant: "default", expected_version: 1, next: callsUnderWay(0, 2).usage };
const COUNTED: RecordEntry = {
  ...sessionEntry("s-7", 1),
  task: { ...USAGE, id: "tsk-7" },
  agent_usage: { ...USAGE, id: "agent-7" },
  use: { tenant: "default", id: "apr-7", max_uses: 1, valid_until_ms: AT_MS },
};

test.each([
  { what: "a session", kind: sessionChanges, table: "sessions" },
  { what: "what a task came to", kind: taskChanges, table: "task_counts" },
  { what: "what an agent came to", kind: agentChanges, table: "agent_usage" },
  { what: "the use of an approval", kind: approvalUses, table: "approvals" },
])("$what is changed by the committer without reading the table", async ({ kind, table }) => {
  const found = (await scansWithin(pool, kind.statement([COUNTED]))).filter((scan) => scan.table === table);
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ node, rows_read }) => node === "Seq Scan" || rows_read > 1)).toEqual([]);
});
