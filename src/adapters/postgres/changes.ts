import type pg from "pg";
import { WritError } from "../../domain/errors.ts";

/** Rows as a notification would tell of them. Each row has `xid`, the transaction that wrote it last. */
export interface ChangedRows {
  /** Table, with its alias `t`. */
  readonly from: string;
  /** The payload of each row's notification, an expression of type text. */
  readonly payload: string;
}

export interface Watched {
  readonly channel: string;
  readonly changes?: ChangedRows;
}

export interface Change {
  readonly channel: string;
  readonly payload: string;
}

/**
 * What was committed since a snapshot, by number of transaction, not by time: clocks step, and a transaction may end long after
 * another that began later. What a dump brought here from another cluster has numbers that mean nothing; whoever begins has read it.
 */
export function committedSince(place: string): string {
  const since = `${place}::pg_snapshot`;
  return `t.xid >= pg_snapshot_xmin(${since}) and not pg_visible_in_snapshot(t.xid, ${since})
    and pg_visible_in_snapshot(t.xid, pg_current_snapshot())`;
}

interface Row {
  readonly channel: string | null;
  readonly payload: string;
  readonly read_only: string;
}

/** @returns where the next look begins */
export async function snapshotOf(client: Pick<pg.ClientBase, "query">): Promise<string> {
  const { rows } = await client.query<{ snapshot: string }>("select pg_current_snapshot()::text as snapshot");
  return rows[0]?.snapshot ?? "";
}

/** One statement, so that all that it sees is one state, and the next look begins where this one ended. */
export function lookFor(watched: readonly Watched[]): string {
  const parts = watched.flatMap(({ channel, changes }) =>
    changes === undefined
      ? []
      : `union select '${channel}', ${changes.payload}, '' from ${changes.from} where ${committedSince("$1")}`,
  );
  const own = "select null::text as channel, pg_current_snapshot()::text as payload";
  return `${own}, current_setting('transaction_read_only') as read_only where $1::pg_snapshot is not null ${parts.join("\n")}`;
}

/**
 * @param since the snapshot of the look before
 * @throws WritError unavailable when the server takes no writes any more, and the connection's errors
 */
export async function changesSince(
  client: pg.ClientBase,
  look: string,
  since: string,
  timeoutMs: number,
): Promise<{ readonly snapshot: string; readonly changes: readonly Change[] }> {
  const query: pg.QueryConfig & { readonly query_timeout: number } = {
    text: look,
    values: [since],
    query_timeout: timeoutMs,
  };
  const { rows } = await client.query<Row>(query);
  const own = rows.find(({ channel }) => channel === null);
  if (own === undefined || own.read_only !== "off") throw new WritError("unavailable", "the database is read-only");
  const changes = rows.flatMap(({ channel, payload }) => (channel === null ? [] : { channel, payload }));
  return { snapshot: own.payload, changes };
}
