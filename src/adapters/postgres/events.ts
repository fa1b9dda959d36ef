import type { EventOutbox, EventReader, QueuedEvent } from "../../ports/event-outbox.ts";
import type { KeyStore } from "../../ports/key-store.ts";
import { openPool } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { EVENT_TABLES, eventReader } from "./event-reader.ts";
import { revokeLateGrants } from "./key-changes.ts";
import { KeyNews, keyStore } from "./keys.ts";
import { Listener } from "./listener.ts";
import { type DueRow, outboxQueue } from "./outbox/outbox.ts";
import { tenantPool } from "./tenancy/tenant-pool.ts";

type EventRow = Omit<QueuedEvent, "at_ms" | "age_s"> & DueRow & { readonly at: Date };

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
  const pool = openPool(url, "events", 2);
  const news = new KeyNews();
  const queued = { channel: "writ_events", load: async () => hear(), hear };
  const listener = new Listener(url, [news, queued], "events listener");
  try {
    await listener.open();
  } catch (error) {
    await pool.end();
    throw storeUnavailable(error);
  }
  const queue = outboxQueue<QueuedEvent>(pool, {
    ...EVENT_TABLES,
    columns: "d.subject, d.grant_id, d.task, d.intent, d.session, d.reason, d.at",
    read: (row) => {
      const { at, age_s, ...event } = row as EventRow;
      return { ...event, at_ms: at.getTime(), age_s: Number(age_s) };
    },
  });
  return {
    keys: keyStore(pool, news),
    outbox: queue.outbox,
    reader: eventReader(tenantPool(pool)),
    keepUp: async (nowMs) => {
      await revokeLateGrants(pool, nowMs);
      await queue.keepUp();
    },
    close: async () => {
      await Promise.all([listener.close(), pool.end()]);
    },
  };
}
