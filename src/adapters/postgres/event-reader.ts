import type pg from "pg";
import type { DeadEvent, EventReader, SubscriberState } from "../../ports/event-outbox.ts";
import { storeUnavailable } from "./errors.ts";

type StateRow = Omit<SubscriberState, "pending" | "oldest_s" | "dead"> &
  Record<"pending" | "oldest_s" | "dead", string>;
type DeadRow = Omit<DeadEvent, "at_ms" | "dead_at_ms"> & { readonly at: Date; readonly dead_at: Date };

const STATES = `
  select s.name,
    count(d.id) filter (where d.dead_at is null) as pending,
    coalesce(extract(epoch from clock_timestamp() - min(d.created_at) filter (where d.dead_at is null)), 0) as oldest_s,
    count(d.dead_at) as dead,
    coalesce((array_agg(d.problem order by d.seq) filter (where d.dead_at is null and d.attempts > 0))[1], '') as problem
  from writ.event_subscribers s left join writ.event_deliveries d on d.tenant = s.tenant and d.subscriber = s.name
  where s.tenant = $1 group by s.name order by s.name`;

const DEAD = `
  select subscriber, id, grant_id, reason, attempts, at, dead_at, problem from writ.event_deliveries
  where tenant = $1 and dead_at is not null order by dead_at desc, seq desc limit $2`;

export function eventReader(pool: pg.Pool): EventReader {
  return {
    subscribers: async (tenant) => {
      const { rows } = await pool.query<StateRow>(STATES, [tenant]).catch(unavailable);
      return rows.map(({ name, pending, oldest_s, dead, problem }) => ({
        name,
        pending: Number(pending),
        oldest_s: Math.floor(Number(oldest_s)),
        dead: Number(dead),
        problem,
      }));
    },
    dead: async (tenant, limit) => {
      const { rows } = await pool.query<DeadRow>(DEAD, [tenant, limit]).catch(unavailable);
      return rows.map(({ at, dead_at, ...event }) => ({
        ...event,
        at_ms: at.getTime(),
        dead_at_ms: dead_at.getTime(),
      }));
    },
  };
}

function unavailable(error: unknown): never {
  throw storeUnavailable(error);
}
