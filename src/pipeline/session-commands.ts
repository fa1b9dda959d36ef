import { redact } from "../canonicalize/redact/index.ts";
import { WritError } from "../domain/errors.ts";
import type { Admission } from "../domain/request.ts";
import type { Session } from "../domain/session.ts";
import { type StoredSession, type Suspension, sessionView } from "../domain/session-state.ts";
import type { SessionFilter, SessionNote, SessionPage, SessionRow, SessionStore } from "../ports/session-store.ts";
import { actorOf, requireRole } from "./permissions.ts";

/** A session as policy would see it now, and who stopped it or let it go on. */
export interface ShownSession {
  readonly session: Session;
  readonly suspended?: Suspension;
  readonly resumed?: SessionNote;
}

/** What a caller says about an order. */
export interface SessionOrder {
  readonly reason: string;
  /** Who it is for, as a caller that may vouch says it. */
  readonly by?: string;
}

/** Reading takes the role `auditor`, `approver` or `admin`. */
export interface SessionCommands {
  /** The newest beginnings first. */
  list(filter: SessionFilter, page: SessionPage, admission: Admission): Promise<readonly ShownSession[]>;
  /** Rejects with `not_found`. */
  get(id: string, admission: Admission): Promise<ShownSession>;
  /** Takes the role `admin`. Rejects with `not_found`, and with `conflict` for a closed session. */
  suspend(
    id: string,
    order: SessionOrder,
    admission: Admission,
  ): Promise<ShownSession & { readonly grants_revoked: number }>;
  /** Takes the role `admin` or `approver`. Rejects with `not_found`, and with `conflict` for a closed session. */
  resume(id: string, order: SessionOrder, admission: Admission): Promise<ShownSession>;
}

export interface SessionCommandDeps {
  readonly store: SessionStore;
  readonly inFlightTtlS: number;
}

export function sessionCommands({ store, inFlightTtlS }: SessionCommandDeps): SessionCommands {
  const shown = ({ session, resumed }: SessionRow, { now_ms }: Admission) =>
    viewOf(session, resumed, now_ms, inFlightTtlS);
  const get = async (id: string, admission: Admission): Promise<ShownSession> => {
    const row = await store.find(admission.tenant, id);
    if (row === undefined) throw new WritError("not_found", "there is no session with this id");
    return shown(row, admission);
  };
  return {
    list: async (filter, page, admission) => {
      requireRole(admission, "sessions.read");
      const rows = await store.list(admission.tenant, filter, page);
      return rows.map((row) => shown(row, admission));
    },
    get: async (id, admission) => {
      requireRole(admission, "sessions.read");
      return get(id, admission);
    },
    suspend: async (id, order, admission) => {
      requireRole(admission, "sessions.suspend");
      const { grants_revoked } = await store.suspend(admission.tenant, id, noteOf(order, admission));
      return { ...(await get(id, admission)), grants_revoked };
    },
    resume: async (id, order, admission) => {
      requireRole(admission, "sessions.resume");
      await store.resume(admission.tenant, id, noteOf(order, admission));
      return get(id, admission);
    },
  };
}

function noteOf({ reason, by }: SessionOrder, admission: Admission): SessionNote {
  return { by: actorOf(admission, by), reason: redact(reason), at_ms: admission.now_ms };
}

function viewOf(
  stored: StoredSession,
  resumed: SessionNote | undefined,
  nowMs: number,
  inFlightTtlS: number,
): ShownSession {
  const { suspended } = stored;
  return {
    session: sessionView(stored, nowMs, inFlightTtlS),
    ...(suspended === undefined ? {} : { suspended }),
    ...(resumed === undefined ? {} : { resumed }),
  };
}
