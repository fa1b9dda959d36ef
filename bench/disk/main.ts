import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { embeddedDatabaseUrl } from "../../src/compose/embedded-database.ts";
import { startWrit } from "../../tools/start-writ.ts";

// Usage: node bench/disk/main.ts. What a decision takes on PostgreSQL's disk, tables with their indexes, and in its write-ahead log.

const BATCHES = 40;
const PER_BATCH = 50;

const SIZES = `select sum(pg_total_relation_size(c.oid))::bigint as bytes, pg_current_wal_lsn() - '0/0'::pg_lsn as wal
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'writ' and c.relkind in ('r', 'm')`;

const KINDS = {
  "a read, without a session": () => ({}),
  "a read, in a session": (batch: number) => ({ session: `s-${batch}` }),
  "a read with 2,000 characters of arguments": () => ({ more: "x".repeat(2_000) }),
};

const dataDir = mkdtempSync(join(tmpdir(), "writ-disk-"));
const writ = await startWrit({ dataDir, env: { WRIT_WORKERS: "1", WRIT_LOG_LEVEL: "error" } });
try {
  const client = new pg.Client({ connectionString: embeddedDatabaseUrl(dataDir) });
  await client.connect();
  console.log("| a decision | bytes in tables and indexes | bytes of write-ahead log |\n|---|--:|--:|");
  for (const [kind, more] of Object.entries(KINDS)) {
    const before = await sizes(client);
    for (let batch = 0; batch < BATCHES; batch += 1) await ask(more(batch));
    const after = await sizes(client);
    const each = (key: "bytes" | "wal") => Math.round((after[key] - before[key]) / (BATCHES * PER_BATCH));
    console.log(`| ${kind} | ${each("bytes")} | ${each("wal")} |`);
  }
  await client.end();
} finally {
  await writ.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function sizes(client: pg.Client): Promise<{ readonly bytes: number; readonly wal: number }> {
  await client.query("checkpoint");
  const { rows } = await client.query<{ bytes: string; wal: string }>(SIZES);
  return { bytes: Number(rows[0]?.bytes), wal: Number(rows[0]?.wal) };
}

/** @throws when one of them is not on record */
async function ask({ session, more = "" }: { readonly session?: string; readonly more?: string }): Promise<void> {
  const requests = Array.from({ length: PER_BATCH }, (_, index) => ({
    agent: { id: "agent:x" },
    ...(session === undefined ? {} : { session }),
    call: {
      format: "mcp",
      server: "filesystem",
      payload: { name: "read_text_file", arguments: { path: `/repo/${index}${more}` } },
    },
  }));
  const response = await fetch(`${writ.http}/v1/decisions:batch`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ requests }),
  });
  const { decisions } = (await response.json()) as { readonly decisions: readonly { readonly recorded?: string }[] };
  const missing = decisions.find(({ recorded }) => recorded !== "committed");
  if (decisions.length !== PER_BATCH || missing !== undefined) throw new Error(JSON.stringify(missing ?? decisions));
}
