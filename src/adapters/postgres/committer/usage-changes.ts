import pg from "pg";
import { agentKey, type Keyed, taskKey } from "../../../domain/change-keys.ts";
import type { RecordEntry, UsageChange } from "../../../domain/record.ts";
import { MAY_CHANGE, turnOf } from "../turns.ts";
import type { ConditionalChange } from "./conditions.ts";

// As of sessions: rows are locked in one order by all writers, and after those of sessions.
// How many rows there are is said again as a limit: PostgreSQL takes JSON for a hundred rows, and would read a whole table for one.
const APPLY = `
with change as (
  select * from json_to_recordset(%s) as c(tenant text, id text, expected bigint, in_turn boolean, bucket int, state json)
  limit %n
), held as (
  select t.tenant, t.id from %t t join change c using (tenant, id)
  where t.version = c.expected and ${MAY_CHANGE} order by t.tenant, t.id for update of t
), updated as (
  update %t t set version = t.version + 1, state = c.state
  from change c join held using (tenant, id)
  where t.tenant = c.tenant and t.id = c.id and t.version = c.expected
  returning t.tenant, t.id
), created as (
  insert into %t (tenant, id, version, state)
  select tenant, id, 1, state from change c where expected = 0 and ${MAY_CHANGE} order by tenant, id
  on conflict do nothing returning tenant, id
)
select tenant, id from updated union all select tenant, id from created`;

/** What the calls of tasks have come to, each changed from the version that was judged. */
export const taskChanges = usageChanges("writ.task_counts", taskKey, ({ task }) => task);

/** The same of agents. */
export const agentChanges = usageChanges("writ.agent_usage", agentKey, ({ agent_usage }) => agent_usage);

function usageChanges(
  table: string,
  keyOf: (change: Keyed) => string,
  changeOf: (entry: RecordEntry) => UsageChange | undefined,
): ConditionalChange {
  return {
    keysOf: (entry) => [changeOf(entry) ?? []].flat().map(keyOf),
    statement: (entries) => {
      const document = entries.flatMap((entry) => {
        const change = changeOf(entry);
        if (change === undefined) return [];
        const { tenant, id, expected_version: expected, next: state } = change;
        return { tenant, id, expected, ...turnOf(entry, keyOf(change)), state };
      });
      return APPLY.replaceAll("%t", table)
        .replace("%n", String(document.length))
        .replace("%s", () => pg.escapeLiteral(JSON.stringify(document)));
    },
    keyOf,
  };
}
