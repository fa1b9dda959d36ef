import pg from "pg";
import type { RecordEntry, UsageChange } from "../../../domain/record.ts";
import type { ConditionalChange } from "./conditions.ts";

// As of sessions: rows are locked in one order by all writers, and after those of sessions.
const APPLY = `
with change as (
  select * from json_to_recordset(%s) as c(tenant text, id text, expected bigint, state json)
), held as (
  select t.tenant, t.id from %t t join change c using (tenant, id)
  where t.version = c.expected order by t.tenant, t.id for update of t
), updated as (
  update %t t set version = t.version + 1, state = c.state
  from change c join held using (tenant, id)
  where t.tenant = c.tenant and t.id = c.id and t.version = c.expected
  returning t.tenant, t.id
), created as (
  insert into %t (tenant, id, version, state)
  select tenant, id, 1, state from change where expected = 0 order by tenant, id
  on conflict do nothing returning tenant, id
)
select tenant, id from updated union all select tenant, id from created`;

/** What the calls of tasks have come to, each changed from the version that was judged. */
export const taskChanges = usageChanges("writ.task_counts", "task", ({ task }) => task);

/** The same of agents. */
export const agentChanges = usageChanges("writ.agent_usage", "agent", ({ agent_usage }) => agent_usage);

/** @param prefix parts the names from those of other kinds: a tenant's name has no colon */
function usageChanges(
  table: string,
  prefix: string,
  changeOf: (entry: RecordEntry) => UsageChange | undefined,
): ConditionalChange {
  const keyOf = ({ tenant, id }: { readonly tenant: string; readonly id: string }) => `${prefix}:${tenant}/${id}`;
  return {
    keysOf: (entry) => [changeOf(entry) ?? []].flat().map(keyOf),
    statement: (entries) => {
      const changes = entries.flatMap((entry) => changeOf(entry) ?? []);
      const document = changes.map(({ tenant, id, expected_version: expected, next: state }) => {
        return { tenant, id, expected, state };
      });
      return APPLY.replaceAll("%t", table).replace("%s", () => pg.escapeLiteral(JSON.stringify(document)));
    },
    keyOf,
  };
}
