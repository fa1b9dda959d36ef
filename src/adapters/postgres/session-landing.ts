import type pg from "pg";
import { withOutcome } from "../../domain/session-state.ts";
import { SESSION_COLUMNS, type SessionColumns, stateOfSession, toSession } from "./session-rows.ts";

/** A call that went on, in a session. */
export interface Landing {
  readonly tenant: string;
  readonly session: string;
  readonly verb: string;
  readonly tool: string;
  /** When it was decided. */
  readonly at_ms: number;
}

/** Ends a call's being in flight, in the transaction that records its outcome, which comes once. Locks the session. */
export async function land(client: Pick<pg.ClientBase, "query">, { tenant, session: id, ...call }: Landing) {
  const { rows } = await client.query<SessionColumns>(
    `select ${SESSION_COLUMNS} from writ.sessions where tenant = $1 and id = $2 for update`,
    [tenant, id],
  );
  const [row] = rows;
  if (row === undefined) return;
  const before = toSession(row);
  const after = withOutcome(before, call);
  if (after === before) return;
  await client.query("update writ.sessions set version = version + 1, state = $3 where tenant = $1 and id = $2", [
    tenant,
    id,
    JSON.stringify(stateOfSession(after)),
  ]);
}
