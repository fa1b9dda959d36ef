import type pg from "pg";
import type { Outbox, Queued } from "../../../ports/outbox.ts";
import { inTransaction } from "../transaction.ts";
import { leases } from "./leases.ts";
import { type Query, queryOf } from "./query.ts";

/** How long people can still see what was given up. */
const DEAD_KEPT_DAYS = 30;

/**
 * What has waited longer is given up untried, an hour behind those that are: behind a receiver that never answers more may come in
 * than it is asked to take.
 */
const MAX_WAIT = "25 hours";

/** One queue in the database: names of this code, never of anybody else. */
export interface OutboxTables<Event extends Queued> {
  /** `tenant, name, events, lease_holder, lease_until` */
  readonly receivers: string;
  /** `tenant, subscriber, id, seq, subject, created_at, attempts, next_at, dead_at, problem`, and what an event says. */
  readonly deliveries: string;
  /** What is read of an event beside its id, age and attempts: columns of `d`, and of what `joins` adds. */
  readonly columns: string;
  readonly joins?: string;
  read(row: DueRow): Event;
}

/** A row of what is due; PostgreSQL gives numerics as text. */
export interface DueRow extends Omit<Queued, "age_s"> {
  readonly age_s: string;
}

export interface OutboxQueue<Event extends Queued> {
  readonly outbox: Outbox<Event>;
  /** Gives up what is too old and forgets what was given up long ago. */
  keepUp(): Promise<void>;
}

/** The one implementation of queues with leases, tries in their time and dead letters. */
export function outboxQueue<Event extends Queued>(pool: pg.Pool, tables: OutboxTables<Event>): OutboxQueue<Event> {
  const query = queryOf(pool);
  return {
    outbox: {
      subscribe: (tenant, receivers) => subscribe(pool, tables, tenant, receivers),
      ...leases(query, tables.receivers),
      due: async (tenant, receiver, limit) =>
        ((await query(due(tables), [tenant, receiver, limit])).rows as DueRow[]).map(tables.read),
      ...results(query, tables.deliveries),
    },
    keepUp: async () => {
      await pool.query(
        `update ${tables.deliveries} set dead_at = clock_timestamp(), problem = 'too old'
         where dead_at is null and created_at < now() - interval '${MAX_WAIT}'`,
      );
      await pool.query(`delete from ${tables.deliveries} where dead_at < now() - interval '${DEAD_KEPT_DAYS} days'`);
    },
  };
}

function subscribe(
  pool: pg.Pool,
  { receivers, deliveries }: Pick<OutboxTables<Queued>, "receivers" | "deliveries">,
  tenant: string,
  given: readonly { readonly name: string; readonly events: readonly string[] }[],
): Promise<void> {
  return inTransaction(pool, async (client) => {
    const names = given.map(({ name }) => name);
    await client.query(`delete from ${receivers} where tenant = $1 and name <> all ($2)`, [tenant, names]);
    await client.query(`delete from ${deliveries} where tenant = $1 and subscriber <> all ($2)`, [tenant, names]);
    for (const { name, events } of given) {
      await client.query(
        `insert into ${receivers} (tenant, name, events) values ($1, $2, $3)
         on conflict (tenant, name) do update set events = excluded.events`,
        [tenant, name, events],
      );
    }
  });
}

/** An event that waits for its next try holds back the later ones of its subject, and nobody else's. */
function due({ deliveries, columns, joins = "" }: OutboxTables<Queued>): string {
  return `
    select d.id, d.attempts, extract(epoch from clock_timestamp() - d.created_at) as age_s, ${columns}
    from ${deliveries} d ${joins}
    where d.tenant = $1 and d.subscriber = $2 and d.dead_at is null and d.next_at <= clock_timestamp()
      and not exists (
        select from ${deliveries} e
        where e.tenant = d.tenant and e.subscriber = d.subscriber and e.subject = d.subject and e.dead_at is null
          and e.seq < d.seq
      )
    order by d.seq limit $3`;
}

function results(query: Query, deliveries: string): Pick<Outbox<Queued>, "delivered" | "failed" | "dead"> {
  const one = "where tenant = $1 and subscriber = $2 and id = $3";
  return {
    delivered: async (tenant, receiver, id) => {
      await query(`delete from ${deliveries} ${one}`, [tenant, receiver, id]);
    },
    failed: async (tenant, receiver, id, delay_s, problem) => {
      await query(
        `update ${deliveries} set attempts = attempts + 1, problem = $5,
           next_at = clock_timestamp() + make_interval(secs => $4) ${one}`,
        [tenant, receiver, id, delay_s, problem],
      );
    },
    dead: async (tenant, receiver, id, problem) => {
      await query(
        `update ${deliveries} set attempts = attempts + 1, problem = $4, dead_at = clock_timestamp() ${one}`,
        [tenant, receiver, id, problem],
      );
    },
  };
}
