import type pg from "pg";
import type { Session, VersionedSession } from "../../domain/session.ts";
import type { SessionReader } from "../../ports/record-store.ts";
import { storeUnavailable } from "./errors.ts";

type State = Omit<Session, "id" | "task" | "closed">;

export function sessionReader(pool: pg.Pool): SessionReader {
  return {
    load: async (tenant, id): Promise<VersionedSession | undefined> => {
      try {
        const { rows } = await pool.query<{ version: string; task: string; closed: boolean; state: State }>({
          name: "session",
          text: "select version, task, closed, state from writ.sessions where tenant = $1 and id = $2",
          values: [tenant, id],
        });
        const row = rows[0];
        if (row === undefined) return undefined;
        const { version, task, closed, state } = row;
        return { session: { ...state, id, task, closed }, version: Number(version) };
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
  };
}
