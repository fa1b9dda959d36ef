import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { namedFiles } from "../../../src/config/named-files.ts";
import { shownSettings } from "../../../src/config/origins.ts";
import { SETTINGS } from "../../../src/config/schema.ts";

const SHA = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const text = `data_dir: data
log:
  level: warn
database: { url: "postgresql://writ:S3CRET@db.example/writ" }
callers:
  gateway: { roles: [decide, report], token_sha256: ${SHA} }
webhooks:
  chat: { url: "https://hooks.example/services/S3CRET", secret_file: /etc/writ/chat }
sinks:
  bus: { type: nats, servers: ["bus.example:4222"], subject: writ, tls: true, token_file: /etc/writ/bus }
tenants:
  acme:
    bundle: { source: "https://bundles.example/acme.tar.gz", bearer_token: S3CRET }
    webhooks: { chat: { url: "https://hooks.example/services/S3CRET", secret_files: [/etc/writ/a, /etc/writ/b] } }
`;
const sources = { file: { path: "writ.yaml", text }, env: { WRIT_LOG_LEVEL: "error", WRIT_ENVIRONMENT: "" } };
const shown = shownSettings(sources, loadConfig(sources));

test("every setting has its line, in the schema's order", () => {
  const keys = shown.map(({ key }) => key.replace(/\/.*$/, ""));
  expect([...new Set(keys)]).toEqual(SETTINGS.map(({ key }) => key));
});

test.each([
  { key: "data_dir", value: "data", from: "writ.yaml:1:11" },
  { key: "log.level", value: "error", from: "WRIT_LOG_LEVEL" },
  { key: "database.url", value: "(set)", from: "writ.yaml:4:18" },
  { key: "http.listen", value: "127.0.0.1:8181", from: "default" },
  { key: "environment", value: "production", from: "default, by mode" },
  { key: "public_url", value: "http://127.0.0.1:8181", from: "default, by http.listen" },
  { key: "callers/gateway/roles", value: "decide, report", from: "writ.yaml:6:21" },
  { key: "callers/gateway/token_sha256", value: "(set)", from: "writ.yaml:6:53" },
  { key: "webhooks/chat/url", value: "https://hooks.example/(set)", from: "writ.yaml:8:16" },
  { key: "webhooks/chat/secret_file", value: "/etc/writ/chat", from: "writ.yaml:8:70" },
  { key: "tenants/acme/bundle/bearer_token", value: "(set)", from: "writ.yaml:13:76" },
  { key: "bundle.bearer_token", value: '""', from: "default" },
])("$key is $value, from $from", (expected) => {
  expect(shown.filter(({ key }) => key === expected.key)).toEqual([expected]);
});

describe("no secret is shown", () => {
  test("in a file", () => {
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`S3CRET|${SHA}`));
  });

  test.each(SETTINGS.filter(({ secret }) => secret))("in $env", ({ key, env }) => {
    const value =
      env === "DATABASE_URL" ? "postgresql://u:S3CRET@db.example/x" : Buffer.alloc(32, "S3CRET").toString("base64");
    const given = { env: { [env]: value, WRIT_GRANTS_KEY_ENCRYPTION_KEY_FILE: "" } };
    const config = loadConfig({ env: {} });
    const found = shownSettings(given, config);
    expect(found.find((setting) => setting.key === key)).toEqual({ key, value: "(set)", from: env });
    expect(JSON.stringify(found)).not.toContain(value);
  });
});

test("every file that is named is known, and whether it is private", () => {
  expect(namedFiles(sources)).toEqual([
    { setting: "tenants/acme/webhooks/chat/secret_files", path: "/etc/writ/a", secret: true },
    { setting: "tenants/acme/webhooks/chat/secret_files", path: "/etc/writ/b", secret: true },
    { setting: "webhooks/chat/secret_file", path: "/etc/writ/chat", secret: true },
    { setting: "sinks/bus/token_file", path: "/etc/writ/bus", secret: true },
  ]);
});
