import type pg from "pg";
import { WritError } from "../../domain/errors.ts";
import { resume, type SessionState, type StoredSession, suspend } from "../../domain/session-state.ts";
import type { SessionNote, SessionRow, SessionStore } from "../../ports/session-store.ts";
import { revokeGrants } from "./revoke.ts";
import { SESSION_COLUMNS, type SessionColumns, stateOfSession, toSession } from "./session-rows.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

interface Columns extends SessionColumns {
  readonly resumed_at: Date | null;
  readonly resumed_by: string | null;
  readonly resumed_reason: string | null;
}

const SELECT = `select ${SESSION_COLUMNS}, resumed_at, resumed_by, resumed_reason from writ.sessions`;

const STATES: Readonly<Record<SessionState, string>> = {
  open: "not closed and suspended_at is null",
  suspended: "not closed and suspended_at is not null",
  closed: "closed",
};

const SUSPEND = `update writ.sessions set version = version + 1, state = $3,
  suspended_at = $4, suspended_by = $5, suspended_reason = $6, suspended_decision = null
  where tenant = $1 and id = $2`;

const RESUME = `update writ.sessions set version = version + 1, state = $3,
  suspended_at = null, suspended_by = null, suspended_reason = null, suspended_decision = null,
  resumed_at = $4, resumed_by = $5, resumed_reason = $6
  where tenant = $1 and id = $2`;

export function sessionStore(pool: TenantPool): SessionStore {
  const rows = async (tenant: string, text: string, values: readonly unknown[]): Promise<readonly SessionRow[]> => {
    return (await pool.query<Columns>(tenant, text, values)).rows.map(toRow);
  };
  return {
    list: (tenant, { agent, task, state }, { size, after }) => {
      const text = `${SELECT} where tenant = $1 and ($2::text is null or agent = $2)
        and ($3::text is null or task = $3) and ${state === undefined ? "true" : STATES[state]}
        and ($4::timestamptz is null or (began_at, id) < ($4, $5))
        order by began_at desc, id desc limit $6`;
      return rows(tenant, text, [tenant, agent, task, after && new Date(after.at_ms), after?.id ?? "", size]);
    },
    find: async (tenant, id) => (await rows(tenant, `${SELECT} where tenant = $1 and id = $2`, [tenant, id]))[0],
    suspend: (tenant, id, note) => pool.transaction(tenant, (client) => stop(client, tenant, id, note)),
    resume: (tenant, id, note) =>
      pool.transaction(tenant, async (client) => {
        const session = await locked(client, tenant, id);
        if (session.suspended !== undefined) await change(client, RESUME, tenant, resume(session), note);
      }),
  };
}

async function stop(client: pg.PoolClient, tenant: string, id: string, note: SessionNote) {
  const session = await locked(client, tenant, id);
  if (session.suspended !== undefined) return { grants_revoked: 0 };
  await change(client, SUSPEND, tenant, suspend(session, { ...note, decision_id: "" }), note);
  const grants = { by: "session", value: id } as const;
  return { grants_revoked: await revokeGrants(client, tenant, grants, "session_revoked", note.at_ms) };
}

async function change(client: pg.PoolClient, text: string, tenant: string, next: StoredSession, note: SessionNote) {
  const state = JSON.stringify(stateOfSession(next));
  await client.query(text, [tenant, next.id, state, new Date(note.at_ms), note.by, note.reason]);
}

async function locked(client: pg.PoolClient, tenant: string, id: string): Promise<StoredSession> {
  const { rows } = await client.query<Columns>(`${SELECT} where tenant = $1 and id = $2 for update`, [tenant, id]);
  const [row] = rows;
  if (row === undefined) throw new WritError("not_found", "there is no session with this id");
  if (row.closed) throw new WritError("conflict", "the session is closed, which is final");
  return toSession(row);
}

function toRow(row: Columns): SessionRow {
  const { version, resumed_at, resumed_by, resumed_reason } = row;
  return {
    session: toSession(row),
    version: Number(version),
    ...(resumed_at === null
      ? {}
      : { resumed: { at_ms: resumed_at.getTime(), by: resumed_by ?? "", reason: resumed_reason ?? "" } }),
  };
}
