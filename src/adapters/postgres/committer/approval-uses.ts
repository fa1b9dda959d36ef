import pg from "pg";
import { approvalKey } from "../../../domain/change-keys.ts";
import type { RecordEntry } from "../../../domain/record.ts";
import type { ConditionalChange } from "./conditions.ts";

// As of sessions: rows are locked in one order by all writers. The decision's own time is what counts against its end.
// How many rows there are is said again as a limit: PostgreSQL takes JSON for a hundred rows, and would read a whole table for one.
const APPLY = `
with use as (
  select * from json_to_recordset(%s)
    as u(tenant text, id text, decision_id text, at timestamptz, max_uses bigint, valid_until timestamptz)
  limit %n
), held as (
  select a.tenant, a.id from writ.approvals a join use u using (tenant, id)
  where a.state = 'approved' order by a.tenant, a.id for update of a
), used as (
  update writ.approvals a set
    uses = a.uses + 1,
    state = case when a.uses + 1 >= a.max_uses then 'used' else a.state end,
    ended_at = case when a.uses + 1 >= a.max_uses then u.at end
  from use u join held using (tenant, id)
  where a.tenant = u.tenant and a.id = u.id and a.state = 'approved'
    and a.uses < least(a.max_uses, u.max_uses) and u.at < least(a.valid_until, u.valid_until)
  returning a.tenant, a.id, a.uses, u.decision_id, u.at
)
insert into writ.approval_uses (tenant, approval_id, use, decision_id, at)
select tenant, id, uses, decision_id, at from used
returning tenant, approval_id as id`;

/** Approvals, each used only while it may be: once more than all that were before. */
export const approvalUses: ConditionalChange = {
  keysOf: ({ use }) => (use === undefined ? [] : [approvalKey(use)]),
  statement: (entries) => apply(entries),
  keyOf: approvalKey,
};

function apply(entries: readonly RecordEntry[]): string {
  const document = entries.flatMap(({ decision, use }) =>
    use === undefined
      ? []
      : {
          tenant: use.tenant,
          id: use.id,
          decision_id: decision.id,
          at: new Date(decision.at_ms).toISOString(),
          max_uses: use.max_uses,
          valid_until: new Date(use.valid_until_ms).toISOString(),
        },
  );
  return APPLY.replace("%n", String(document.length)).replace("%s", () => pg.escapeLiteral(JSON.stringify(document)));
}
