import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { newId } from "../../src/adapters/ids.ts";
import { prepareDatabase } from "../../src/adapters/postgres/prepare.ts";
import { createPostgresStore } from "../../src/adapters/postgres/store.ts";
import { type AuditOptions, type AuditReport, auditKey, verifyRecord } from "../../src/compose/audit.ts";
import { openRecordWork } from "../../src/compose/records.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { RecordEntry } from "../../src/domain/record.ts";
import type { RecordWork } from "../../src/process/records/record-keeper.ts";
import { CHAIN_START, nextLink } from "../../src/record/chain.ts";
import { AT_MS, decisionOf, entryOf, grantOf, storeOptions } from "./records.ts";

/** A record with several writers, days, follow-ups and checkpoints, and what was kept of it outside. */
export interface Audited {
  readonly client: pg.Client;
  /** Both of each day's decisions, and of the day after. */
  readonly writers: readonly string[];
  readonly key: string;
  readonly kept: () => string;
  readonly work: RecordWork;
  audit(options?: Partial<AuditOptions>): Promise<AuditReport>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const PER_BATCH = 6;

/** Fills a prepared, empty database. @param settings variables of the configuration */
export async function filled(
  url: string,
  settings: Readonly<Record<string, string>> = {},
  now = Date.now,
): Promise<Audited> {
  await prepareDatabase(url, AT_MS);
  const dir = mkdtempSync(join(tmpdir(), "writ-audit-"));
  const config = loadConfig({
    env: { WRIT_MODE: "development", WRIT_DATA_DIR: dir, WRIT_LOG_LEVEL: "silent", ...settings },
  });
  const work = await openRecordWork(config, url, now);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // The database is dropped with whoever is still there.
  await client.connect();
  const writers: string[] = [];
  for (const day of [0, 1]) {
    for (const _ of [1, 2]) writers.push(await write(url, batch(AT_MS + day * DAY_MS)));
    while (await work.seal());
    await work.checkpoint();
  }
  return {
    client,
    writers,
    key: await auditKey(url),
    kept: () => readFileSync(join(dir, "checkpoints"), "utf8"),
    work,
    audit: (options = {}) => verifyRecord({ url, keys: [], lanes: 2, progress: () => {}, ...options }),
    close: async () => {
      await client.end();
      await work.close();
      rmSync(dir, { recursive: true });
    },
  };
}

function batch(atMs: number): readonly RecordEntry[] {
  return Array.from({ length: PER_BATCH }, (_, index) => {
    const decision = decisionOf({
      at_ms: atMs + index,
      id: newId("dec", atMs + index),
      session: "s-1",
      task: "tsk_1",
      reason: "r",
    });
    return index === 0 ? { decision, grant: grantOf(decision) } : entryOf(decision);
  });
}

/** As one worker that comes and goes. @returns its name in the chain */
export async function write(url: string, entries: readonly RecordEntry[]): Promise<string> {
  const writer = newId("wrt", AT_MS);
  const store = await createPostgresStore({ ...storeOptions(url), newWriter: () => writer });
  for (const entry of entries) await store.sink.append(entry);
  for (const { decision } of entries.slice(0, 2)) {
    const detail = JSON.stringify({ result_excerpt: "done" });
    await store.outcomes.report({
      tenant: "default",
      decision_id: decision.id,
      at_ms: decision.at_ms,
      status: "succeeded",
      detail,
    });
  }
  await store.close();
  return writer;
}

/** Makes every record of a writer fit again behind a change, as somebody would who owns the database. */
export async function recompute(client: pg.Client, writer: string): Promise<void> {
  const { rows } = await client.query(
    `select *, 'sha256:' || encode(action_digest, 'hex') as action, 'sha256:' || encode(policy_digest, 'hex') as policy,
       'sha256:' || encode(catalogue_digest, 'hex') as catalogue, input::text as input_text, answer::text as answer_text
     from writ.decisions where writer = $1 order by seq`,
    [writer],
  );
  let previous: { readonly seq: number; readonly hash: Uint8Array } = CHAIN_START;
  for (const row of rows) {
    const link = nextLink(
      writer,
      previous,
      {
        ...row,
        at_ms: row.at.getTime(),
        action_digest: row.action,
        policy_digest: row.policy,
        catalogue_digest: row.catalogue,
        input: row.input_text,
        answer: row.answer_text,
      },
      row.salt,
    );
    await client.query(
      "update writ.decisions set seq = $2, hash = $3, input_digest = $4, answer_digest = $5 where id = $1",
      [row.id, link.seq, link.hash, link.input_digest, link.answer_digest],
    );
    previous = link;
  }
}
