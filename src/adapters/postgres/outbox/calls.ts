import type { Effect } from "../../../domain/decision.ts";
import type { Query } from "./query.ts";

/** A call that people are told of. */
export interface CallNotice {
  readonly decision_id: string;
  readonly at_ms: number;
  readonly effect: Effect;
}

/** Queues messages, once for each receiver that wants them. @throws WritError unavailable */
export type QueueCalls = (tenant: string, calls: readonly CallNotice[]) => Promise<void>;

const QUEUE_CALLS = `
  with calls as (
    select * from unnest($2::text[], $3::text[], $4::timestamptz[]) as c(decision_id, kind, at)
  ), queued as (
    insert into writ.webhook_deliveries (tenant, subscriber, id, subject, kind, follow_up_id, decision_id, at)
    select $1, r.name, 'msg_' || substr(c.decision_id, strpos(c.decision_id, '_') + 1), c.decision_id, c.kind, '', c.decision_id, c.at
    from calls c join writ.webhook_receivers r on r.tenant = $1 and c.kind = any (r.events)
    on conflict do nothing returning 1
  )
  select pg_notify('writ_webhooks', '') from (select from queued limit 1) as news`;

export function queueCalls(query: Query): QueueCalls {
  return async (tenant, calls) => {
    await query(QUEUE_CALLS, [
      tenant,
      calls.map(({ decision_id }) => decision_id),
      calls.map(({ effect }) => (effect === "warn" ? "decision_warned" : "decision_blocked")),
      calls.map(({ at_ms }) => new Date(at_ms)),
    ]);
  };
}
