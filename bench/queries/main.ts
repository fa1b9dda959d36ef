import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";
import { embeddedDatabaseUrl } from "../../src/compose/embedded-database.ts";
import { startWrit } from "../../tools/start-writ.ts";
import { ask } from "./load.ts";

// What a running service asks of PostgreSQL, statement by statement, as pg_stat_statements counts it, and how tables were read.
// Usage: node bench/queries/main.ts [--seconds S] [--warm-up S] [--top N] [--workers N] [--full]
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    /** Before what is counted, so that the tables are worth an index. */
    "warm-up": { type: "string", default: "30" },
    top: { type: "string", default: "40" },
    workers: { type: "string", default: "2" },
    /** Statements as a whole, not their beginnings. */
    full: { type: "boolean", default: false },
  },
});
const SHOWN = 110;

/** Blocks are of 8 kB; those of utility statements and of the look itself are left out. */
const STATEMENTS = `select toplevel, calls, mean_exec_time, total_exec_time, rows, shared_blks_hit + shared_blks_read as blocks, query
  from pg_stat_statements s join pg_database d on d.oid = s.dbid
  where d.datname = current_database() and query !~* 'pg_stat_' order by total_exec_time desc limit $1`;

const TABLES = `select relname, seq_scan, seq_tup_read, coalesce(idx_scan, 0) as idx_scan, n_live_tup
  from pg_stat_user_tables where schemaname = 'writ' and seq_scan + coalesce(idx_scan, 0) > 0 order by seq_tup_read desc`;

const dataDir = mkdtempSync(join(tmpdir(), "writ-queries-"));
try {
  await countStatements(join(dataDir, "postgres"));
  const writ = await startWrit({ dataDir, env: { WRIT_WORKERS: values.workers, WRIT_LOG_LEVEL: "error" } });
  const client = new pg.Client({ connectionString: embeddedDatabaseUrl(dataDir) });
  try {
    await client.connect();
    await client.query("create extension pg_stat_statements");
    await ask(writ.http, Number(values["warm-up"]));
    // As autovacuum does within a minute: before it, PostgreSQL takes new tables for empty.
    await client.query("analyze");
    await client.query("select pg_stat_statements_reset(), pg_stat_reset()");
    const calls = await ask(writ.http, Number(values.seconds));
    // What a backend counted is told to all within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    console.log(`${calls} calls in ${values.seconds} s, ${values.workers} workers\n`);
    await printStatements(client);
    await printTables(client);
  } finally {
    await client.end();
    await writ.stop();
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

/** A cluster that counts its statements, those of triggers and functions too. */
async function countStatements(dir: string): Promise<void> {
  const made = await startEmbeddedPostgres({ dir, log: () => {} });
  await made.stop();
  const settings = ["shared_preload_libraries = 'pg_stat_statements'", "pg_stat_statements.track = 'all'"];
  appendFileSync(join(dir, "data", "postgresql.conf"), `\n${settings.join("\n")}\n`);
}

interface Statement {
  /** Not within a trigger or a function. */
  readonly toplevel: boolean;
  readonly calls: string;
  readonly mean_exec_time: number;
  readonly total_exec_time: number;
  readonly rows: string;
  readonly blocks: string;
  readonly query: string;
}

async function printStatements(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Statement>(STATEMENTS, [Number(values.top)]);
  console.log("| calls | mean ms | total ms | rows a call | blocks a call | statement |\n|--:|--:|--:|--:|--:|---|");
  for (const { toplevel, calls, mean_exec_time: mean, total_exec_time: total, rows: got, blocks, query } of rows) {
    const each = (sum: string) => (Number(sum) / Number(calls)).toFixed(1);
    const text = query.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
    const shown = values.full || text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
    const cells = [calls, mean.toFixed(3), total.toFixed(0), each(got), each(blocks)];
    console.log(`| ${cells.join(" | ")} | ${toplevel ? "" : "(in a trigger or function) "}${shown} |`);
  }
}

async function printTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Record<string, string>>(TABLES);
  console.log("\n| table | sequential scans | rows read by them | index scans | rows |\n|---|--:|--:|--:|--:|");
  for (const row of rows) console.log(`| ${Object.values(row).join(" | ")} |`);
}
