import { createOutboxTelemetry } from "../adapters/observability/outbox-telemetry.ts";
import { connectFeed } from "../adapters/postgres/outbox/feed.ts";
import { readSecret } from "../adapters/push/post.ts";
import type { Config } from "../config/load.ts";
import type { KafkaSink, NatsSink, Sink } from "../config/sinks.ts";
import type { JsonObject } from "../domain/json.ts";
import type { StoredDecision } from "../domain/record.ts";
import { recordMessage } from "../outbox/record-message.ts";
import type { RecordPublisher } from "../ports/record-publisher.ts";
import type { BackgroundJob } from "../process/background.ts";
import { feedJob } from "../process/outbox/sink-feeds.ts";
import { encodeStored } from "../transports/native/encode.ts";
import type { BackgroundLog } from "./background.ts";
import { leaseHolder } from "./holder.ts";

/** Brings the record to NATS and Kafka, whose clients are loaded only where a sink needs them. */
export function composeSinks({ tenant, sinks }: Config, log: BackgroundLog): BackgroundJob {
  const telemetry = createOutboxTelemetry(tenant);
  const holder = leaseHolder();
  const encode = (stored: StoredDecision) => encodeStored(stored) as unknown as JsonObject;
  const job = feedJob({
    name: "sinks",
    tenant,
    telemetry: (name) => telemetry.of("sink", name),
    open: async (databaseUrl) => {
      const { feed, close } = connectFeed(databaseUrl);
      const feeds = await Promise.all(
        sinks.map(async (sink) => ({
          tenant,
          name: sink.name,
          holder,
          streams: sink.include,
          from: sink.from,
          publisher: await publisherOf(sink),
          message: (item: Parameters<typeof recordMessage>[0], maxBytes: number) =>
            recordMessage(item, { encode, maxBytes }),
          counted: telemetry.of("sink", sink.name).counted,
          log,
          now: () => performance.now(),
        })),
      );
      return { feed, feeds, close };
    },
  });
  return { ...job, samples: async () => (await telemetry.samples()) as readonly unknown[] };
}

function publisherOf(sink: Sink): Promise<RecordPublisher> {
  return sink.type === "nats" ? natsOf(sink) : kafkaOf(sink);
}

async function natsOf({ credentialsFile, tokenFile, ...settings }: NatsSink): Promise<RecordPublisher> {
  const { natsPublisher } = await import("../adapters/nats/publisher.ts");
  const secret =
    credentialsFile !== ""
      ? { kind: "credentials" as const, read: () => readSecret(credentialsFile, "credentials_file") }
      : tokenFile !== ""
        ? { kind: "token" as const, read: () => readSecret(tokenFile, "token_file") }
        : undefined;
  return natsPublisher({ ...settings, ...(secret === undefined ? {} : { secret }) });
}

async function kafkaOf({ sasl, ...settings }: KafkaSink): Promise<RecordPublisher> {
  const { kafkaPublisher } = await import("../adapters/kafka/publisher.ts");
  if (sasl === undefined) return kafkaPublisher(settings);
  const { passwordFile, ...named } = sasl;
  const password = () => readSecret(passwordFile, "password_file");
  return kafkaPublisher({ ...settings, sasl: { ...named, password } });
}
