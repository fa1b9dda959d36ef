import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { writ } from "../../support/command-line.ts";
import { createDatabase } from "../../support/database.ts";

interface Status {
  readonly migrations: readonly { readonly name: string; readonly state: string; readonly applied_at?: string }[];
}

async function fresh(): Promise<string> {
  const database = await createDatabase();
  onTestFinished(database.drop);
  return database.url;
}

async function statusOf(url: string): Promise<{ code: number | null; states: ReadonlySet<string>; count: number }> {
  const { code, stdout } = await writ(["db", "status", "--json"], { DATABASE_URL: url });
  const { migrations } = JSON.parse(stdout) as Status;
  return { code, states: new Set(migrations.map(({ state }) => state)), count: migrations.length };
}

async function change(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

test("an empty database has everything pending, and db migrate brings it up to date once", async () => {
  const url = await fresh();
  const before = await statusOf(url);
  expect([before.code, [...before.states]]).toEqual([3, ["pending"]]);
  expect(before.count).toBeGreaterThan(15);

  const migrated = await Promise.all([
    writ(["db", "migrate", "--database", url]),
    writ(["db", "migrate"], { DATABASE_URL: url }),
  ]);
  expect(migrated.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ""],
    [0, ""],
  ]);
  expect(migrated.map(({ stdout }) => stdout).join("")).toContain("applied 0001_records.sql");
  expect(await statusOf(url)).toEqual({ code: 0, states: new Set(["applied"]), count: before.count });
  expect((await writ(["db", "migrate", "--database", url])).stdout).toBe("nothing was pending\n");
});

test.each([
  {
    what: "a migration of a newer version",
    statement: "insert into writ.migrations (number, name, checksum) values (9999, '9999_future.sql', 'x')",
    state: "unknown",
  },
  {
    what: "another content",
    statement: "update writ.migrations set checksum = 'x' where number = 3",
    state: "changed",
  },
])("$what is said, with an exit code of its own", async ({ statement, state }) => {
  const url = await fresh();
  expect((await writ(["db", "migrate", "--database", url])).code).toBe(0);
  await change(url, statement);
  const { code, states } = await statusOf(url);
  expect([code, [...states].sort()]).toEqual([4, ["applied", state].sort()]);
});

test("a database that is not there is said without its password", async () => {
  const url = "postgresql://writ:PASSWORD@127.0.0.1:1/none";
  for (const command of ["status", "migrate"]) {
    const { code, stdout, stderr } = await writ(["db", command], { DATABASE_URL: url });
    expect([code, stdout, stderr.startsWith("writ: ")]).toEqual([1, "", true]);
    expect(stderr).not.toContain("PASSWORD");
  }
});
