import type pg from "pg";
import { newId } from "../../src/adapters/ids.ts";
import { stateOfSession } from "../../src/adapters/postgres/session-rows.ts";
import { newSession } from "../../src/domain/session-state.ts";

export const PLAN_AT_MS = Date.parse("2026-11-20T15:04:05.123Z");

const DAYS = 10;
const DECISIONS_A_DAY = 1_500;
const ROWS = 6_000;
const TENANTS = ["blue", "green", "red"];

/** The moment, as the first ten characters of a ULID have it. */
const MOMENT = newId("dec", PLAN_AT_MS).slice("dec_".length, -16);

/** The same id for the same number: that of the n-th row of its kind. */
export function planId(prefix: string, n: number): string {
  return `${prefix}_${MOMENT}${String(n).padStart(16, "0")}`;
}

const ID = (prefix: string, n: string) => `'${prefix}_${MOMENT}' || lpad((${n})::text, 16, '0')`;

const STATE = JSON.stringify(stateOfSession(newSession("s", "tsk", PLAN_AT_MS)));

const AT = new Date(PLAN_AT_MS).toISOString();

/** Each for `n` from 1 to `ROWS`, and the tenant `t`. */
const STATEMENTS: readonly string[] = [
  `insert into writ.sessions (tenant, id, version, task, closed, state, agent, began_at)
   select t, 's-' || n, 1, 'tsk-' || n, false, '${STATE}', 'agent-' || n, timestamptz '${AT}' - n * interval '1 s'`,
  `insert into writ.task_counts (tenant, id, version, state) select t, 'tsk-' || n, 1, '{"kinds":{}}'`,
  `insert into writ.agent_usage (tenant, id, version, state) select t, 'agent-' || n, 1, '{"kinds":{}}'`,
  `insert into writ.session_values (tenant, session, hash, origin, key_id, tool, decision_id, at)
   select t, 's-' || n % 100, sha256(n::text::bytea), 'user', 'k', '', '', '${AT}'`,
  `insert into writ.grants (tenant, id, decision_id, agent, task, session, session_epoch, audience, action_digest, single_use,
     issued_at, expires_at, delegation)
   select t, ${ID("grt", "n")}, ${ID("dec", "n")}, 'agent-' || n, 'tsk-' || n, 's-' || n, 0, 'vault', '', true,
     timestamptz '${AT}' - n * interval '1 s', timestamptz '${AT}' + interval '1 hour',
     case when n % 3 = 0 then array['agent-' || n + 1] else '{}' end`,
  `insert into writ.revocations (tenant, grant_id, reason, at) select t, ${ID("grt", "n")}, 'x', '${AT}'`,
  `insert into writ.redemptions (tenant, grant_id, id, redeemer, at, secret_ref, credential_expires_at, proof, once)
   select t, ${ID("grt", "n")}, 'r', 'b', '${AT}', '', '${AT}', 'p', true`,
  `insert into writ.redemption_refusals (tenant, grant_id, caller, reason, count, first_at, last_at)
   select t, ${ID("grt", "n")}, 'b', 'x', 1, '${AT}', '${AT}'`,
  `insert into writ.intents (tenant, id, task, status, purpose, on_behalf_of, agents, allows, not_before, expires_at, ancestors,
     requested_by, requested_at)
   select t, ${ID("int", "n")}, 'tsk-' || n, 'active', '', '', '[]', '[]', '${AT}', timestamptz '${AT}' + interval '1 hour',
     case when n % 3 = 0 then array[${ID("int", "n / 3")}] else '{}' end, 'x', '${AT}'`,
  `insert into writ.approvals (tenant, id, decision_id, agent, session, action_digest, template, requested_at, expires_at, state,
     scope_digest)
   select t, ${ID("apr", "n")}, ${ID("dec", "n")}, 'agent-' || n, '', '', '', '${AT}', timestamptz '${AT}' + interval '1 hour',
     case when n % 20 = 0 then 'pending' else 'expired' end, sha256(n::text::bytea)`,
  `insert into writ.approval_votes (tenant, approval_id, by, verdict, as_approver, at, via, address, comment)
   select t, ${ID("apr", "n")}, 'user:a', 'deny', '{}', '${AT}', '', '', ''`,
  `insert into writ.outcomes (tenant, decision_id, at, status, detail) select t, ${ID("dec", "n + 20")}, '${AT}', 'succeeded', '{}'`,
  `insert into writ.follow_ups (tenant, id, decision_id, session, kind, at, actor, body, body_digest)
   select t, 'flw_' || n, ${ID("dec", "n")}, '', 'outcome', '${AT}', '', '{}', ''`,
  `insert into writ.tasks (tenant, id, completed_at) select t, 'done-' || n, '${AT}'`,
  `insert into writ.agents (tenant, id, version, owner, registration, registered_at, registered_by, updated_at, updated_by)
   select t, 'agent-' || n, 1, 'o', '{"owner":"o"}', '${AT}', 'x', '${AT}', 'x'`,
  `insert into writ.agent_states (tenant, id, status, by, reason, at) select t, 'agent-' || n, 'active', 'x', '', '${AT}'`,
];

const DECISIONS = `
  insert into writ.decisions (tenant, at, id, request_id, caller, protocol, agent, session, task, tool, verb, effect, reason, dry_run,
    action_digest, policy_digest, catalogue_digest, answer, input, writer, seq, hash)
  select t, timestamptz '${AT}' - day * interval '1 day' - n * interval '1 s' * (day > 0)::int, ${ID("dec", `day * ${DECISIONS_A_DAY} + n`)}, '', 'c', 'http',
    'agent-' || n, '', '', 'tool', 'file.read', case when n % 10 = 0 then 'block' else 'allow' end, '', false, '', '', '', '{}', '{}',
    'w', n, ''
  from generate_series(0, ${DAYS - 1}) as day, generate_series(1, ${DECISIONS_A_DAY}) as n, unnest($1::text[]) as t`;

/** Ten days of decisions and thousands of rows of everything else, for three tenants; partitions for those days. */
export async function fillForPlans(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    for (let back = 2; back <= DAYS; back++) {
      const [from, to] = [back, back - 1].map((days) =>
        new Date(PLAN_AT_MS - days * 86_400_000).toISOString().slice(0, 10),
      );
      await client.query(
        `create table writ.decisions_${from?.replaceAll("-", "")} partition of writ.decisions for values from ('${from}') to ('${to}')`,
      );
    }
    await client.query("set session_replication_role = replica");
    await client.query(DECISIONS, [TENANTS]);
    for (const statement of STATEMENTS) {
      await client.query(`${statement} from generate_series(1, ${ROWS}) as n, unnest($1::text[]) as t`, [TENANTS]);
    }
    await client.query("reset session_replication_role");
    await client.query("analyze");
  } finally {
    client.release();
  }
}
