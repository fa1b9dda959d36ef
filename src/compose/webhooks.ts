import { createOutboxTelemetry } from "../adapters/observability/outbox-telemetry.ts";
import { connectWebhooks, type QueuedNotice, withoutWebhooks } from "../adapters/postgres/outbox/webhooks.ts";
import { httpWebhook } from "../adapters/push/webhook.ts";
import type { Config } from "../config/load.ts";
import type { Webhook } from "../config/webhooks.ts";
import { noticeBody } from "../outbox/notice-body.ts";
import { secretBytes, signatureHeaders } from "../outbox/standard.ts";
import type { NoticePush } from "../ports/notice-push.ts";
import type { BackgroundJob } from "../process/background.ts";
import { OutboxSenders } from "../process/outbox/outbox-senders.ts";
import type { BackgroundLog } from "./background.ts";
import { leaseHolder } from "./holder.ts";

/** Tells people, wherever they want to be told, what waits for them and what was stopped. */
export function composeWebhooks(config: Config, log: BackgroundLog): BackgroundJob {
  const { tenant, webhooks } = config;
  const telemetry = createOutboxTelemetry(tenant);
  const senders = new OutboxSenders({
    tenant,
    holder: leaseHolder(),
    receivers: webhooks.map(({ events, ...webhook }) => ({
      ...webhook,
      // In the database an event has the name of the follow-up that it is.
      events: events.map((event) => event.replace(".", "_")),
      push: pushTo(webhook),
    })),
    connect: connectWebhooks,
    channel: ({ format, push }) => ({
      deliver: (queued: QueuedNotice) => push.deliver(queued.id, noticeBody(queued, format, config)),
      close: () => push.close(),
    }),
    counted: (name, result) => telemetry.of("webhook", name).counted(result, 1),
    pending: (name, count) => telemetry.of("webhook", name).pending(count),
    failed: () => log("webhook_upkeep_failed", {}),
    now: Date.now,
    random: Math.random,
  });
  return {
    name: "webhooks",
    start: (databaseUrl) => (webhooks.length === 0 ? withoutWebhooks(databaseUrl, tenant) : senders.start(databaseUrl)),
    close: () => senders.close(),
    samples: async () => (await telemetry.samples()) as readonly unknown[],
  };
}

/** @throws WritError invalid_argument for a CA file that cannot be read */
function pushTo(webhook: Omit<Webhook, "events">): NoticePush {
  return httpWebhook({ ...webhook, sign });
}

/** With every secret, or not at all: a receiver that replaces one must not take a message for forged. */
function sign(id: string, body: string, texts: readonly string[]): Readonly<Record<string, string>> | undefined {
  const secrets = texts.map(secretBytes).filter((secret) => secret !== undefined);
  if (secrets.length < texts.length) return undefined;
  return signatureHeaders(id, Math.floor(Date.now() / 1000), body, secrets);
}
