import type pg from "pg";
import { withClient } from "./transaction.ts";

/** One replica at a time. Any number that no one else takes. */
const LOCK = 7_301_181_813;

/** Where the tree stands. */
export interface StoredTree {
  readonly size: number;
  readonly subtrees: Uint8Array;
  readonly note: string;
}

/** Where a chain is. */
export interface ChainHead {
  readonly stream: "decisions" | "follow_ups";
  readonly writer: string;
  readonly seq: number;
  /** In hex. */
  readonly hash: string;
}

/** What a checkpoint is made of. */
export interface CheckpointInput {
  readonly last: StoredTree | undefined;
  /** Chains that have grown since the last checkpoint, and perhaps some that have not. */
  readonly heads: readonly ChainHead[];
}

export interface NewCheckpoint {
  readonly at_ms: number;
  readonly lines: readonly string[];
  readonly tree: StoredTree;
}

const LAST = "select size, subtrees, note, horizon::text as horizon from writ.checkpoints order by size desc limit 1";

const NOW = `select pg_snapshot_xmin(pg_current_snapshot())::text as now,
  $1::xid8 > pg_snapshot_xmax(pg_current_snapshot()) as restored`;

// The highest number with its hash, without sorting all that came since.
const HEADS = `select 'decisions' as stream, writer, max(lpad(seq::text, 20, '0') || encode(hash, 'hex')) as head
    from writ.decisions where xid >= $1::xid8 group by writer
  union all
  select 'follow_ups', writer, lpad(place::text, 20, '0') || encode(hash, 'hex') from writ.follow_up_chain where place > 0
  order by 1, 2`;

const SEQ_DIGITS = 20;

/**
 * Appends a checkpoint, unless another replica is about to, or there is nothing to say.
 * @param make what to append to where the tree stands; undefined for nothing
 */
export async function appendCheckpoint(
  client: pg.ClientBase,
  make: (input: CheckpointInput) => NewCheckpoint | undefined,
): Promise<StoredTree | undefined> {
  await client.query("begin isolation level repeatable read");
  try {
    const appended = await append(client, make);
    await client.query("commit");
    return appended;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

async function append(
  client: pg.ClientBase,
  make: (input: CheckpointInput) => NewCheckpoint | undefined,
): Promise<StoredTree | undefined> {
  const lock = await client.query<{ mine: boolean }>("select pg_try_advisory_xact_lock($1) as mine", [LOCK]);
  if (lock.rows[0]?.mine !== true) return undefined;
  const { rows } = await client.query<{ size: string; subtrees: Buffer; note: string; horizon: string }>(LAST);
  const last = rows[0] === undefined ? undefined : { ...rows[0], size: Number(rows[0].size) };
  const { rows: times } = await client.query<{ now: string; restored: boolean }>(NOW, [last?.horizon ?? "0"]);
  const since = times[0]?.restored === true ? "0" : (last?.horizon ?? "0");
  const { rows: heads } = await client.query<{ stream: ChainHead["stream"]; writer: string; head: string }>(HEADS, [
    since,
  ]);
  const made = make({
    last,
    heads: heads.map(({ stream, writer, head }) => ({
      stream,
      writer,
      seq: Number(head.slice(0, SEQ_DIGITS)),
      hash: head.slice(SEQ_DIGITS),
    })),
  });
  if (made === undefined) return undefined;
  const { tree, lines, at_ms } = made;
  await client.query(
    "insert into writ.checkpoint_leaves (index, line) select $1::bigint + n - 1, line from unnest($2::text[]) with ordinality as l(line, n)",
    [last?.size ?? 0, lines],
  );
  await client.query(
    "insert into writ.checkpoints (size, at, note, subtrees, horizon) values ($1, $2, $3, $4, $5::xid8)",
    [tree.size, new Date(at_ms), tree.note, Buffer.from(tree.subtrees), times[0]?.now],
  );
  return tree;
}

/** The notes of all checkpoints behind a size, oldest first, at most so many. */
export async function checkpointsAfter(
  client: pg.ClientBase,
  size: number,
  limit: number,
): Promise<readonly { readonly size: number; readonly note: string }[]> {
  const { rows } = await client.query<{ size: string; note: string }>(
    "select size, note from writ.checkpoints where size > $1 order by size limit $2",
    [size, limit],
  );
  return rows.map(({ size, note }) => ({ size: Number(size), note }));
}

/** The key as it is kept. */
export interface StoredCheckpointKey {
  readonly name: string;
  readonly public_key: Uint8Array;
  readonly sealed_private: Uint8Array;
}

/** The key; the given one, where there is none yet. Of replicas that race, one's is everybody's. */
export async function checkpointKey(
  client: pg.ClientBase,
  make: () => StoredCheckpointKey,
): Promise<StoredCheckpointKey> {
  const found = await readCheckpointKey(client);
  if (found !== undefined) return found;
  const { name, public_key, sealed_private } = make();
  await client.query(
    `insert into writ.checkpoint_keys (name, public_key, sealed_private, created_at)
     values ($1, $2, $3, now()) on conflict do nothing`,
    [name, Buffer.from(public_key), Buffer.from(sealed_private)],
  );
  return (await readCheckpointKey(client)) as StoredCheckpointKey;
}

export interface CheckpointKeyStore {
  load(): Promise<StoredCheckpointKey | undefined>;
  /** Stores the key that was sealed again, where it still is as it was. @returns how many */
  reseal(before: Uint8Array, after: Uint8Array): Promise<number>;
}

/** The key as who seals it anew needs it. Everything rejects with `unavailable` without the database. */
export function checkpointKeyStore(pool: pg.Pool): CheckpointKeyStore {
  const update = "update writ.checkpoint_keys set sealed_private = $2 where sealed_private = $1";
  return {
    load: () => withClient(pool, readCheckpointKey),
    reseal: (before, after) =>
      withClient(
        pool,
        async (client) => (await client.query(update, [Buffer.from(before), Buffer.from(after)])).rowCount ?? 0,
      ),
  };
}

export async function readCheckpointKey(client: pg.ClientBase): Promise<StoredCheckpointKey | undefined> {
  const { rows } = await client.query<{ name: string; public_key: Buffer; sealed_private: Buffer }>(
    "select name, public_key, sealed_private from writ.checkpoint_keys",
  );
  return rows[0];
}
