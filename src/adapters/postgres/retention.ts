import pg from "pg";
import { stateOf } from "./errors.ts";

/** Rows that one statement deletes: locks and the log stay small. */
const BATCH = 5_000;
/** Writers wait behind this while it waits for a reader of the partition. */
const LOCK_TIMEOUT_MS = 1_000;
/** So long the agents of a completed task are turned away. */
const KEEP_TASKS_DAYS = 31;
const DAY_MS = 86_400_000;
/** lock_not_available: somebody reads for long; there is a next time. */
const LOCK_NOT_AVAILABLE = "55P03";

/** Records of one writer, numbered without a gap, that are to go or have gone. */
export interface DroppedRun {
  readonly stream: "decisions" | "follow_ups";
  readonly writer: string;
  readonly first: number;
  readonly seq: number;
  /** Of the last of them, in hex. */
  readonly hash: string;
}

interface RunRow {
  readonly writer: string;
  readonly first: string;
  readonly seq: string;
  readonly hash: string;
}

/** A day's partition, or of the one for what no day takes the rows that are old enough. */
interface Part {
  readonly table: string;
  readonly where: string;
  readonly remove: string;
}

/**
 * Sinks that have not had all rows `d` of a stream yet. One whose place is ahead of every transaction stems from before a restore and
 * begins anew: it has had nothing.
 */
const BEHIND = (stream: DroppedRun["stream"], rows: string, where: string) => `
  select c.sink from writ.sink_cursors c where c.stream = '${stream}' and exists (
    select from ${rows} d where d.tenant = c.tenant and (${where})
      and ((d.xid, d.id) > (c.xid, c.after_id) or c.xid > pg_snapshot_xmin(pg_current_snapshot())))`;

const PARTS = `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'writ.decisions'::regclass order by 1`;

/** What follows from a decision, with the time that says how old it is. */
const DEPENDENT: readonly { readonly table: string; readonly time: string }[] = [
  { table: "outcomes", time: "at" },
  { table: "revocations", time: "at" },
  { table: "redemptions", time: "at" },
  { table: "redemption_refusals", time: "last_at" },
  { table: "grants", time: "expires_at" },
  { table: "approval_uses", time: "at" },
  { table: "approval_votes", time: "at" },
  { table: "approvals", time: "greatest(expires_at, valid_until)" },
  { table: "intents", time: "expires_at" },
];

/** All that is old enough, in runs; what is there already as a stub is told again. */
export async function oldRuns(client: pg.ClientBase, before: Date): Promise<readonly DroppedRun[]> {
  const runs: DroppedRun[] = [];
  for (const part of await oldParts(client, before)) runs.push(...(await runsOf(client, part)));
  const followUps = await oldFollowUps(client, before);
  return followUps === undefined ? runs : [...runs, followUps];
}

/** Sinks that wait for something that is old enough to go, by name; one that the configuration has no more counts until it is forgotten. */
export async function sinksBehind(client: pg.ClientBase, before: Date): Promise<readonly string[]> {
  const old = `d.at < ${pg.escapeLiteral(before.toISOString())}`;
  const { rows } = await client.query<{ sink: string }>(
    `${BEHIND("decisions", "writ.decisions", old)} union ${BEHIND("follow_ups", "writ.follow_ups", old)} order by 1`,
  );
  return rows.map(({ sink }) => sink);
}

/**
 * Drops what is old enough, has gone to every sink and stands as a stub in the signed tree, and nothing else.
 * @param line how a run stands there
 * @returns how many partitions and rows went
 */
export async function dropOld(
  client: pg.ClientBase,
  before: Date,
  line: (run: DroppedRun) => string,
): Promise<{ readonly partitions: number; readonly rows: number }> {
  // What hangs on a decision goes to a sink with it.
  if ((await sinksBehind(client, before)).length > 0) return { partitions: 0, rows: 0 };
  let partitions = 0;
  for (const part of await oldParts(client, before)) if (await dropPart(client, part, line)) partitions++;
  const followUps = await deleteFollowUps(client, before, line);
  // What could not go yet keeps what hangs on it.
  const left = (await oldRuns(client, before)).length > 0;
  return { partitions, rows: followUps + (left ? 0 : await deleteDependent(client, before)) };
}

async function oldParts(client: pg.ClientBase, before: Date): Promise<readonly Part[]> {
  const { rows } = await client.query<{ name: string }>(PARTS);
  const cut = pg.escapeLiteral(before.toISOString());
  return rows.flatMap(({ name }) => {
    const table = `writ.${pg.escapeIdentifier(name)}`;
    if (name === "decisions_default") {
      return [{ table, where: `at < ${cut}`, remove: `delete from ${table} where at < ${cut}` }];
    }
    const [, year, month, day] = /^decisions_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    const ends = Date.parse(`${year}-${month}-${day}`) + DAY_MS;
    return ends <= before.getTime() ? [{ table, where: "true", remove: `drop table ${table}` }] : [];
  });
}

async function runsOf(client: pg.ClientBase, { table, where }: Part): Promise<readonly DroppedRun[]> {
  const { rows } = await client.query<RunRow>(
    `select writer, min(seq)::text as first, max(seq)::text as seq,
       substr(max(lpad(seq::text, 20, '0') || encode(hash, 'hex')), 21) as hash
     from (select writer, seq, hash, seq - row_number() over (partition by writer order by seq) as run
       from ${table} where ${where}) as numbered
     group by writer, run order by writer, min(seq)`,
  );
  return rows.map((row) => ({ ...row, stream: "decisions", first: Number(row.first), seq: Number(row.seq) }));
}

/** The follow-ups before the first one that is to stay. */
async function oldFollowUps(client: pg.ClientBase, before: Date): Promise<DroppedRun | undefined> {
  const { rows } = await client.query<RunRow>(
    `with kept as (select coalesce(min(place), (select max(place) + 1 from writ.follow_ups)) as first
       from writ.follow_ups where at >= $1)
     select writer, min(place)::text as first, max(place)::text as seq,
       substr(max(lpad(place::text, 20, '0') || encode(hash, 'hex')), 21) as hash
     from writ.follow_ups where place < (select first from kept) group by writer`,
    [before],
  );
  const row = rows[0];
  return row && { ...row, stream: "follow_ups", first: Number(row.first), seq: Number(row.seq) };
}

async function dropPart(client: pg.ClientBase, part: Part, line: (run: DroppedRun) => string): Promise<boolean> {
  try {
    await client.query(
      `begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}; lock table ${part.table} in exclusive mode`,
    );
    const runs = await runsOf(client, part);
    // What came in since, was never signed or has not gone to a sink keeps all of it here until the next time.
    const ready =
      (await areSigned(client, runs.map(line))) && (await isSent(client, "decisions", part.table, part.where));
    if (!ready || (part.where !== "true" && runs.length === 0)) {
      await client.query("rollback");
      return false;
    }
    await client.query(`${part.remove}; commit`);
    return true;
  } catch (error) {
    await client.query("rollback");
    if (stateOf(error) === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

async function areSigned(client: pg.ClientBase, lines: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ signed: boolean }>(
    `select not exists (select from unnest($1::text[]) as l(line)
       where not exists (select from writ.checkpoint_leaves c where c.line = l.line)) as signed`,
    [lines],
  );
  return rows[0]?.signed === true;
}

async function isSent(client: pg.ClientBase, ...rows: Parameters<typeof BEHIND>): Promise<boolean> {
  return (await client.query(BEHIND(...rows))).rows.length === 0;
}

async function deleteFollowUps(
  client: pg.ClientBase,
  before: Date,
  line: (run: DroppedRun) => string,
): Promise<number> {
  const run = await oldFollowUps(client, before);
  if (run === undefined || !(await areSigned(client, [line(run)]))) return 0;
  if (!(await isSent(client, "follow_ups", "writ.follow_ups", `d.place <= ${run.seq}`))) return 0;
  // From the front, so that what is left after a crash is what the next look finds; its stub is signed then.
  return inBatches(client, `select ctid from writ.follow_ups where place <= ${run.seq} order by place`, "follow_ups");
}

async function deleteDependent(client: pg.ClientBase, before: Date): Promise<number> {
  let count = 0;
  const cut = pg.escapeLiteral(before.toISOString());
  for (const { table, time } of DEPENDENT) {
    count += await inBatches(client, `select ctid from writ.${table} where ${time} < ${cut}`, table);
  }
  const tasks = new Date(Math.min(before.getTime(), Date.now() - KEEP_TASKS_DAYS * DAY_MS)).toISOString();
  return count + (await inBatches(client, `select ctid from writ.tasks where completed_at < '${tasks}'`, "tasks"));
}

async function inBatches(client: pg.ClientBase, select: string, table: string): Promise<number> {
  for (let count = 0; ; ) {
    const results: unknown = await client.query(
      `begin; set local writ.retention = 'on'; delete from writ.${table} where ctid = any (array(${select} limit ${BATCH})); commit`,
    );
    const deleted = (results as readonly pg.QueryResult[])[2]?.rowCount ?? 0;
    count += deleted;
    if (deleted < BATCH) return count;
  }
}
