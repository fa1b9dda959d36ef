import type pg from "pg";
import {
  type FeedPosition,
  type FeedState,
  type FeedStream,
  MAX_PENDING_COUNTED,
  type RecordFeed,
} from "../../../ports/record-feed.ts";
import { openPool } from "../connection.ts";
import { type QueueCalls, queueCalls } from "./calls.ts";
import { FEED_SOURCES } from "./feed-sources.ts";
import { leases } from "./leases.ts";
import { type Query, queryOf } from "./query.ts";

/** One batch: what is written at once, and comes again together when a sink fails amid it. */
const BATCH_ROWS = 200;
/** Bounds what a batch of large records takes in memory; one record is read whatever its size. */
const BATCH_BYTES = 8_000_000;

/** Between two looks nothing is lost; a problem is a name, and names are short. */
const MAX_PROBLEM_CHARS = 200;

export interface FeedConnection {
  readonly feed: RecordFeed;
  readonly queueCalls: QueueCalls;
  close(): Promise<void>;
}

/** Connects with the first question. */
export function connectFeed(url: string): FeedConnection {
  const pool = openPool(url, "sinks", 2);
  return { feed: recordFeed(pool), queueCalls: queueCalls(queryOf(pool)), close: () => pool.end() };
}

function recordFeed(pool: pg.Pool): RecordFeed {
  const query = queryOf(pool);
  return {
    ...leases(query, "writ.sinks"),
    register: async (tenant, name, streams, from) => {
      await query(
        `with sink as (
           insert into writ.sinks (tenant, name) values ($1, $2) on conflict (tenant, name) do update set problem = '' returning 1
         ), unwanted as (
           delete from writ.sink_cursors where tenant = $1 and sink = $2 and stream <> all ($3::text[])
         )
         insert into writ.sink_cursors (tenant, sink, stream, xid)
         select $1, $2, stream, case when $4 then '0'::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end
         from sink, unnest($3::text[]) as stream
         on conflict do nothing`,
        [tenant, name, streams, from === "beginning"],
      );
    },
    forget: async (tenant, name) => {
      await query("delete from writ.sinks where tenant = $1 and name = $2", [tenant, name]);
    },
    horizon: async () => (await query(HORIZON, [])).rows[0].horizon as string,
    position: async (tenant, name, stream) => positionOf(query, tenant, name, stream),
    read: async (tenant, stream, behind, horizon) => {
      const { rows } = await query(batch(stream), [tenant, behind.xid, behind.after_id, horizon]);
      return rows.map((row) => ({
        at: { xid: row.xid as string, after_id: row.id as string },
        item: FEED_SOURCES[stream].read(row),
      }));
    },
    advance: async (tenant, name, stream, { xid, after_id }, holder) => {
      await query(
        `with held as (
           update writ.sinks set delivered_at = clock_timestamp(), problem = ''
           where tenant = $1 and name = $2 and lease_holder = $6 returning 1
         )
         update writ.sink_cursors set xid = $4::xid8, after_id = $5
         where tenant = $1 and sink = $2 and stream = $3 and exists (select from held)`,
        [tenant, name, stream, xid, after_id, holder],
      );
    },
    failed: async (tenant, name, problem) => {
      const text = problem.slice(0, MAX_PROBLEM_CHARS);
      await query("update writ.sinks set problem = $3 where tenant = $1 and name = $2", [tenant, name, text]);
    },
    state: (tenant, name) => stateOf(query, tenant, name),
  };
}

const HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text as horizon";

/** What is behind the place $2, $3 in a stream of the tenant $1, read as `d`. */
const BEHIND = "where d.tenant = $1 and (d.xid, d.id) > ($2::xid8, $3)";

function batch(stream: FeedStream): string {
  const { columns, from, bytes } = FEED_SOURCES[stream];
  return `
    select * from (
      select b.*, sum(b.bytes) over (order by b.position, b.id) - b.bytes as before
      from (
        select d.xid as position, d.xid::text as xid, ${bytes} as bytes, ${columns}
        from ${from} ${BEHIND} and d.xid < $4::xid8
        order by d.xid, d.id limit ${BATCH_ROWS}
      ) b
    ) c where before < ${BATCH_BYTES} order by c.position, c.id`;
}

async function positionOf(query: Query, tenant: string, name: string, stream: FeedStream): Promise<FeedPosition> {
  const { rows } = await query(
    "select xid::text as xid, after_id from writ.sink_cursors where tenant = $1 and sink = $2 and stream = $3",
    [tenant, name, stream],
  );
  // A sink that was taken out meanwhile begins anew when it is back.
  return (rows[0] as FeedPosition | undefined) ?? { xid: "0", after_id: "" };
}

async function stateOf(query: Query, tenant: string, name: string): Promise<FeedState> {
  const { rows: cursors } = await query(
    "select stream, xid::text as xid, after_id from writ.sink_cursors where tenant = $1 and sink = $2",
    [tenant, name],
  );
  let pending = 0;
  let oldest_s = 0;
  for (const { stream, xid, after_id } of cursors as (FeedPosition & { stream: FeedStream })[]) {
    const { rows } = await query(
      `select count(*)::int as pending,
         coalesce(extract(epoch from clock_timestamp() - min(w.at)), 0)::float8 as oldest_s
       from (select d.at from writ.${stream} d ${BEHIND} order by d.xid, d.id limit ${MAX_PENDING_COUNTED}) w`,
      [tenant, xid, after_id],
    );
    pending += rows[0].pending;
    oldest_s = Math.max(oldest_s, rows[0].oldest_s);
  }
  const { rows } = await query("select delivered_at, problem from writ.sinks where tenant = $1 and name = $2", [
    tenant,
    name,
  ]);
  const { delivered_at, problem } = (rows[0] ?? {}) as { delivered_at?: Date | null; problem?: string };
  return {
    name,
    pending: Math.min(pending, MAX_PENDING_COUNTED),
    oldest_s: Math.floor(oldest_s),
    ...(delivered_at === null || delivered_at === undefined ? {} : { delivered_at_ms: delivered_at.getTime() }),
    problem: problem ?? "",
  };
}
