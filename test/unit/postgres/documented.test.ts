import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("docs/records.md names every table, and none that is not there", () => {
  const migrations = globSync("src/adapters/postgres/migrations/*.sql").toSorted();
  // Made before the first migration is looked for.
  const tables = new Set(["migrations"]);
  for (const sql of migrations.map((path) => readFileSync(path, "utf8"))) {
    for (const [, created, dropped] of sql.matchAll(/^create table writ\.(\w+) \(|^drop table writ\.(\w+)/gm)) {
      if (created !== undefined) tables.add(created);
      if (dropped !== undefined) tables.delete(dropped);
    }
  }
  const [, list = ""] = readFileSync("docs/records.md", "utf8").split("| table in schema `writ` |");
  const rows = list.slice(0, list.indexOf("\n\n")).split("\n").slice(2);
  const named = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(named.toSorted()).toEqual([...tables].toSorted());
});
