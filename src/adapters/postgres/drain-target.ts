import type pg from "pg";
import type { RecordLookup, RecordSink } from "../../ports/record-store.ts";
import { Committer, type CommitterOptions } from "./committer/committer.ts";
import { openPool } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";

/** Where records go that were answered before: a committer of their own, so that they keep nobody waiting. */
export interface DrainTarget {
  readonly sink: RecordSink;
  readonly lookup: RecordLookup;
  close(): Promise<void>;
}

/** Connects when it is first used. */
export function createDrainTarget(options: CommitterOptions): DrainTarget {
  const committer = new Committer(options);
  const pool = openPool(options.url, "spool", 1);
  return {
    sink: committer,
    lookup: recordLookup(pool),
    close: async () => {
      await committer.close();
      await pool.end();
    },
  };
}

const RECORDED = `select d.id from unnest($1::text[], $2::timestamptz[], $3::text[]) as w(tenant, at, id)
  join writ.decisions d on d.tenant = w.tenant and d.at = w.at and d.id = w.id`;

function recordLookup(pool: Pick<pg.Pool, "query">): RecordLookup {
  return {
    recorded: async (rows) => {
      const columns = [
        rows.map(({ tenant }) => tenant),
        rows.map(({ at_ms }) => new Date(at_ms)),
        rows.map(({ id }) => id),
      ];
      try {
        const found = await pool.query<{ id: string }>(RECORDED, columns);
        return new Set(found.rows.map(({ id }) => id));
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
  };
}
