import pg from "pg";
import type { EventOutbox, EventReader, QueuedEvent } from "../../ports/event-outbox.ts";
import type { KeyStore } from "../../ports/key-store.ts";
import { clientConfig } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { eventReader } from "./event-reader.ts";
import { revokeLateGrants } from "./key-changes.ts";
import { KeyNews, keyStore } from "./keys.ts";
import { Listener } from "./listener.ts";
import { inTransaction } from "./transaction.ts";

/** How long people can still see what was given up. */
const DEAD_KEPT_DAYS = 30;

/**
 * What has waited longer is given up untried, an hour behind those that are: behind a subscriber that never answers more may come in
 * than it is asked to take.
 */
const MAX_WAIT = "25 hours";

type DueRow = Omit<QueuedEvent, "at_ms" | "age_s"> & { readonly at: Date; readonly age_s: string };

// An event that waits for its next try holds back the later ones of its subject, and nobody else's.
const DUE = `
  select id, subject, grant_id, task, intent, session, reason, at, attempts,
         extract(epoch from clock_timestamp() - created_at) as age_s
  from writ.event_deliveries d
  where tenant = $1 and subscriber = $2 and dead_at is null and next_at <= clock_timestamp()
    and not exists (
      select from writ.event_deliveries e
      where e.tenant = d.tenant and e.subscriber = d.subscriber and e.subject = d.subject and e.dead_at is null and e.seq < d.seq
    )
  order by seq limit $3`;

// By the database's clock, which all replicas share; a row that another one is just taking is not waited for.
const LEASE = `
  update writ.event_subscribers s set lease_holder = $3, lease_until = clock_timestamp() + make_interval(secs => $4)
  from (
    select tenant, name from writ.event_subscribers
    where tenant = $1 and name = $2 and (lease_holder = $3 or lease_until < clock_timestamp()) for update skip locked
  ) free
  where s.tenant = free.tenant and s.name = free.name`;

function eventOutbox(pool: pg.Pool): EventOutbox {
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await pool.query(text, [...values]);
    } catch (error) {
      throw storeUnavailable(error);
    }
  };
  return {
    subscribe: (tenant, subscribers) =>
      inTransaction(pool, async (client) => {
        const names = subscribers.map(({ name }) => name);
        await client.query("delete from writ.event_subscribers where tenant = $1 and name <> all ($2)", [
          tenant,
          names,
        ]);
        await client.query("delete from writ.event_deliveries where tenant = $1 and subscriber <> all ($2)", [
          tenant,
          names,
        ]);
        for (const { name, events } of subscribers) {
          await client.query(
            `insert into writ.event_subscribers (tenant, name, events) values ($1, $2, $3)
             on conflict (tenant, name) do update set events = excluded.events`,
            [tenant, name, events],
          );
        }
      }),
    lease: async (tenant, subscriber, holder, duration_s) =>
      (await query(LEASE, [tenant, subscriber, holder, duration_s])).rowCount === 1,
    release: async (tenant, subscriber, holder) => {
      await query(
        `update writ.event_subscribers set lease_until = '-infinity'
         where tenant = $1 and name = $2 and lease_holder = $3`,
        [tenant, subscriber, holder],
      );
    },
    due: async (tenant, subscriber, limit) =>
      ((await query(DUE, [tenant, subscriber, limit])).rows as DueRow[]).map(({ at, age_s, ...event }) => ({
        ...event,
        at_ms: at.getTime(),
        age_s: Number(age_s),
      })),
    delivered: async (tenant, subscriber, id) => {
      await query("delete from writ.event_deliveries where tenant = $1 and subscriber = $2 and id = $3", [
        tenant,
        subscriber,
        id,
      ]);
    },
    failed: async (tenant, subscriber, id, delay_s, problem) => {
      await query(
        `update writ.event_deliveries set attempts = attempts + 1, problem = $5,
           next_at = clock_timestamp() + make_interval(secs => $4)
         where tenant = $1 and subscriber = $2 and id = $3`,
        [tenant, subscriber, id, delay_s, problem],
      );
    },
    dead: async (tenant, subscriber, id, problem) => {
      await query(
        `update writ.event_deliveries set attempts = attempts + 1, problem = $4, dead_at = clock_timestamp()
         where tenant = $1 and subscriber = $2 and id = $3`,
        [tenant, subscriber, id, problem],
      );
    },
  };
}

/** What the sender of events needs of the database. */
export interface EventConnection {
  /** It hears of changes: events are signed. */
  readonly keys: KeyStore;
  readonly outbox: EventOutbox;
  readonly reader: EventReader;
  /** What has to be done from time to time. */
  keepUp(nowMs: number): Promise<void>;
  close(): Promise<void>;
}

/** @param hear called when something was queued @throws WritError unavailable */
export async function connectEvents(url: string, hear: () => void): Promise<EventConnection> {
  const pool = new pg.Pool({ ...clientConfig(url, "events"), max: 2 });
  pool.on("error", () => {});
  const news = new KeyNews();
  const queued = { channel: "writ_events", load: async () => hear(), hear };
  const listener = new Listener(url, [news, queued], "events listener");
  try {
    await listener.open();
  } catch (error) {
    await pool.end();
    throw storeUnavailable(error);
  }
  return {
    keys: keyStore(pool, news),
    outbox: eventOutbox(pool),
    reader: eventReader(pool),
    keepUp: async (nowMs) => {
      await revokeLateGrants(pool, nowMs);
      await pool.query(
        `update writ.event_deliveries set dead_at = clock_timestamp(), problem = 'too old'
         where dead_at is null and created_at < now() - interval '${MAX_WAIT}'`,
      );
      await pool.query(`delete from writ.event_deliveries where dead_at < now() - interval '${DEAD_KEPT_DAYS} days'`);
    },
    close: async () => {
      await Promise.all([listener.close(), pool.end()]);
    },
  };
}
