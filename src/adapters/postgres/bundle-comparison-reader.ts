import type pg from "pg";
import { CHANGE_KINDS, type ChangeKind } from "../../domain/bundle-state.ts";
import type { Comparison, ComparisonReader, ComparisonSummary } from "../../ports/bundle-store.ts";
import { digestBytes, digestText } from "./digests.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

export function comparisonReader(pool: TenantPool): ComparisonReader {
  const query = async <R extends pg.QueryResultRow>(
    text: string,
    values: readonly [string, ...unknown[]],
  ): Promise<R[]> => (await pool.query<R>(values[0], text, values)).rows;
  return {
    summaries: async (tenant, limit) => {
      const text = "select * from writ.bundle_comparisons where tenant = $1 order by until desc limit $2";
      return (await query<SummaryRow>(text, [tenant, limit])).map(toSummary);
    },
    top: async (tenant, candidate, by, limit) => {
      const column = by === "agent" ? "agent" : "tool";
      const rows = await query<{ name: string; differences: string }>(
        `select ${column} as name, count(*) as differences from writ.bundle_differences
         where tenant = $1 and candidate = $2 group by 1 order by 2 desc, 1 limit $3`,
        [tenant, digestBytes(candidate), limit],
      );
      return rows.map(({ name, differences }) => ({ name, differences: Number(differences) }));
    },
    differences: async (tenant, candidate, limit) => {
      const rows = await query<DifferenceRow>(
        "select * from writ.bundle_differences where tenant = $1 and candidate = $2 order by at desc limit $3",
        [tenant, digestBytes(candidate), limit],
      );
      return rows.map(({ at, ...row }) => ({
        ...row,
        at_ms: at.getTime(),
        active: digestText(row.active),
        candidate: digestText(row.candidate),
      }));
    },
  };
}

interface DifferenceRow extends Omit<Comparison, "at_ms" | "active" | "candidate"> {
  readonly at: Date;
  readonly active: Buffer;
  readonly candidate: Buffer;
}

/** Counts come as text: PostgreSQL's are wider than a double's. */
interface SummaryRow extends Record<ChangeKind | "judged" | "different" | "dropped", string> {
  readonly active: Buffer;
  readonly candidate: Buffer;
  readonly mode: ComparisonSummary["mode"];
  readonly since: Date;
  readonly until: Date;
}

function toSummary(row: SummaryRow): ComparisonSummary {
  return {
    active: digestText(row.active),
    candidate: digestText(row.candidate),
    mode: row.mode,
    judged: Number(row.judged),
    different: Number(row.different),
    dropped: Number(row.dropped),
    kinds: Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, Number(row[kind])])) as Record<ChangeKind, number>,
    since_ms: row.since.getTime(),
    until_ms: row.until.getTime(),
  };
}
