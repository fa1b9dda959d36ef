import type { Counts } from "../../domain/session.ts";
import { newSession, type StoredSession } from "../../domain/session-state.ts";
import { usageOfCounts } from "../../domain/usage.ts";

/** The columns of `writ.sessions` that make a session. */
export const SESSION_COLUMNS = `id, version, task, closed, began_at, state,
  suspended_at, suspended_by, suspended_reason, suspended_decision`;

/** What stands in `state`: all that has no column of its own. */
export type SessionState = Omit<StoredSession, "id" | "task" | "closed" | "suspended" | "began_at_ms">;

/** As it was before there were windows. */
type EarlierState = Pick<Counts, "by_verb" | "spent"> & Pick<StoredSession, "epoch" | "labels">;

export interface SessionColumns {
  readonly id: string;
  readonly version: string;
  readonly task: string;
  readonly closed: boolean;
  readonly began_at: Date;
  readonly state: SessionState | EarlierState;
  readonly suspended_at: Date | null;
  readonly suspended_by: string | null;
  readonly suspended_reason: string | null;
  readonly suspended_decision: string | null;
}

export function toSession(row: SessionColumns): StoredSession {
  const { id, task, closed, began_at, state, suspended_at } = row;
  return {
    ...newSession(id, task, began_at.getTime()),
    ...("usage" in state ? state : fromEarlier(state)),
    closed,
    ...(suspended_at === null ? {} : { suspended: suspensionOf(row, suspended_at) }),
  };
}

/** The state without what has columns. */
export function stateOfSession(session: StoredSession): SessionState {
  const { id: _id, task: _task, closed: _closed, suspended: _suspended, began_at_ms: _began, ...state } = session;
  return state;
}

function suspensionOf(row: SessionColumns, at: Date): NonNullable<StoredSession["suspended"]> {
  return {
    at_ms: at.getTime(),
    by: row.suspended_by ?? "",
    reason: row.suspended_reason ?? "",
    decision_id: row.suspended_decision ?? "",
  };
}

/** What was in flight then has been reported since, or never will be. */
function fromEarlier({ by_verb, spent, ...state }: EarlierState): Partial<StoredSession> {
  const { calls: _calls, ...kept } = state as EarlierState & { readonly calls: number };
  return { ...kept, usage: usageOfCounts({ by_verb, spent }), in_flight: [] };
}
