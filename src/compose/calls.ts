import type { CallNotice, QueueCalls } from "../adapters/postgres/outbox/calls.ts";
import { connectFeed } from "../adapters/postgres/outbox/feed.ts";
import type { Config } from "../config/load.ts";
import { MAX_EVENT_AGE_S } from "../outbox/retry.ts";
import type { FeedRecord } from "../ports/record-feed.ts";
import type { RecordMessage, RecordPublisher } from "../ports/record-publisher.ts";
import type { BackgroundJob } from "../process/background.ts";
import { feedJob } from "../process/outbox/sink-feeds.ts";
import type { BackgroundLog } from "./background.ts";
import { leaseHolder } from "./holder.ts";

/** No sink can have this name. */
const FEED = "webhooks: calls";
const UNCOUNTED = { counted: () => {}, pending: () => {} };

/**
 * Finds the calls that webhooks want to be told of in the record, behind the decision and without a trigger on its table: what is
 * decided pays nothing for who wants to hear of it.
 */
export function composeCalls({ tenant, webhooks }: Config, log: BackgroundLog): BackgroundJob {
  const wanted = webhooks.some(({ events }) => events.some((event) => event.startsWith("decision.")));
  return feedJob({
    name: "webhooks for calls",
    tenant,
    telemetry: () => UNCOUNTED,
    open: async (databaseUrl) => {
      const { feed, queueCalls, close } = connectFeed(databaseUrl);
      // Nobody wants to hear, once it is wanted again, what happened while it was not.
      if (!wanted) await feed.forget(tenant, FEED);
      const calls = {
        tenant,
        name: FEED,
        holder: leaseHolder(),
        streams: ["decisions"] as const,
        from: "now" as const,
        publisher: queue(tenant, queueCalls),
        message: (item: FeedRecord) => messageOf(item, Date.now()),
        counted: UNCOUNTED.counted,
        log,
        now: () => performance.now(),
      };
      return { feed, feeds: wanted ? [calls] : [], close };
    },
  });
}

function queue(tenant: string, queueCalls: QueueCalls): RecordPublisher {
  return {
    maxBytes: async () => Number.POSITIVE_INFINITY,
    publish: (messages) =>
      queueCalls(
        tenant,
        messages.map(({ body }) => JSON.parse(body) as CallNotice),
      ),
    problemOf: () => "the database does not answer",
    close: async () => {},
  };
}

function messageOf({ stream, record }: FeedRecord, nowMs: number): RecordMessage | undefined {
  if (stream !== "decisions" || record.dry_run || record.effect === "allow") return undefined;
  if (nowMs - record.at_ms > MAX_EVENT_AGE_S * 1000) return undefined;
  const { id, at_ms, effect } = record;
  return { stream, id, key: id, body: JSON.stringify({ decision_id: id, at_ms, effect } satisfies CallNotice) };
}
