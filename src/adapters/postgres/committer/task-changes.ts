import pg from "pg";
import type { TaskChange } from "../../../domain/record.ts";
import type { ConditionalChange } from "./conditions.ts";

// As of sessions: rows are locked in one order by all writers, and after those of sessions.
const APPLY = `
with change as (
  select * from json_to_recordset(%s) as c(tenant text, id text, expected bigint, state json)
), held as (
  select t.tenant, t.id from writ.task_counts t join change c using (tenant, id)
  where t.version = c.expected order by t.tenant, t.id for update of t
), updated as (
  update writ.task_counts t set version = t.version + 1, state = c.state
  from change c join held using (tenant, id)
  where t.tenant = c.tenant and t.id = c.id and t.version = c.expected
  returning t.tenant, t.id
), created as (
  insert into writ.task_counts (tenant, id, version, state)
  select tenant, id, 1, state from change where expected = 0 order by tenant, id
  on conflict do nothing returning tenant, id
)
select tenant, id from updated union all select tenant, id from created`;

/** What tasks have come to, each changed from the version that was judged. */
export const taskChanges: ConditionalChange = {
  keysOf: ({ task }) => (task === undefined ? [] : [taskKey(task.tenant, task.next.id)]),
  statement: (entries) => apply(entries.flatMap(({ task }) => task ?? [])),
  keyOf: ({ tenant, id }) => taskKey(tenant, id),
};

/** A task's name among sessions: a tenant's name has no colon. */
function taskKey(tenant: string, id: string): string {
  return `task:${tenant}/${id}`;
}

function apply(changes: readonly TaskChange[]): string {
  const document = changes.map(({ tenant, expected_version: expected, next }) => {
    const { id, ...state } = next;
    return { tenant, id, expected, state };
  });
  return APPLY.replace("%s", () => pg.escapeLiteral(JSON.stringify(document)));
}
