import { type JetStreamClient, jetstream } from "@nats-io/jetstream";
import { connect, credsAuthenticator, type NatsConnection, tokenAuthenticator } from "@nats-io/transport-node";
import type { RecordMessage, RecordPublisher } from "../../ports/record-publisher.ts";

export interface NatsSettings {
  /** `host:port` */
  readonly servers: readonly string[];
  readonly tls: boolean;
  /** PEM; "" for the system's. */
  readonly caFile: string;
  /** What subjects begin with. */
  readonly subject: string;
  /** The text of a credentials file, or a token; read for each connection. */
  readonly secret?: { readonly kind: "credentials" | "token"; read(): string };
}

const CONNECT_TIMEOUT_MS = 3_000;
/** Of one acknowledgement: a server that has the message on disk answers within milliseconds. */
const ACK_TIMEOUT_MS = 5_000;
/** Headers count too: the id and the content type. */
const HEADER_BYTES = 1_024;

/** Messages to streams of NATS JetStream, which keeps one of each id (`Nats-Msg-Id`). Connects with the first message. */
export function natsPublisher(settings: NatsSettings): RecordPublisher {
  let connection: Promise<NatsConnection> | undefined;
  const connected = async (): Promise<NatsConnection> => {
    connection ??= open(settings);
    try {
      const found = await connection;
      if (!found.isClosed()) return found;
    } catch (error) {
      connection = undefined;
      throw error;
    }
    connection = undefined;
    return connected();
  };
  return {
    maxBytes: async () => ((await connected()).info?.max_payload ?? 0) - HEADER_BYTES,
    publish: async (messages) => publish(jetstream(await connected(), { timeout: ACK_TIMEOUT_MS }), settings, messages),
    problemOf,
    close: async () => {
      await (await connection?.catch(() => undefined))?.close();
    },
  };
}

function open({ servers, tls, caFile, secret }: NatsSettings): Promise<NatsConnection> {
  return connect({
    name: "writ",
    servers: [...servers],
    timeout: CONNECT_TIMEOUT_MS,
    // Whoever waits for an acknowledgement finds out; until then the client looks for another server by itself.
    maxReconnectAttempts: -1,
    ...(tls ? { tls: caFile === "" ? {} : { caFile } } : {}),
    ...authenticator(secret),
  });
}

function authenticator(secret: NatsSettings["secret"]) {
  if (secret === undefined) return {};
  const text = () => secret.read();
  return {
    authenticator:
      secret.kind === "token" ? tokenAuthenticator(text) : credsAuthenticator(() => new TextEncoder().encode(text())),
  };
}

/** All at once, in order: the stream numbers them as they come. Waits for each answer, so that nothing is under way behind a failure. */
async function publish(
  client: JetStreamClient,
  { subject }: NatsSettings,
  messages: readonly RecordMessage[],
): Promise<void> {
  const answers = await Promise.allSettled(
    messages.map(({ stream, id, body }) => client.publish(`${subject}.${stream}`, body, { msgID: id })),
  );
  const failed = answers.find((answer) => answer.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** Class names of the client's errors say what happened: TimeoutError, NoRespondersError, JetStreamApiError. */
function problemOf(error: unknown): string {
  const { name = "", code = "" } = error as { name?: unknown; code?: unknown };
  return [name, code].filter((part) => typeof part === "string" && /^[A-Za-z0-9_]{1,40}$/.test(part)).join(" ");
}
