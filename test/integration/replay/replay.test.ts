import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { multiply, play } from "../../support/played-records.ts";
import { STARTER, writ } from "../../support/policy-cli.ts";
import { onRecords } from "../../support/record-cli.ts";

let database: TestDatabase;
let client: pg.Client;
let decided: string;
let ids: readonly string[];
/** The bundle that decided, as files: that of another tenant is not on record for it. */
const BUILT = resolve("dist/bundle");
/** One that holds back what changes anything, built once. */
let frozen: string;
let scratch: string;

/** Records of a service that is gone: a replay needs none. */
beforeAll(async () => {
  database = await createDatabase();
  scratch = mkdtempSync(join(tmpdir(), "writ-replay-"));
  frozen = join(scratch, "frozen.tar.gz");
  const service = await startWrit({
    dataDir: join(scratch, "data"),
    env: { DATABASE_URL: database.url, WRIT_WORKERS: "1" },
  });
  ids = await play(service);
  await service.stop();
  const settings = join(scratch, "frozen");
  cpSync(STARTER, settings, { recursive: true });
  writeFileSync(join(settings, "settings/data.yaml"), "change_freeze: true\ntenant_domains: [example.com]\n");
  await writ(["build", settings, "--output", frozen]);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ digest: string }>(
    "select distinct encode(policy_digest, 'hex') as digest from writ.decisions",
  );
  decided = `sha256:${rows[0]?.digest}`;
}, 180_000);

afterAll(async () => {
  await client.end();
  await database.drop();
  rmSync(scratch, { recursive: true, force: true });
});

const replay = (...args: readonly string[]) => onRecords(database.url, "replay", ...args);

async function report(...args: readonly string[]) {
  const { code, stdout, stderr } = await replay("--format", "json", ...args);
  expect(stderr).toBe("");
  return { code, ...(JSON.parse(stdout) as Report) };
}

interface Report {
  readonly records: number;
  readonly judged: number;
  readonly changed: number;
  readonly same_bundle: number;
  readonly not_reproduced: number;
  readonly changes: Readonly<Record<string, number>>;
  readonly unreplayable: Readonly<Record<string, number>>;
  readonly not_judged: readonly { readonly id: string; readonly why: string }[];
  readonly tools: readonly { readonly name: string; readonly changed: number }[];
  readonly examples: readonly { readonly id: string; readonly changes: readonly string[] }[];
}

test("the bundle that decided, by a few digits of its digest, says the same again to the byte", async () => {
  const found = await report("--bundle", decided.slice(0, 19));
  expect(found).toMatchObject({
    code: 0,
    records: 7,
    judged: 6,
    same_bundle: 6,
    changed: 0,
    not_reproduced: 0,
    older: 0,
  });
  // The comment with a secret in it.
  expect(found.not_judged).toEqual([{ id: ids[3], why: "redacted" }]);
  expect(found.unreplayable).toEqual({ redacted: 1, erased: 0, unreadable: 0, altered: 0 });
});

test("what redaction took something out of is judged on request, and marked", async () => {
  const found = await report("--bundle", decided, "--include-redacted");
  expect(found).toMatchObject({ judged: 7, judged_redacted: 1, not_judged: [{ id: ids[3], why: "redacted" }] });
});

describe("a policy that allows less", () => {
  test("names what it would hold back, and ends with 4", async () => {
    const found = await report("--bundle", frozen);
    expect(found).toMatchObject({ code: 4, same_bundle: 0, changes: { loosened: 0 } });
    expect(found.changes["tightened"]).toBeGreaterThan(0);
    expect(found.tools.find(({ name }) => name === "github/add_issue_comment")?.changed).toBe(1);
    expect(found.tools.find(({ name }) => name === "filesystem/read_text_file")?.changed).toBe(0);
    expect(found.examples.find(({ id }) => id === ids[2])?.changes).toContain("tightened");
  });

  test("is no failure where only what is loosened is one", async () => {
    expect((await report("--bundle", frozen, "--fail-on", "loosened")).code).toBe(0);
  });
});

test.each<[string, readonly string[], number]>([
  ["one tool", ["--where", "tool=github/add_issue_comment"], 2],
  ["one agent in one session", ["--where", "agent=agent:reader", "session=s-1", "--since", "1d"], 2],
  ["an effect and a verb", ["--where", "effect=allow", "--where", "verb=file.read"], 3],
  ["what was before today", ["--until", "2026-01-01"], 0],
  ["the newest two", ["--limit", "2"], 2],
])("%s", async (_, args, records) => {
  const { stdout, code } = await replay("--format", "json", "--bundle", BUILT, ...args);
  expect((JSON.parse(stdout) as Report).records).toBe(records);
  expect(code).toBe(records === 0 ? 2 : 0);
});

test("many threads say what one says", async () => {
  await multiply(client, "many", 400);
  const [one, three] = await Promise.all(
    ["1", "3"].map((jobs) => report("--bundle", frozen, "--tenant", "many", "--jobs", jobs)),
  );
  const same = (found: object) => ({ ...found, took_ms: 0, jobs: 0 });
  expect(one).toMatchObject({ records: 2800, jobs: 1 });
  expect(three).toMatchObject({ jobs: 3 });
  expect(same(three ?? {})).toEqual(same(one ?? {}));
});

test.each(["answer", "input"])("a record whose %s was changed is named, and nothing can be said", async (column) => {
  await multiply(client, column, 1);
  await client.query(
    `update writ.decisions set ${column} = (left(${column}::text, -1) || ',"more":1}')::json where tenant = $1 and id like $2`,
    [column, `${ids[0]}%`],
  );
  const { stdout, code, stderr } = await replay("--format", "json", "--bundle", BUILT, "--tenant", column);
  const found = JSON.parse(stdout) as Report;
  expect(found.not_judged).toContainEqual({ id: `${ids[0]}-000001`, why: "altered" });
  expect([code, stderr]).toEqual([2, expect.stringContaining("not what was written")]);
});

test.each<[string, readonly string[], number, RegExp]>([
  ["a bundle that is not there", ["--bundle", "/nowhere"], 2, /nowhere is not there/],
  ["a digest that nobody has", ["--bundle", "sha256:000000"], 2, /no bundle .* on record/],
  ["what is no bundle", ["--bundle", resolve("package.json")], 3, /package.json/],
  ["a field that there is not", ["--bundle", "x", "--where", "colour=red"], 1, /no field colour/],
  ["a day that there is not", ["--bundle", "x", "--since", "2026-02-30"], 1, /neither a time/],
])("%s", async (_, args, code, said) => {
  const ran = await replay(...args);
  expect(ran.stderr).toMatch(said);
  expect(ran.code).toBe(code);
});

test("a database that is not there", async () => {
  const ran = await onRecords("postgresql://writ@127.0.0.1:1/none", "replay", "--bundle", BUILT);
  expect(ran).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("the record store failed") });
});

test("a report for a pull request goes into a file", async () => {
  const file = join(scratch, "replay.md");
  await replay("--bundle", frozen, "--format", "markdown", "-o", file);
  expect(readFileSync(file, "utf8")).toContain("| tightened |");
});
