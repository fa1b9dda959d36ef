import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadSql } from "../../../../src/canonicalize/analyzers/sql/analyze.ts";
import { analyze, classesOf } from "./support.ts";

const FILE = join(process.env["WRIT_CASES"] ?? "../shared/cases", "sql/statements.jsonl");

interface Row {
  readonly id: string;
  readonly source: string;
  readonly sql: string;
  /** The classes of its statements, sorted and joined by "+". */
  readonly class: string;
}

beforeAll(loadSql);

describe.skipIf(!existsSync(FILE))("labelled statements (skipped where the collections are not)", () => {
  const rows: readonly Row[] = existsSync(FILE)
    ? readFileSync(FILE, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Row)
    : [];

  describe.each([
    ["the dialect known", ({ source }: Row) => (source.startsWith("Spider") ? "sqlite" : "postgres")],
    ["the dialect unknown", () => undefined],
  ] as const)("with %s", (_, dialectOf) => {
    test("have the class of their label, 99 in 100 of them", () => {
      const wrong = rows.filter((row) => classesOf(analyze(row.sql, dialectOf(row))) !== row.class);
      expect(rows.length).toBeGreaterThan(500);
      expect(wrong.map(({ id }) => id).slice(0, Math.ceil(rows.length / 100))).toHaveLength(wrong.length);
      expect(wrong.length).toBeLessThanOrEqual(rows.length / 100);
    });

    test("are never read where they are labelled as anything else", () => {
      const missed = rows.filter(
        (row) => row.class !== "read" && classesOf(analyze(row.sql, dialectOf(row))) === "read",
      );
      expect(missed).toEqual([]);
    });

    test("are understood in full where they only read", () => {
      const reads = rows.filter((row) => row.class === "read");
      const partial = reads.filter((row) => analyze(row.sql, dialectOf(row)).parse !== "complete");
      expect(partial.length).toBeLessThanOrEqual(reads.length / 50);
    });
  });
});
