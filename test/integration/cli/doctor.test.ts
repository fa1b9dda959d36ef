import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { Finding } from "../../../src/compose/doctor/finding.ts";
import { writ } from "../../support/command-line.ts";
import { createDatabase } from "../../support/database.ts";
import { dataDir, serviceFor } from "../../support/writ.ts";

/** None of what the doctor prints may have it. */
const SECRET = "zQ9-never-print-me";

async function freshDatabase(): Promise<string> {
  const database = await createDatabase();
  onTestFinished(database.drop);
  return database.url;
}

interface Examined {
  readonly code: number | null;
  readonly findings: readonly Finding[];
  readonly problems: readonly string[];
}

async function examine(config: string, env: Readonly<Record<string, string>> = {}): Promise<Examined> {
  const { code, stdout, stderr } = await writ(["doctor", "--json", "--config", config], env);
  expect(stdout + stderr).not.toContain(SECRET);
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  const problems = findings.filter(({ level }) => level === "problem").map(({ code: name }) => name);
  return { code, findings, problems };
}

/** A configuration that has nothing wrong, but for what the test adds. */
function configured(lines: readonly string[], kek = randomBytes(32).toString("base64")): string {
  const folder = dataDir();
  writeFileSync(join(folder, "kek"), kek, { mode: 0o600 });
  writeFileSync(
    join(folder, "writ.yaml"),
    [
      `data_dir: ${join(folder, "data")}`,
      'http: { listen: "127.0.0.1:0" }',
      'grpc: { listen: "127.0.0.1:0" }',
      ...(lines.some((line) => line.startsWith("grants:"))
        ? []
        : [`grants: { key_encryption_key_file: ${folder}/kek }`]),
      ...lines,
    ].join("\n"),
  );
  return join(folder, "writ.yaml");
}

test("a service that runs as configured has no problem, and is found", async () => {
  const url = await freshDatabase();
  const key = randomBytes(32).toString("base64");
  const config = configured([], key);
  const writIs = await serviceFor({
    dataDir: join(config, "../data"),
    production: true,
    args: ["--config", config],
    env: { DATABASE_URL: url },
  });
  const { code, problems, findings } = await examine(config, { DATABASE_URL: url });
  expect(problems).toEqual([]);
  expect(code).toBe(0);
  const codes = findings.map((finding) => finding.code);
  for (const expected of [
    "already_running",
    "database_reached",
    "schema_current",
    "clock_together",
    "keys_open",
    "bundle_usable",
  ]) {
    expect(codes).toContain(expected);
  }
  await writIs.stop();

  // Keys that another key encryption key sealed: it would not start.
  writeFileSync(join(config, "../kek"), randomBytes(32).toString("base64"), { mode: 0o600 });
  expect((await examine(config, { DATABASE_URL: url })).problems).toEqual(Array(4).fill("keys_sealed"));
});

test("what is wrong with the surroundings is a problem each, with what to do", async () => {
  const url = await freshDatabase();
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as { port: number };
  const open = join(dataDir(), "token");
  writeFileSync(open, SECRET, { mode: 0o644 });
  const config = configured([
    "database: { pool_size: 100 }",
    "workers: 8",
    `trust: { issuers: { lost: { profile: oidc, issuer: "http://127.0.0.1:1", keys: { discovery: true }, audiences: [writ] } } }`,
    `sinks: { stream: { type: nats, servers: ["127.0.0.1:4222"], subject: writ, token_file: ${open} } }`,
    `bundle: { path: ${join(dataDir(), "no-bundle")} }`,
    `tenants: { acme: { webhooks: { chat: { url: "https://hooks.example/x", secret_file: ${open}.none } } } }`,
  ]);
  const { code, problems, findings } = await examine(config, {
    DATABASE_URL: url,
    WRIT_HTTP_LISTEN: `127.0.0.1:${port}`,
  });
  expect(code).toBe(1);
  expect([...problems].sort()).toEqual(
    [
      "bundle_unusable",
      "file_unreadable",
      "issuer_keys_missing",
      "port_taken",
      "secret_readable",
      "too_few_connections",
    ].sort(),
  );
  for (const { level, advice, message } of findings) expect(advice === "", message).toBe(level === "ok");
  expect(findings.find((finding) => finding.code === "secret_readable")?.message).toContain("token_file");
  expect(findings.find((finding) => finding.code === "file_unreadable")?.message).toContain("tenants/acme");
});

test.each([
  {
    name: "fsync_off",
    statement: "alter role current_user set synchronous_commit = off",
    found: "synchronous_commit_off",
  },
])("a server that may forget is a problem: $found", async ({ found }) => {
  const url = await freshDatabase();
  const { problems } = await examine(configured([]), { DATABASE_URL: withOption(url, "-c synchronous_commit=off") });
  expect(problems).toEqual([found]);
});

function withOption(url: string, options: string): string {
  const parsed = new URL(url);
  parsed.searchParams.set("options", options);
  return parsed.href;
}

test("a role that may make neither the schema nor the tenants' role is told what it lacks", async () => {
  const url = await freshDatabase();
  const name = `writ_doctor_${randomBytes(4).toString("hex")}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create role ${name} login password '${SECRET}'`);
  onTestFinished(async () => {
    await client.query(`drop owned by ${name}; drop role ${name}`);
    await client.end();
  });
  const own = new URL(url);
  [own.username, own.password] = [name, SECRET];
  const { problems, findings } = await examine(configured([]), { DATABASE_URL: own.href });
  expect(problems).toEqual(["role_may_not_act_as_tenants", "role_may_not_create"]);
  // What it is told to do is all that it lacks.
  const advice = findings.find(({ code }) => code === "role_may_not_act_as_tenants")?.advice ?? "";
  expect(advice).toContain(`grant writ_tenant to "${name}"`);
  await client.query("do $$ begin create role writ_tenant nologin; exception when duplicate_object then null; end $$");
  await client.query(`grant writ_tenant to "${name}"; grant create on database ${own.pathname.slice(1)} to "${name}"`);
  expect((await examine(configured([]), { DATABASE_URL: own.href })).problems).toEqual([]);
});

test.each([
  { what: "no configuration", lines: ["unknown_setting: 1"], problem: "configuration_invalid" },
  {
    what: "a database that is not there",
    lines: [`database: { url: "postgresql://u:${SECRET}@127.0.0.1:1/x" }`],
    problem: "database_unreachable",
  },
  {
    what: "a key that is none",
    lines: [`grants: { key_encryption_key: "${SECRET}" }`],
    problem: "configuration_invalid",
  },
])("$what: $problem", async ({ lines, problem }) => {
  const config = configured(lines);
  // A file that has a secret in it has to be private itself.
  const { code, problems } = await examine(config);
  expect(code).toBe(1);
  expect(problems).toContain(problem);
});

test("nothing is made by looking", async () => {
  const folder = dataDir();
  mkdirSync(join(folder, "empty"));
  const { code, stdout } = await writ(["doctor", "--dev", "--json"], {
    WRIT_DATA_DIR: join(folder, "data"),
    WRIT_HTTP_LISTEN: "127.0.0.1:0",
    WRIT_GRPC_LISTEN: "127.0.0.1:0",
  });
  expect([code, stdout.includes("embedded_not_running"), stdout.includes("kek_made_at_start")]).toEqual([
    0,
    true,
    true,
  ]);
  await expect(import("node:fs/promises").then(({ readdir }) => readdir(folder))).resolves.toEqual(["empty"]);
});
