import pg from "pg";
import { readCheckpointKey } from "./checkpoints.ts";
import { clientConfig } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { copyThrough } from "./record-stream/copy-out.ts";
import { type UnfaithfulRow, unfaithfulRows } from "./verify-rows.ts";

/** Whoever reads it all takes as long as it takes; only a server that is gone is not waited for, and TCP tells of that. */
const UNLIMITED = { statement_timeout: 0, idle_in_transaction_session_timeout: 0, query_timeout: 0 };
/** A part is some 32 MB of a table: enough that asking for it costs nothing, little enough to share the work. */
const PART_BLOCKS = 4_096;
const LEAVES_AT_ONCE = 10_000;
/** The relation has no statistics yet. */
const UNKNOWN = -1;

/** Rows that are read together. */
export interface VerifyPart {
  readonly table: string;
  readonly where: string;
  /** About how many. */
  readonly rows: number;
  /** Pages of 8 kB. */
  readonly blocks: number;
}

export interface TimeRange {
  readonly since?: Date;
  readonly until?: Date;
}

/** The record as it stands at one moment. Everything rejects with `unavailable` when the store fails. */
export interface VerifyReader {
  /** The snapshot's name, for others that are to see the same. */
  readonly snapshot: string;
  parts(parent: "decisions" | "follow_ups", range: TimeRange): Promise<readonly VerifyPart[]>;
  /** Shows each row in binary form, good until `each` returns, in the order in which they stand on the disk. */
  rows(part: VerifyPart, columns: readonly string[], each: (row: Buffer) => void): Promise<void>;
  notes(): Promise<readonly { readonly size: number; readonly note: string }[]>;
  leaves(): AsyncGenerator<readonly string[], void, undefined>;
  key(): Promise<{ readonly name: string; readonly publicKey: Uint8Array } | undefined>;
  /** Of rows that were erased, those of which no follow-up says so. */
  untold(rows: readonly ErasedPlace[]): Promise<readonly ErasedPlace[]>;
  /** Rows beside the chains that are not what the follow-ups say. */
  unfaithful(range: TimeRange): Promise<readonly UnfaithfulRow[]>;
  close(): Promise<void>;
}

interface ErasedPlace {
  readonly tenant: string;
  readonly id: string;
  readonly decision: string;
}

/** @param snapshot of a reader that is still open; a new one without it */
export async function openVerifyReader(url: string, snapshot?: string): Promise<VerifyReader> {
  const client = new pg.Client({ ...clientConfig(url, "audit"), ...UNLIMITED });
  client.on("error", () => {});
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw storeUnavailable(error);
    }
  };
  try {
    await client.connect();
    const name = await begin(client, snapshot);
    return {
      snapshot: name,
      parts: (parent, range) => guarded(partsOf(client, parent, range)),
      rows: ({ table, where }, columns, each) =>
        guarded(copyThrough(client, `select ${columns.join(", ")} from only ${table} where ${where}`, each)),
      notes: () => guarded(notesOf(client)),
      leaves: () => leavesOf(client),
      key: async () => {
        const key = await guarded(readCheckpointKey(client));
        return key && { name: key.name, publicKey: key.public_key };
      },
      unfaithful: (range) => guarded(unfaithfulRows(client, range)),
      untold: (rows) => guarded(untold(client, rows)),
      close: () => client.end().catch(() => {}),
    };
  } catch (error) {
    await client.end().catch(() => {});
    throw storeUnavailable(error);
  }
}

async function begin(client: pg.Client, snapshot: string | undefined): Promise<string> {
  await client.query("begin isolation level repeatable read read only");
  if (snapshot !== undefined) {
    await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`);
    return snapshot;
  }
  const { rows } = await client.query<{ name: string }>("select pg_export_snapshot() as name");
  return rows[0]?.name ?? "";
}

const TABLES = `
  select c.oid::regclass::text as name, c.relname, pg_relation_size(c.oid) / current_setting('block_size')::int as blocks, c.reltuples
  from pg_class c where c.relkind = 'r' and (c.oid = $1::regclass or c.oid in (select inhrelid from pg_inherits where inhparent = $1::regclass))
  order by c.relname`;

async function partsOf(client: pg.Client, parent: string, { since, until }: TimeRange): Promise<readonly VerifyPart[]> {
  const { rows } = await client.query<{ name: string; relname: string; blocks: string; reltuples: number }>(TABLES, [
    `writ.${parent}`,
  ]);
  const bounds = [
    ...(since === undefined ? [] : [`at >= ${pg.escapeLiteral(since.toISOString())}`]),
    ...(until === undefined ? [] : [`at < ${pg.escapeLiteral(until.toISOString())}`]),
  ];
  return rows.filter(({ relname }) => mayHold(relname, since, until)).flatMap((table) => cut(table, bounds));
}

/** A day's partition holds that day only; every other table may hold any. */
function mayHold(name: string, since: Date | undefined, until: Date | undefined): boolean {
  const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  if (year === undefined) return true;
  const from = Date.parse(`${year}-${month}-${day}`);
  return (
    (since === undefined || from + 86_400_000 > since.getTime()) && (until === undefined || from < until.getTime())
  );
}

function cut(
  { name, blocks, reltuples }: { readonly name: string; readonly blocks: string; readonly reltuples: number },
  bounds: readonly string[],
): readonly VerifyPart[] {
  const count = Math.ceil(Number(blocks) / PART_BLOCKS);
  return Array.from({ length: count }, (_, index) => {
    // The last part is open: what came in since belongs to no snapshot of now, and what is there must be read.
    const ends = index + 1 === count ? [] : [`ctid < '(${(index + 1) * PART_BLOCKS},0)'`];
    const where = [`ctid >= '(${index * PART_BLOCKS},0)'`, ...ends, ...bounds].join(" and ");
    const own = Math.min(PART_BLOCKS, Number(blocks) - index * PART_BLOCKS);
    return { table: name, where, rows: reltuples === UNKNOWN ? 0 : Math.round(reltuples / count), blocks: own };
  });
}

async function notesOf(client: pg.Client) {
  const { rows } = await client.query<{ size: string; note: string }>(
    "select size, note from writ.checkpoints order by size",
  );
  return rows.map(({ size, note }) => ({ size: Number(size), note }));
}

async function* leavesOf(client: pg.Client): AsyncGenerator<readonly string[], void, undefined> {
  try {
    await client.query("declare leaves no scroll cursor for select line from writ.checkpoint_leaves order by index");
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`fetch ${LEAVES_AT_ONCE} from leaves`);
      if (rows.length === 0) return;
      yield rows.map(({ line }) => line);
    }
  } catch (error) {
    throw storeUnavailable(error);
  }
}

async function untold(client: pg.Client, rows: readonly ErasedPlace[]): Promise<readonly ErasedPlace[]> {
  const { rows: found } = await client.query<ErasedPlace>(
    `select e.tenant, e.id, e.decision from unnest($1::text[], $2::text[], $3::text[]) as e(tenant, id, decision)
     where not exists (select from writ.follow_ups f
       where f.tenant = e.tenant and f.decision_id = e.decision and f.kind = 'subject_erased')`,
    [rows.map(({ tenant }) => tenant), rows.map(({ id }) => id), rows.map(({ decision }) => decision)],
  );
  return found;
}
