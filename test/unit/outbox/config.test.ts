import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { DEFAULT_NOTICE_EVENTS } from "../../../src/domain/notice.ts";

const SECRET = { secret_file: "/run/secret" };
const read = (env: Readonly<Record<string, unknown>>) =>
  loadConfig({ env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, JSON.stringify(value)])) });
const webhook = (fields: object) => ({ WRIT_WEBHOOKS: { ops: fields } });
const sink = (fields: object) => ({ WRIT_SINKS: { audit: fields } });

test("a webhook says who is told of what, and how", () => {
  const { webhooks } = read({
    WRIT_WEBHOOKS: {
      ops: { url: "https://ops.example/hook?x=1", ...SECRET },
      chat: { url_file: "/run/url", format: "slack", events: ["approval.requested"] },
      local: { url: "http://127.0.0.1:9/", secret_files: ["/a", "/b"], headers_file: "/h", ca_file: "/c" },
    },
  });
  const none = { urlFile: "", secretFiles: [], headersFile: "", caFile: "" };
  expect(webhooks).toEqual([
    {
      ...none,
      name: "ops",
      url: "https://ops.example/hook?x=1",
      format: "standard",
      events: DEFAULT_NOTICE_EVENTS,
      secretFiles: ["/run/secret"],
    },
    { ...none, name: "chat", url: "", urlFile: "/run/url", format: "slack", events: ["approval.requested"] },
    {
      name: "local",
      url: "http://127.0.0.1:9/",
      urlFile: "",
      format: "standard",
      events: DEFAULT_NOTICE_EVENTS,
      secretFiles: ["/a", "/b"],
      headersFile: "/h",
      caFile: "/c",
    },
  ]);
});

test("a sink says where the record goes", () => {
  const { sinks } = read({
    WRIT_SINKS: {
      audit: { type: "nats", servers: ["127.0.0.1:4222"] },
      lake: {
        type: "kafka",
        servers: ["kafka.example:9093"],
        tls: true,
        topic: "writ.records",
        include: ["decisions"],
        from: "beginning",
        sasl: { mechanism: "SCRAM-SHA-512", username: "writ", password_file: "/run/password" },
      },
    },
  });
  expect(sinks).toEqual([
    {
      name: "audit",
      type: "nats",
      servers: ["127.0.0.1:4222"],
      tls: false,
      caFile: "",
      include: ["decisions", "follow_ups"],
      from: "now",
      subject: "writ",
      credentialsFile: "",
      tokenFile: "",
    },
    {
      name: "lake",
      type: "kafka",
      servers: ["kafka.example:9093"],
      tls: true,
      caFile: "",
      include: ["decisions"],
      from: "beginning",
      topic: "writ.records",
      maxMessageBytes: 1_000_000,
      sasl: { mechanism: "SCRAM-SHA-512", username: "writ", passwordFile: "/run/password" },
    },
  ]);
});

const HERE = { type: "nats", servers: ["localhost:4222"] };
const KAFKA = { type: "kafka", servers: ["[::1]:9092"] };

test.each([
  ["webhooks/ops/url", webhook({ ...SECRET })],
  ["webhooks/ops/url", webhook({ url: "http://ops.example/", ...SECRET })],
  ["webhooks/ops/url", webhook({ url: "https://user:password@ops.example/", ...SECRET })],
  ["webhooks/ops/url_file", webhook({ url: "https://ops.example/", url_file: "/f", ...SECRET })],
  ["webhooks/ops/secret_file", webhook({ url: "https://ops.example/" })],
  ["webhooks/ops/secret_files", webhook({ url: "https://ops.example/", ...SECRET, secret_files: ["/a"] })],
  ["webhooks/ops/secret_files", webhook({ url: "https://ops.example/", secret_files: ["/a", "/b", "/c", "/d"] })],
  ["webhooks/ops/format", webhook({ url: "https://ops.example/", format: "irc" })],
  ["webhooks/ops/events/0", webhook({ url: "https://ops.example/", ...SECRET, events: ["approval.lost"] })],
  ["webhooks/ops/secret", webhook({ url: "https://ops.example/", secret: "whsec_x" })],
  ["webhooks/a b", { WRIT_WEBHOOKS: { "a b": { url: "https://ops.example/", ...SECRET } } }],
  ["sinks/audit/type", sink({ servers: ["127.0.0.1:4222"] })],
  ["sinks/audit/servers", sink({ type: "nats", servers: [] })],
  ["sinks/audit/servers/0", sink({ type: "nats", servers: ["nats.example:4222"] })],
  ["sinks/audit/servers/0", sink({ type: "kafka", servers: ["127.0.0.1"] })],
  ["sinks/audit/servers/0", sink({ type: "kafka", servers: ["127.0.0.1:70000"] })],
  ["sinks/audit/subject", sink({ ...HERE, subject: "writ.>" })],
  ["sinks/audit/topic", sink({ ...HERE, topic: "writ" })],
  ["sinks/audit/topic", sink({ ...KAFKA, topic: "a/b" })],
  ["sinks/audit/include/0", sink({ ...HERE, include: ["everything"] })],
  ["sinks/audit/from", sink({ ...HERE, from: "yesterday" })],
  ["sinks/audit/token_file", sink({ ...HERE, token_file: "/t", credentials_file: "/c" })],
  ["sinks/audit/max_message_bytes", sink({ ...KAFKA, max_message_bytes: 10 })],
  ["sinks/audit/sasl/mechanism", sink({ ...KAFKA, sasl: { mechanism: "GSSAPI", username: "u", password_file: "/p" } })],
  ["sinks/audit/sasl/password_file", sink({ ...KAFKA, sasl: { mechanism: "PLAIN", username: "u" } })],
])("a setting that is not right is named: %s", (field, env) => {
  expect(() => read(env)).toThrow(field);
});
