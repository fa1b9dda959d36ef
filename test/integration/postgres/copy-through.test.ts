import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyThrough } from "../../../src/adapters/postgres/record-stream/copy-out.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** The one column of each row: two bytes for the number of columns, four for the length. */
async function texts(select: string): Promise<string[]> {
  const found: string[] = [];
  await copyThrough(client, select, (row) => found.push(row.toString("utf8", 6)));
  return found;
}

test("each row is shown once, in order, and nothing else", async () => {
  const expected = Array.from({ length: 5_000 }, (_, index) => `row ${index + 1}`);
  expect(await texts("select 'row ' || n from generate_series(1, 5000) n order by n")).toEqual(expected);
  expect(await texts("select 'a' where false")).toEqual([]);
});

test("what goes wrong is told, and the connection serves the next one", async () => {
  await expect(texts("select 1 / (n - 3) from generate_series(1, 5) n")).rejects.toMatchObject({ code: "22012" });
  let shown = 0;
  const thrown = copyThrough(client, "select n from generate_series(1, 5000) n", () => {
    shown++;
    throw new RangeError("no such row");
  });
  await expect(thrown).rejects.toThrow("no such row");
  expect(shown).toBe(1);
  expect(await texts("select 'still here'")).toEqual(["still here"]);
});
