import { isIP } from "node:net";
import { invalidField } from "../domain/errors.ts";
import { choiceField, countField, listField, nameField, objectField, optionalField } from "../domain/fields.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import { isLoopbackHost } from "../domain/loopback.ts";
import { checkName } from "./name.ts";

const SINK_STREAMS = ["decisions", "follow_ups"] as const;

interface Common {
  readonly name: string;
  readonly include: readonly (typeof SINK_STREAMS)[number][];
  /** Where a sink begins that was not there before. */
  readonly from: "now" | "beginning";
  /** `host:port` */
  readonly servers: readonly string[];
  /** Without it every server is this machine. */
  readonly tls: boolean;
  /** PEM; "" for the system's. */
  readonly caFile: string;
}

export interface NatsSink extends Common {
  readonly type: "nats";
  /** What subjects begin with: `<subject>.decisions`, `<subject>.follow_ups`. */
  readonly subject: string;
  /** Paths of files of mode 0600, at most one; "" for none. */
  readonly credentialsFile: string;
  readonly tokenFile: string;
}

export interface KafkaSink extends Common {
  readonly type: "kafka";
  readonly topic: string;
  /** `message.max.bytes` of the topic. */
  readonly maxMessageBytes: number;
  readonly sasl?: {
    readonly mechanism: (typeof SASL_MECHANISMS)[number];
    readonly username: string;
    /** Of mode 0600. */
    readonly passwordFile: string;
  };
}

/** Where the record goes, beside the database. */
export type Sink = NatsSink | KafkaSink;

export const SASL_MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] as const;

/** Each reads the record for itself. */
const MAX_SINKS = 10;
const MAX_SERVERS = 20;
const MAX_CHARS = 1_024;
/** What brokers have by default, less what headers take. */
const DEFAULT_KAFKA_BYTES = 1_000_000;
const MIN_KAFKA_BYTES = 10_000;

const SERVER = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):([1-9]\d{0,4})$/;
/** One or more tokens without wildcards; `$` begins subjects of the server's own. */
const SUBJECT = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const TOPIC = /^[A-Za-z0-9._-]{1,249}$/;
const COMMON = ["type", "include", "from", "servers", "tls", "ca_file"];

/** `sinks`, by name. @throws WritError invalid_argument naming the field */
export function readSinks(value: JsonValue): readonly Sink[] {
  const entries = Object.entries(objectField(value, ""));
  if (entries.length > MAX_SINKS) throw invalidField("", `must have at most ${MAX_SINKS} sinks`);
  return entries.map(([name, sink]) => {
    const at = pointerTo("", name);
    checkName(name, at);
    return choiceField(objectField(sink, at)["type"], `${at}/type`, ["nats", "kafka"]) === "nats"
      ? readNats(name, sink, at)
      : readKafka(name, sink, at);
  });
}

function readNats(name: string, value: JsonValue, at: string): NatsSink {
  const fields = objectField(value, at, [...COMMON, "subject", "credentials_file", "token_file"]);
  const credentialsFile = textField("credentials_file", fields, at, "");
  const tokenFile = textField("token_file", fields, at, "");
  if (credentialsFile !== "" && tokenFile !== "") {
    throw invalidField(`${at}/token_file`, "must not be set beside credentials_file");
  }
  const subject = textField("subject", fields, at, "writ");
  if (!SUBJECT.test(subject)) throw invalidField(`${at}/subject`, "must be a subject without wildcards");
  return { type: "nats", ...readCommon(name, fields, at), subject, credentialsFile, tokenFile };
}

function readKafka(name: string, value: JsonValue, at: string): KafkaSink {
  const fields = objectField(value, at, [...COMMON, "topic", "max_message_bytes", "sasl"]);
  const topic = textField("topic", fields, at, "writ");
  if (!TOPIC.test(topic)) throw invalidField(`${at}/topic`, "must be a topic: letters, digits, . _ -, at most 249");
  const bytes = (item: JsonValue, itemAt: string) => countField(item, itemAt, MIN_KAFKA_BYTES);
  return {
    type: "kafka",
    ...readCommon(name, fields, at),
    topic,
    maxMessageBytes: optionalField("max_message_bytes", fields, at, bytes).max_message_bytes ?? DEFAULT_KAFKA_BYTES,
    ...optionalField("sasl", fields, at, readSasl),
  };
}

function readSasl(value: JsonValue, at: string): NonNullable<KafkaSink["sasl"]> {
  const fields = objectField(value, at, ["mechanism", "username", "password_file"]);
  return {
    mechanism: choiceField(fields["mechanism"], `${at}/mechanism`, SASL_MECHANISMS),
    username: nameField(fields["username"], `${at}/username`, MAX_CHARS),
    passwordFile: nameField(fields["password_file"], `${at}/password_file`, MAX_CHARS),
  };
}

function readCommon(name: string, fields: JsonObject, at: string): Common {
  const tls = fields["tls"] ?? false;
  if (typeof tls !== "boolean") throw invalidField(`${at}/tls`, "must be true or false");
  const servers = listField(fields["servers"], `${at}/servers`, MAX_SERVERS, (item, itemAt) =>
    readServer(nameField(item, itemAt, MAX_CHARS), itemAt, tls),
  );
  if (servers.length === 0) throw invalidField(`${at}/servers`, "must name a server");
  const include = fields["include"];
  const from = (item: JsonValue, itemAt: string) => choiceField(item, itemAt, ["now", "beginning"]);
  return {
    name,
    include:
      include === undefined
        ? SINK_STREAMS
        : listField(include, `${at}/include`, SINK_STREAMS.length, (item, itemAt) =>
            choiceField(item, itemAt, SINK_STREAMS),
          ),
    from: optionalField("from", fields, at, from).from ?? "now",
    servers,
    tls,
    caFile: textField("ca_file", fields, at, ""),
  };
}

/** Records are private: they go over TLS, or stay on this machine. */
function readServer(text: string, at: string, tls: boolean): string {
  const [, v6, host = "", port] = SERVER.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535 || (v6 !== undefined && isIP(v6) !== 6)) {
    throw invalidField(at, "must be host:port");
  }
  if (!tls && !isLoopbackHost(v6 ?? host)) throw invalidField(at, "must be on this machine, or tls must be true");
  return text;
}

function textField(key: string, fields: JsonObject, at: string, fallback: string): string {
  return optionalField(key, fields, at, (item, itemAt) => nameField(item, itemAt, MAX_CHARS))[key] ?? fallback;
}
