import type { FollowUp } from "../../domain/follow-up.ts";
import type { FollowUpReader } from "../../ports/follow-up-reader.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** A session that is suspended and resumed for years is no trail to read. */
const MOST = 1_000;

// What happened to an approval stands with the decision that asked for it; of its uses only this decision's belong here.
const OF = `
  select tenant, id, decision_id, session, kind, at, actor, body from writ.follow_ups
  where tenant = $1 and decision_id <> '' and (
    decision_id = $2
    or decision_id = (select decision_id from writ.approvals where tenant = $1 and id = $3)
      and body ->> 'approval' = $3 and (kind <> 'approval_used' or body ->> 'decision' = $2)
  )
  order by seq limit ${MOST}`;

type Row = Omit<FollowUp, "at_ms"> & { readonly at: Date };

export function followUpReader(pool: TenantPool): FollowUpReader {
  return {
    of: async (tenant, decisionId, approvalId) => {
      const { rows } = await pool.query<Row>(tenant, OF, [tenant, decisionId, approvalId ?? ""]);
      return rows.map(({ at, ...row }) => ({ ...row, at_ms: at.getTime() }));
    },
  };
}
