import type pg from "pg";
import type { Counts } from "../../domain/session.ts";
import { type Usage, usageOfCounts } from "../../domain/usage.ts";
import type { UsageReader } from "../../ports/record-store.ts";
import { storeUnavailable } from "./errors.ts";

export type UsageTable = "task_counts" | "agent_usage";

export function usageReader(pool: pg.Pool, table: UsageTable): UsageReader {
  return {
    load: async (tenant, id) => {
      try {
        const { rows } = await pool.query<{ version: string; state: Usage | Counts }>({
          name: table,
          text: `select version, state from writ.${table} where tenant = $1 and id = $2`,
          values: [tenant, id],
        });
        const [row] = rows;
        if (row === undefined) return undefined;
        const { version, state } = row;
        return { usage: "kinds" in state ? state : usageOfCounts(state), version: Number(version) };
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
  };
}
