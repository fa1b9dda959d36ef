import { readFileSync } from "node:fs";
import { Producer, type ProducerOptions } from "@platformatic/kafka";
import type { RecordMessage, RecordPublisher } from "../../ports/record-publisher.ts";

export interface KafkaSettings {
  /** `host:port` */
  readonly servers: readonly string[];
  readonly tls: boolean;
  /** PEM; "" for the system's. */
  readonly caFile: string;
  readonly topic: string;
  /** `message.max.bytes` of the topic, which bounds a batch of a partition as well as a message. */
  readonly maxMessageBytes: number;
  readonly sasl?: {
    readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
    readonly username: string;
    /** Read for each connection. */
    password(): string;
  };
}

const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** Beside what Writ tries again itself: for a broker that has just handed a partition over. */
const RETRIES = 2;
const RETRY_DELAY_MS = 200;
/** A record's own fields, its key and its headers. */
const OVERHEAD_BYTES = 1_024;
/** The binding of CloudEvents to Kafka, section 3.3: structured mode is told by this header. */
const CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

type TextProducer = Producer<string, string, string, string>;

/** Messages to a topic, whose partition the key decides. Connects with the first message. */
export function kafkaPublisher(settings: KafkaSettings): RecordPublisher {
  let producer: TextProducer | undefined;
  const giveUp = async () => {
    const old = producer;
    producer = undefined;
    await old?.close(true).catch(() => {});
  };
  return {
    maxBytes: async () => settings.maxMessageBytes - OVERHEAD_BYTES,
    publish: async (messages) => {
      producer ??= new Producer(optionsOf(settings));
      try {
        for (const some of batches(messages, settings.maxMessageBytes)) {
          await producer.send({ messages: some.map((message) => toKafka(message, settings.topic)) });
        }
      } catch (error) {
        // What the broker has of an idempotent producer's sequence is not known any more: the next one begins another.
        await giveUp();
        throw error;
      }
    },
    problemOf,
    close: giveUp,
  };
}

function optionsOf({ servers, tls, caFile, sasl }: KafkaSettings): ProducerOptions<string, string, string, string> {
  const text = (data?: string) => (data === undefined ? undefined : Buffer.from(data));
  return {
    clientId: "writ",
    bootstrapBrokers: [...servers],
    // All replicas that are in sync have it, once: a retry within the client makes no second one.
    acks: -1,
    idempotent: true,
    autocreateTopics: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    timeout: REQUEST_TIMEOUT_MS,
    retries: RETRIES,
    retryDelay: RETRY_DELAY_MS,
    serializers: { key: text, value: text, headerKey: text, headerValue: text },
    ...(tls ? { tls: caFile === "" ? {} : { ca: readFileSync(caFile) } } : {}),
    ...(sasl === undefined
      ? {}
      : {
          sasl: { mechanism: sasl.mechanism, username: sasl.username, password: () => sasl.password() },
        }),
  };
}

function toKafka({ id, key, body }: RecordMessage, topic: string) {
  return { topic, key, value: body, headers: { id, "content-type": CONTENT_TYPE } };
}

/** As many as a broker takes at once, should all of them have the same partition. */
function batches(messages: readonly RecordMessage[], maxBytes: number): readonly (readonly RecordMessage[])[] {
  const all: RecordMessage[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.body) + OVERHEAD_BYTES;
    size += bytes;
    if (size > maxBytes) {
      all.push([]);
      size = bytes;
    }
    all.at(-1)?.push(message);
  }
  return all;
}

/** The client's closed set of codes, and the broker's of what it refused. */
function problemOf(error: unknown): string {
  const codes = new Set<string>();
  collect(error, codes, MAX_DEPTH);
  return [...codes].slice(0, MAX_CODES).join(" ");
}

const MAX_DEPTH = 4;
const MAX_CODES = 4;

function collect(error: unknown, codes: Set<string>, depth: number): void {
  if (typeof error !== "object" || error === null || depth === 0) return;
  const {
    code,
    apiId,
    errors = [],
    cause,
  } = error as Record<"code" | "apiId" | "cause", unknown> & {
    errors?: readonly unknown[];
  };
  for (const text of [code, apiId]) if (typeof text === "string" && /^[A-Z0-9_]{1,60}$/.test(text)) codes.add(text);
  for (const inner of [...errors, cause]) collect(inner, codes, depth - 1);
}
