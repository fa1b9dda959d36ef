import type pg from "pg";
import type { TimeRange } from "./verify-reader.ts";

/** A row of a table that people and programs read, and which is not what its follow-up in the chain says. */
export interface UnfaithfulRow {
  readonly table: "outcomes" | "approvals" | "approval_votes" | "approval_uses";
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

const CHECKS: readonly Check[] = [
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
    table: "outcomes",
    message: "a follow-up tells of it, and it is not there",
    sql: `select f.decision_id as id, f.at from writ.follow_ups f
      join writ.decisions d on d.tenant = f.tenant and d.id = f.decision_id and d.at = writ.ulid_time(f.decision_id)
      where f.kind = 'outcome' and not exists (select from writ.outcomes o where o.tenant = f.tenant and o.decision_id = f.decision_id)`,
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
