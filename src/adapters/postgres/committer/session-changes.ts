import pg from "pg";
import { sessionKey } from "../../../domain/change-keys.ts";
import type { RecordEntry, SessionChange } from "../../../domain/record.ts";
import { stateOfSession } from "../session-rows.ts";
import { MAY_CHANGE, turnOf } from "../turns.ts";
import type { ConditionalChange } from "./conditions.ts";

// Rows are locked in one order by all writers, so that two of them cannot wait for each other.
// How many rows there are is said again as a limit: PostgreSQL takes JSON for a hundred rows, and would read a whole table for one.
const APPLY = `
with change as (
  select * from json_to_recordset(%s) as c(tenant text, id text, expected bigint, in_turn boolean, bucket int, task text, closed boolean, agent text,
    began_at timestamptz, suspended_at timestamptz, suspended_by text, suspended_reason text, suspended_decision text,
    state json)
  limit %n
), held as (
  select s.tenant, s.id from writ.sessions s join change c using (tenant, id)
  where s.version = c.expected and ${MAY_CHANGE} order by s.tenant, s.id for update of s
), updated as (
  update writ.sessions s set version = s.version + 1, task = c.task, closed = c.closed, state = c.state,
    suspended_at = c.suspended_at, suspended_by = c.suspended_by, suspended_reason = c.suspended_reason,
    suspended_decision = c.suspended_decision
  from change c join held using (tenant, id)
  where s.tenant = c.tenant and s.id = c.id and s.version = c.expected
  returning s.tenant, s.id
), created as (
  insert into writ.sessions (tenant, id, version, task, closed, agent, began_at,
    suspended_at, suspended_by, suspended_reason, suspended_decision, state)
  select tenant, id, 1, task, closed, agent, began_at,
    suspended_at, suspended_by, suspended_reason, suspended_decision, state
  from change c where expected = 0 and ${MAY_CHANGE} order by tenant, id
  on conflict do nothing returning tenant, id
)
select tenant, id from updated union all select tenant, id from created`;

/** Sessions, each changed from the version that was judged. */
export const sessionChanges: ConditionalChange = {
  keysOf: ({ session }) => (session === undefined ? [] : [keyOf(session)]),
  statement: apply,
  keyOf: sessionKey,
};

function keyOf({ tenant, next: { id } }: SessionChange): string {
  return sessionKey({ tenant, id });
}

function apply(entries: readonly RecordEntry[]): string {
  const document = entries.flatMap((entry) => {
    const { session } = entry;
    if (session === undefined) return [];
    const { tenant, expected_version: expected, next } = session;
    const { id, task, closed, agent = "", began_at_ms, suspended } = next;
    return {
      tenant,
      id,
      expected,
      ...turnOf(entry, keyOf(session)),
      task,
      closed,
      agent,
      began_at: new Date(began_at_ms),
      ...(suspended === undefined
        ? {}
        : {
            suspended_at: new Date(suspended.at_ms),
            suspended_by: suspended.by,
            suspended_reason: suspended.reason,
            suspended_decision: suspended.decision_id || null,
          }),
      state: stateOfSession(next),
    };
  });
  return APPLY.replace("%n", String(document.length)).replace("%s", () => pg.escapeLiteral(JSON.stringify(document)));
}
