import pg from "pg";
import type { SessionChange } from "../../../domain/record.ts";
import { stateOfSession } from "../session-rows.ts";
import type { ConditionalChange } from "./conditions.ts";

// Rows are locked in one order by all writers, so that two of them cannot wait for each other.
const APPLY = `
with change as (
  select * from json_to_recordset(%s) as c(tenant text, id text, expected bigint, task text, closed boolean, agent text,
    began_at timestamptz, suspended_at timestamptz, suspended_by text, suspended_reason text, suspended_decision text,
    state json)
), held as (
  select s.tenant, s.id from writ.sessions s join change c using (tenant, id)
  where s.version = c.expected order by s.tenant, s.id for update of s
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
  from change where expected = 0 order by tenant, id
  on conflict do nothing returning tenant, id
)
select tenant, id from updated union all select tenant, id from created`;

/** Sessions, each changed from the version that was judged. */
export const sessionChanges: ConditionalChange = {
  keysOf: ({ session }) => (session === undefined ? [] : [sessionKey(session.tenant, session.next.id)]),
  statement: (entries) => apply(entries.flatMap(({ session }) => session ?? [])),
  keyOf: ({ tenant, id }) => sessionKey(tenant, id),
};

function sessionKey(tenant: string, id: string): string {
  return `${tenant}/${id}`;
}

function apply(changes: readonly SessionChange[]): string {
  const document = changes.map(({ tenant, expected_version: expected, next }) => {
    const { id, task, closed, agent = "", began_at_ms, suspended } = next;
    return {
      tenant,
      id,
      expected,
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
  return APPLY.replace("%s", () => pg.escapeLiteral(JSON.stringify(document)));
}
