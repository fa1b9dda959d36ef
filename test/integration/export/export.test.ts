import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { multiply, play } from "../../support/played-records.ts";
import { onRecords } from "../../support/record-cli.ts";
import { post } from "../../support/writ.ts";

let database: TestDatabase;
let client: pg.Client;
let service: RunningWrit;
let scratch: string;
let ids: readonly string[];

beforeAll(async () => {
  database = await createDatabase();
  scratch = mkdtempSync(join(tmpdir(), "writ-export-"));
  service = await startWrit({ dataDir: join(scratch, "data"), env: { DATABASE_URL: database.url, WRIT_WORKERS: "1" } });
  ids = await play(service);
  await post(service.http, `/v1/decisions/${ids[0]}/outcome`, { status: "succeeded", duration_ms: 7 });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
}, 180_000);

afterAll(async () => {
  await client.end();
  await service.stop();
  await database.drop();
  rmSync(scratch, { recursive: true, force: true });
});

const exported = (...args: readonly string[]) => onRecords(database.url, "audit", "export", ...args);
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("lines are what the API gives, from the oldest on", async () => {
  const { code, stdout } = await exported();
  const read = await Promise.all(ids.map(async (id) => (await fetch(`${service.http}/v1/decisions/${id}`)).json()));
  expect(code).toBe(0);
  expect(linesOf(stdout)).toEqual(read);
});

test("follow-ups stand behind the decisions, and only those of what is selected", async () => {
  const { rows } = await client.query<{ decision_id: string }>(
    "select decision_id from writ.follow_ups where tenant = 'default'",
  );
  const all = linesOf((await exported("--include", "follow_ups")).stdout).filter((line) => "follow_up" in line);
  expect(all.map(({ follow_up }) => follow_up.decision_id).toSorted()).toEqual(
    rows.map((row) => row.decision_id).toSorted(),
  );
  const reader = linesOf((await exported("--include", "follow_ups", "--where", "agent=agent:reader")).stdout);
  expect(reader.filter((line) => "follow_up" in line)).toMatchObject([
    { follow_up: { kind: "outcome", decision_id: ids[0] } },
  ]);
});

test("a Parquet file has every column of every record, as another program reads it", async () => {
  const file = join(scratch, "records.parquet");
  await multiply(client, "parquet", 300);
  expect(await exported("--format", "parquet", "-o", file, "--tenant", "parquet")).toMatchObject({ code: 0 });
  const found = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
  const { rows } = await client.query("select * from writ.decisions where tenant = 'parquet' order by at, id");
  const text = await client.query("select input::text from writ.decisions where tenant = 'parquet' order by at, id");
  expect(found).toHaveLength(2100);
  expect(found.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(found.map(({ input }) => input)).toEqual(text.rows.map(({ input }) => input));
  expect(found.map(({ at }) => at)).toEqual(rows.map(({ at }) => at));
  expect(found.map(({ hash, seq }) => [hash, String(seq)])).toEqual(
    rows.map(({ hash, seq }) => [hash.toString("hex"), seq]),
  );
  expect(found.every(({ outcome_status }) => outcome_status === null || outcome_status === undefined)).toBe(true);
});

// 42,000 records are some 120 MB of text: strings of all of them end a process with a heap of 96 MB, and buffers of them show in what is outside of it.
test.each(["jsonl", "parquet"])("%s: no more than a part of the records is in memory at one time", async (format) => {
  const tenant = `memory-${format}`;
  await multiply(client, tenant, 6000);
  const script = `
    const { exportRecords } = await import(${JSON.stringify(resolve("dist/compose/export.js"))});
    let [chars, outside] = [0, 0];
    const write = async (part) => {
      chars += part.length;
      outside = Math.max(outside, process.memoryUsage().external);
    };
    const selection = { tenant: ${JSON.stringify(tenant)}, filter: {} };
    const options = { databaseUrl: process.env.DATABASE_URL, selection, format: ${JSON.stringify(format)}, followUps: false, write };
    const { decisions } = await exportRecords(options, () => {});
    console.log(JSON.stringify({ decisions, chars, outside }));`;
  const child = spawn(process.execPath, ["--max-old-space-size=96", "--input-type=module", "-e", script], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  const { decisions, outside } = JSON.parse(output);
  expect(decisions).toBe(42_000);
  expect(outside).toBeLessThan(80_000_000);
  await client.query("delete from writ.decisions where tenant = $1", [tenant]);
});

test("who reads the first line only ends it well", async () => {
  const child = spawn(process.execPath, [resolve("src/main.ts"), "audit", "export", "--tenant", "parquet"], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (data) => {
    errors += data;
  });
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = await once(child, "close");
  expect([code, errors]).toEqual([0, ""]);
});

test.each<[string, readonly string[], RegExp]>([
  ["a folder that is not there", ["-o", "/nowhere/at/all"], /cannot be written \(ENOENT\)/],
  ["follow-ups in Parquet", ["--format", "parquet", "--include", "follow_ups"], /no place in parquet/],
  ["a database that is not there", ["--database", "postgresql://writ@127.0.0.1:1/none"], /record store failed/],
])("%s is refused, and leaves nothing", async (_, args, said) => {
  const ran = await exported("-o", join(scratch, "out"), ...args);
  expect(ran.stderr).toMatch(said);
  expect(ran).toMatchObject({ code: 1, stdout: "" });
  expect(readdirSync(scratch).filter((name) => name.includes("out"))).toEqual([]);
});

test("a file is there under its name when it is whole, for its owner's eyes", async () => {
  const file = join(scratch, "whole.jsonl");
  await exported("-o", file);
  expect(linesOf(readFileSync(file, "utf8"))).toHaveLength(ids.length);
  expect(readdirSync(scratch).filter((name) => name.includes("partial"))).toEqual([]);
});
