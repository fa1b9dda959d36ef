import type { AgentEvent, AgentRegistration, AgentState, AgentStatus, RegistrationRecord } from "../../domain/agent.ts";
import type { AgentRow } from "../../ports/agent-store.ts";

/**
 * Every agent of a tenant ($1) that the database or the bundle ($2, a list of DeclaredAgent) knows. Of what people ordered and
 * what the bundle says the strictest holds, as it does in policy.
 */
export const KNOWN = `
  with declared as (
    select d.id collate "C" as id, d.owner, d.status, d.review_at::date as review_at
    from json_to_recordset($2::json) as d(id text, owner text, status text, review_at text)),
  known as (
    select coalesce(r.id, s.id, d.id) as id, d.id is not null as declared,
      coalesce(r.owner, d.owner, '') as owner, coalesce(r.review_at, d.review_at) as review_at,
      case when 'retired' in (s.status, d.status) then 'retired'
           when 'suspended' in (s.status, d.status) then 'suspended'
           when d.status not in ('', 'active') or r.id is null and d.status = '' then d.status
           else 'active' end as status,
      r.registration, r.version, r.registered_at, r.registered_by, r.updated_at, r.updated_by,
      s.status as ordered, s.by, s.reason, s.at
    from (select * from writ.agents where tenant = $1) r
    full join (select * from writ.agent_states where tenant = $1) s on s.id = r.id
    full join declared d on d.id = coalesce(r.id, s.id))
  select * from known`;

export interface KnownRow {
  readonly id: string;
  readonly declared: boolean;
  readonly status: string;
  readonly registration: AgentRegistration | null;
  readonly version: string;
  readonly registered_at: Date;
  readonly registered_by: string;
  readonly updated_at: Date;
  readonly updated_by: string;
  readonly ordered: AgentStatus | null;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

export function toAgentRow(row: KnownRow): AgentRow {
  const record = recordOf(row);
  const state = stateOf(row);
  return {
    id: row.id,
    declared: row.declared,
    status: row.status,
    ...(record === undefined ? {} : { record }),
    ...(state === undefined ? {} : { state }),
  };
}

function recordOf(row: KnownRow): RegistrationRecord | undefined {
  if (row.registration === null) return undefined;
  return {
    registration: row.registration,
    version: Number(row.version),
    registered_at_ms: row.registered_at.getTime(),
    registered_by: row.registered_by,
    updated_at_ms: row.updated_at.getTime(),
    updated_by: row.updated_by,
  };
}

function stateOf({ ordered, by, reason, at }: KnownRow): AgentState | undefined {
  return ordered === null ? undefined : { status: ordered, by, reason, at_ms: at.getTime() };
}

export interface EventRow extends Omit<AgentEvent, "at_ms"> {
  readonly at: Date;
}

export function toAgentEvent({ tenant, agent, action, by, reason, at, changed }: EventRow): AgentEvent {
  return { tenant, agent, action, by, reason, at_ms: at.getTime(), changed };
}
