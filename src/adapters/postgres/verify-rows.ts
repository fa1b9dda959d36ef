import type pg from "pg";
import type { TimeRange } from "./verify-reader.ts";

/** Tables without a chain of their own, of whose rows follow-ups tell. */
type FaithfulTable = "outcomes" | "approvals" | "approval_votes" | "approval_uses" | "redemptions" | "revocations";

/** A row of a table that people and programs read, and which is not what its follow-up in the chain says. */
export interface UnfaithfulRow {
  readonly table: FaithfulTable;
  readonly id: string;
  readonly message: string;
}

/** More are not told of any one table. */
const MAX_ROWS = 1_000;

/** Whoever was asked to erase has changed both, perhaps not both yet: of these only what says nothing of people is compared. */
const ERASED = `(f.salt is null or exists (select from writ.follow_ups e where e.tenant = f.tenant
  and e.decision_id = f.decision_id and e.kind = 'subject_erased'))`;

/** What becomes of a question after it was asked, which transaction wrote it last, and times, which are compared as such. */
const LATER =
  "array['approval', 'xid', 'approved_at', 'valid_until', 'ended_at', 'ended_by', 'ended_reason', 'expires_at']";

interface Check {
  readonly table: UnfaithfulRow["table"];
  readonly message: string;
  /** Gives `id`, and `at`, by which a part of the record is read. */
  readonly sql: string;
}

/** How a follow-up `f` names the row `r` that it tells of. */
const TOLD: readonly { readonly table: FaithfulTable; readonly kind: string; readonly id: string; readonly is: string }[] = [
  { table: "outcomes", kind: "outcome", id: "f.decision_id", is: "r.decision_id = f.decision_id" },
  { table: "approvals", kind: "approval_requested", id: "f.body ->> 'approval'", is: "r.id = f.body ->> 'approval'" },
  { table: "approval_votes", kind: "approval_answered", id: "f.body ->> 'approval'", is: "r.approval_id = f.body ->> 'approval' and r.by = f.actor" },
  { table: "approval_uses", kind: "approval_used", id: "f.body ->> 'approval'", is: "r.approval_id = f.body ->> 'approval' and r.use = (f.body ->> 'use')::bigint" },
  { table: "redemptions", kind: "grant_redeemed", id: "f.body ->> 'grant'", is: "r.grant_id = f.body ->> 'grant' and r.id = f.body ->> 'redemption'" },
  { table: "revocations", kind: "grant_revoked", id: "f.body ->> 'grant'", is: "r.grant_id = f.body ->> 'grant'" },
]; // biome-ignore format: a row each

/** Retention takes a row after its decision: where that is on record, so is the row. */
const MISSING: readonly Check[] = TOLD.map(({ table, kind, id, is }) => ({
  table,
  message: "a follow-up tells of it, and it is not there",
  sql: `select ${id} as id, f.at from writ.follow_ups f
    join writ.decisions d on d.tenant = f.tenant and d.id = f.decision_id and d.at = writ.ulid_time(f.decision_id)
    where f.kind = '${kind}' and not exists (select from writ.${table} r where r.tenant = f.tenant and ${is})`,
}));

/** What befell a grant `g`, of which no follow-up `f` of its decision tells the same; more conditions on `f` and a bracket come behind it. */
function untold(table: FaithfulTable, kind: string): string {
  return `select r.grant_id as id, r.at from writ.${table} r
      join writ.grants g on g.tenant = r.tenant and g.id = r.grant_id
      join writ.decisions d on d.tenant = g.tenant and d.id = g.decision_id and d.at = writ.ulid_time(g.decision_id)
      where d.input_digest is not null and not exists (select from writ.follow_ups f
        where f.tenant = r.tenant and f.decision_id = g.decision_id and f.kind = '${kind}' and f.at = r.at
          and f.body ->> 'grant' = r.grant_id`;
}

const CHECKS: readonly Check[] = [
  ...MISSING,
  {
    table: "outcomes",
    message: "it is not what the follow-up of this decision says, or none says it",
    sql: `select o.decision_id as id, o.at from writ.outcomes o
      join writ.decisions d on d.tenant = o.tenant and d.id = o.decision_id and d.at = writ.ulid_time(o.decision_id)
      where d.input_digest is not null and not exists (select from writ.follow_ups f
        where f.tenant = o.tenant and f.decision_id = o.decision_id and f.kind = 'outcome' and f.at = o.at
          and f.body ->> 'status' = o.status and (f.body ->> 'duration_ms') is not distinct from o.duration_ms::text
          and (f.body ->> 'result_digest') is not distinct from 'sha256:' || encode(o.result_digest, 'hex')
          and (${ERASED} or (f.body -> 'detail')::text = o.detail::text))`,
  },
  {
    table: "approvals",
    message: "it is not what was asked by the follow-up, or none asked it",
    sql: `select a.id, a.requested_at as at from writ.approvals a
      join writ.decisions d on d.tenant = a.tenant and d.id = a.decision_id and d.at = writ.ulid_time(a.decision_id)
      where d.input_digest is not null and not exists (select from writ.follow_ups f
        where f.tenant = a.tenant and f.decision_id = a.decision_id and f.kind = 'approval_requested'
          and f.body ->> 'approval' = a.id and f.at = a.requested_at and (f.body ->> 'expires_at')::timestamptz = a.expires_at
          and (${ERASED} or not exists (select from jsonb_each(f.body::jsonb - ${LATER}) as asked
            where to_jsonb(a) -> asked.key is distinct from asked.value)))`,
  },
  {
    table: "approvals",
    message: "its state is not what its follow-ups come to",
    sql: `select a.id, a.requested_at as at from writ.approvals a
      join writ.decisions d on d.tenant = a.tenant and d.id = a.decision_id and d.at = writ.ulid_time(a.decision_id)
      cross join lateral (select
          count(*) filter (where f.kind = 'approval_answered' and f.body ->> 'verdict' = 'approve') as yes,
          count(*) filter (where f.kind = 'approval_answered' and f.body ->> 'verdict' = 'deny') as no,
          count(*) filter (where f.kind = 'approval_used') as uses,
          bool_or(f.kind in ('approval_expired', 'approval_withdrawn')) as ended,
          bool_or(f.kind = 'approval_' || a.state) as said
        from writ.follow_ups f
        where f.tenant = a.tenant and f.decision_id = a.decision_id and f.body ->> 'approval' = a.id) told
      where d.input_digest is not null and (a.uses <> told.uses or (a.state in ('pending', 'approved', 'used') and (told.ended or told.no > 0)) or not case a.state
        when 'pending' then told.yes < (a.demand ->> 'quorum')::int
        when 'approved' then told.yes >= (a.demand ->> 'quorum')::int and told.uses < a.max_uses
        when 'used' then told.yes >= (a.demand ->> 'quorum')::int and told.uses = a.max_uses
        when 'denied' then told.no > 0
        else coalesce(told.said, false) end)`,
  },
  {
    table: "approval_votes",
    message: "it is not what a follow-up says, or none says it",
    sql: `select v.approval_id as id, v.at from writ.approval_votes v
      join writ.approvals a on a.tenant = v.tenant and a.id = v.approval_id
      where not exists (select from writ.follow_ups f
        where f.tenant = v.tenant and f.decision_id = a.decision_id and f.kind = 'approval_answered' and f.at = v.at
          and f.body ->> 'approval' = v.approval_id and f.actor = v.by and f.body ->> 'verdict' = v.verdict
          and f.body ->> 'via' = v.via
          and (${ERASED} or (f.body ->> 'address' = v.address and f.body ->> 'comment' = v.comment
            and (f.body -> 'as_approver')::jsonb = to_jsonb(v.as_approver))))`,
  },
  {
    table: "approval_uses",
    message: "it is not what a follow-up says, or none says it",
    sql: `select u.approval_id as id, u.at from writ.approval_uses u
      join writ.approvals a on a.tenant = u.tenant and a.id = u.approval_id
      where not exists (select from writ.follow_ups f
        where f.tenant = u.tenant and f.decision_id = a.decision_id and f.kind = 'approval_used' and f.at = u.at
          and f.body ->> 'approval' = u.approval_id and (f.body ->> 'use')::bigint = u.use
          and f.body ->> 'decision' = u.decision_id)`,
  },
  {
    table: "redemptions",
    message: "it is not what a follow-up says, or none says it",
    sql: `${untold("redemptions", "grant_redeemed")}
          and f.actor = r.redeemer and f.body ->> 'redemption' = r.id
          and (f.body ->> 'credential_expires_at')::timestamptz = r.credential_expires_at
          and (${ERASED} or f.body ->> 'secret_ref' = r.secret_ref))`,
  },
  {
    table: "revocations",
    message: "it is not what a follow-up says, or none says it",
    sql: `${untold("revocations", "grant_revoked")}
          and f.body ->> 'reason' = r.reason)`,
  },
];

/** Rows of tables without a chain of their own, as far as the chain tells of them. */
export async function unfaithfulRows(
  client: pg.ClientBase,
  { since, until }: TimeRange,
): Promise<readonly UnfaithfulRow[]> {
  const found: UnfaithfulRow[] = [];
  for (const { table, message, sql } of CHECKS) {
    const { rows } = await client.query<{ id: string }>(
      `select c.id from (${sql}) c where ($1::timestamptz is null or c.at >= $1) and ($2::timestamptz is null or c.at < $2)
       order by c.at limit ${MAX_ROWS}`,
      [since ?? null, until ?? null],
    );
    found.push(...rows.map(({ id }) => ({ table, id, message })));
  }
  return found;
}
