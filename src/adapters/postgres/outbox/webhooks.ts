import type { Notice } from "../../../domain/notice.ts";
import type { Outbox, Queued, ReceiverState } from "../../../ports/outbox.ts";
import { openPool } from "../connection.ts";
import { storeUnavailable } from "../errors.ts";
import { Listener } from "../listener.ts";
import { tenantPool } from "../tenancy/tenant-pool.ts";
import { NOTICE_COLUMNS, NOTICE_JOINS, type NoticeRow, noticeOf } from "./notice-rows.ts";
import { type DueRow, outboxQueue } from "./outbox.ts";
import { receiverStates } from "./states.ts";

const WEBHOOK_TABLES = { receivers: "writ.webhook_receivers", deliveries: "writ.webhook_deliveries" } as const;

export type QueuedNotice = Queued & Notice;

/** What the sender of messages needs of the database. */
export interface WebhookConnection {
  readonly outbox: Outbox<QueuedNotice>;
  states(tenant: string): Promise<readonly ReceiverState[]>;
  keepUp(): Promise<void>;
  close(): Promise<void>;
}

/** @param hear called when something was queued @throws WritError unavailable */
export async function connectWebhooks(url: string, hear: () => void): Promise<WebhookConnection> {
  const pool = openPool(url, "webhooks", 2);
  const queued = { channel: "writ_webhooks", load: async () => hear(), hear };
  const listener = new Listener(url, [queued], "webhooks listener");
  try {
    await listener.open();
  } catch (error) {
    await pool.end();
    throw storeUnavailable(error);
  }
  const queue = outboxQueue<QueuedNotice>(pool, {
    ...WEBHOOK_TABLES,
    columns: NOTICE_COLUMNS,
    joins: NOTICE_JOINS,
    read: (row) => {
      const { id, attempts, age_s } = row;
      return { id, attempts, age_s: Number(age_s), ...noticeOf(row as DueRow & NoticeRow) };
    },
  });
  return {
    outbox: queue.outbox,
    states: (tenant) => receiverStates(tenantPool(pool), WEBHOOK_TABLES, tenant),
    keepUp: queue.keepUp,
    close: async () => {
      await Promise.all([listener.close(), pool.end()]);
    },
  };
}

/** Nobody is told of anything any more. @throws WritError unavailable */
export async function withoutWebhooks(url: string, tenant: string): Promise<void> {
  const connection = await connectWebhooks(url, () => {});
  try {
    await connection.outbox.subscribe(tenant, []);
  } finally {
    await connection.close();
  }
}
