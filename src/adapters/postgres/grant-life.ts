import type pg from "pg";
import { type RefusedRedemption, type StoredGrant, stateOf } from "../../domain/grant.ts";
import type { RevocationReason } from "../../domain/revocation.ts";
import { GRANT_COLUMNS, GRANT_FROM, type GrantRecord, toGrant } from "./grant-rows.ts";

interface LifeRecord extends GrantRecord {
  readonly task_completed: boolean;
  readonly agent_stopped: boolean;
  readonly intent_ended: boolean;
  readonly key_revoked: boolean;
  readonly epoch: string | null;
  readonly closed: boolean | null;
}

// What a grant hangs on is looked at itself, and not only the revocations that its end brings: one that was minted while it ended
// was not there to be revoked.
const SELECT = `select ${GRANT_COLUMNS},
    t.id is not null as task_completed, (s.state->>'epoch')::bigint as epoch, s.closed,
    exists (select from writ.agent_states a
      where a.tenant = g.tenant and a.id = any (g.agent || g.delegation) and a.status <> 'active') as agent_stopped,
    exists (select from writ.intents i
      where i.tenant = g.tenant and i.id = g.intent and i.status <> 'active') as intent_ended,
    exists (select from writ.signing_keys k where k.kid = g.kid and k.revoked_at is not null) as key_revoked
  from ${GRANT_FROM}
  left join writ.tasks t on t.tenant = g.tenant and t.id = g.task and g.task <> ''
  left join writ.sessions s on s.tenant = g.tenant and s.id = g.session and g.session <> ''
  where g.tenant = $1 and g.id = $2`;

/** The grant, when it and all that it hangs on are alive; else why not. */
export async function aliveGrant(
  client: Pick<pg.ClientBase, "query">,
  tenant: string,
  id: string,
  nowMs: number,
): Promise<StoredGrant | RefusedRedemption> {
  const { rows } = await client.query<LifeRecord>(SELECT, [tenant, id]);
  const [row] = rows;
  if (row === undefined) return { refusal: "grant_unknown" };
  const { task_completed, agent_stopped, intent_ended, key_revoked, epoch, closed, ...record } = row;
  const grant = toGrant(record);
  const state = stateOf(grant, nowMs);
  if (grant.revocation !== undefined) return revokedBy(grant.revocation.reason);
  if (state === "used") return { refusal: "grant_used" };
  if (state === "expired") return { refusal: "grant_expired" };
  if (task_completed) return { refusal: "task_completed" };
  if (agent_stopped) return { refusal: "agent_suspended" };
  if (intent_ended) return revokedBy("intent_revoked");
  if (key_revoked) return revokedBy("key_revoked");
  if (grant.session !== "" && (closed === true || Number(epoch ?? 0) !== grant.session_epoch)) {
    return { refusal: "session_deviated" };
  }
  return grant;
}

function revokedBy(revocation: RevocationReason): RefusedRedemption {
  switch (revocation) {
    case "task_completed":
      return { refusal: "task_completed" };
    case "agent_suspended":
    case "agent_retired":
      return { refusal: "agent_suspended", revocation };
    case "session_revoked":
      return { refusal: "session_deviated", revocation };
    default:
      return { refusal: "grant_revoked", revocation };
  }
}
