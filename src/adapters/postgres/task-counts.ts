import type pg from "pg";
import type { Counts } from "../../domain/session.ts";
import type { TaskCountsReader } from "../../ports/record-store.ts";
import { storeUnavailable } from "./errors.ts";

export function taskCountsReader(pool: pg.Pool): TaskCountsReader {
  return {
    load: async (tenant, id) => {
      try {
        const { rows } = await pool.query<{ version: string; state: Counts }>({
          name: "task_counts",
          text: "select version, state from writ.task_counts where tenant = $1 and id = $2",
          values: [tenant, id],
        });
        const row = rows[0];
        return row === undefined ? undefined : { task: { ...row.state, id }, version: Number(row.version) };
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
  };
}
