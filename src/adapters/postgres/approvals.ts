import type pg from "pg";
import type { ApprovalRecord, ApprovalVote } from "../../domain/approval.ts";
import { outcomeOf } from "../../domain/approval-votes.ts";
import { type ApprovalFilter, type ApprovalStore, MAX_PENDING_OF_AGENT } from "../../ports/approval-store.ts";
import { APPROVAL, type ApprovalRowRead, stateCondition, toApproval } from "./approval-rows.ts";
import { digestBytes } from "./digests.ts";
import { revokeGrants } from "./revoke.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** Of one question: more that are in force at once say the same. */
const MAX_MATCHES = 16;

const COUNT_PENDING = `
  select count(*)::int as count from (
    select from writ.approvals where tenant = $1 and agent = $2 and state = 'pending' and expires_at > $3
    limit ${MAX_PENDING_OF_AGENT}) as few`;

export function approvalStore(pool: TenantPool): ApprovalStore {
  const query = async <R extends pg.QueryResultRow>(
    tenant: string,
    text: string,
    values: readonly unknown[],
  ): Promise<R[]> => (await pool.query<R>(tenant, text, values)).rows;
  return {
    matching: async (tenant, agent, scopeDigest, nowMs) => {
      const [rows, [few]] = await Promise.all([
        query<ApprovalRowRead>(
          tenant,
          `${APPROVAL} where a.tenant = $1 and a.agent = $2 and a.scope_digest = $3 and a.state in ('pending', 'approved')
           order by a.id desc limit ${MAX_MATCHES}`,
          [tenant, agent, digestBytes(scopeDigest)],
        ),
        query<{ count: number }>(tenant, COUNT_PENDING, [tenant, agent, new Date(nowMs)]),
      ]);
      return { records: rows.map((row) => toApproval(row, nowMs)), pending: few?.count ?? 0 };
    },
    find: async (tenant, id, nowMs) => {
      const [row] = await query<ApprovalRowRead>(tenant, `${APPROVAL} where a.tenant = $1 and a.id = $2`, [tenant, id]);
      return row === undefined ? undefined : toApproval(row, nowMs);
    },
    list: async (tenant, filter, size, nowMs) => {
      const { text, values } = listed(tenant, filter, size, nowMs);
      return (await query<ApprovalRowRead>(tenant, text, values)).map((row) => toApproval(row, nowMs));
    },
    vote: (tenant, id, judge, nowMs) => pool.transaction(tenant, (client) => vote(client, tenant, id, judge, nowMs)),
    withdraw: (tenant, id, by, reason, nowMs) =>
      pool.transaction(tenant, (client) => withdraw(client, { tenant, id, by, reason }, nowMs)),
  };
}

/** Ids are ULIDs: those that came last are the greatest. */
function listed(tenant: string, { state, after, ...same }: ApprovalFilter, size: number, nowMs: number) {
  const values: unknown[] = [tenant, size];
  const value = (it: unknown) => `$${values.push(it)}`;
  const conditions = ["a.tenant = $1"];
  for (const [column, wanted] of Object.entries(same)) conditions.push(`a.${column} = ${value(wanted)}`);
  if (state !== undefined) conditions.push(stateCondition(state, value(new Date(nowMs))));
  if (after !== undefined) conditions.push(`a.id < ${value(after)}`);
  return { text: `${APPROVAL} where ${conditions.join(" and ")} order by a.id desc limit $2`, values };
}

async function locked(client: pg.ClientBase, tenant: string, id: string, nowMs: number) {
  // By itself first: what was voted until the lock was taken is seen by the next statement, not by this one.
  await client.query("select from writ.approvals where tenant = $1 and id = $2 for update", [tenant, id]);
  const { rows } = await client.query<ApprovalRowRead>(`${APPROVAL} where a.tenant = $1 and a.id = $2`, [tenant, id]);
  return rows[0] === undefined ? undefined : toApproval(rows[0], nowMs);
}

async function vote(
  client: pg.ClientBase,
  tenant: string,
  id: string,
  judge: (record: ApprovalRecord) => ApprovalVote | undefined,
  nowMs: number,
): Promise<ApprovalRecord | undefined> {
  const record = await locked(client, tenant, id, nowMs);
  const added = record === undefined ? undefined : judge(record);
  if (record === undefined || added === undefined) return record;
  const { by, verdict, as, at_ms, via, address, comment } = added;
  await client.query(
    `insert into writ.approval_votes (tenant, approval_id, by, verdict, as_approver, at, via, address, comment)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tenant, id, by, verdict, as, new Date(at_ms), via, address, comment],
  );
  await client.query(...outcome(record, added));
  return locked(client, tenant, id, nowMs);
}

/** Each vote is a change of which those who wait hear, whatever it leads to. */
function outcome({ tenant, id, demand, votes }: ApprovalRecord, added: ApprovalVote): [string, unknown[]] {
  const at = new Date(added.at_ms);
  switch (outcomeOf(demand, [...votes, added])) {
    case "approved": {
      const until = new Date(added.at_ms + demand.valid_for_s * 1000);
      const set = "state = 'approved', approved_at = $3, valid_until = $4";
      return [`update writ.approvals set ${set} where tenant = $1 and id = $2`, [tenant, id, at, until]];
    }
    case "denied": {
      const set = "state = 'denied', ended_at = $3, ended_by = $4, ended_reason = $5";
      const values = [tenant, id, at, added.by, added.comment];
      return [`update writ.approvals set ${set} where tenant = $1 and id = $2`, values];
    }
    case "pending":
      return ["update writ.approvals set state = state where tenant = $1 and id = $2", [tenant, id]];
  }
}

interface Withdrawal {
  readonly tenant: string;
  readonly id: string;
  readonly by: string;
  readonly reason: string;
}

async function withdraw(
  client: pg.ClientBase,
  { tenant, id, by, reason }: Withdrawal,
  nowMs: number,
): Promise<ApprovalRecord | undefined> {
  const record = await locked(client, tenant, id, nowMs);
  if (record === undefined || (record.state !== "pending" && record.state !== "approved")) return record;
  await client.query(
    `update writ.approvals set state = 'withdrawn', ended_at = $3, ended_by = $4, ended_reason = $5
     where tenant = $1 and id = $2`,
    [tenant, id, new Date(nowMs), by, reason],
  );
  // Behind the lock: a decision that uses the approval has its grant on record by now, or will not be made.
  await revokeGrants(client, tenant, { by: "approval", value: id }, "approval_withdrawn", nowMs);
  return locked(client, tenant, id, nowMs);
}
