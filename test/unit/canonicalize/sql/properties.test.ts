import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../../../src/canonicalize/analyzers/analysis.ts";
import { loadSql } from "../../../../src/canonicalize/analyzers/sql/analyze.ts";
import { RULES } from "../../../../src/canonicalize/analyzers/sql/dialects.ts";
import { lex } from "../../../../src/canonicalize/analyzers/sql/lexer.ts";
import { analyze, partsOf } from "./support.ts";

beforeAll(loadSql);

const READS = [
  "SELECT a, count(*) FROM s.t AS x LEFT JOIN u ON x.id = u.id WHERE b = 'c; d' AND e IN (1, 2) GROUP BY a",
  "WITH t AS (SELECT * FROM t) SELECT * FROM t WHERE a LIKE '%--%' LIMIT 5",
  'SELECT "From" FROM "Table" WHERE a = $1',
  "SELECT a FROM t WHERE b = ? LIMIT 5, 10",
];

/** Each begins with a word that makes it more than a read, however much of it is missing. */
const WRITES = [
  "DELETE FROM t WHERE a = 1",
  "UPDATE s.t SET a = 'x', b = (SELECT c FROM u) WHERE d = 2",
  "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y') RETURNING a",
  "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE",
  "TRUNCATE t, u",
  "DROP TABLE IF EXISTS t CASCADE",
  "ALTER TABLE t ADD COLUMN a int",
  "CREATE TABLE t (a int PRIMARY KEY)",
  "GRANT SELECT ON t TO bob",
  "REPLACE INTO t VALUES (1)",
  "EXEC xp_cmdshell 'id'",
  "ATTACH DATABASE '/tmp/x' AS y",
];

const DIALECTS = [undefined, "postgres", "mysql", "sqlite", "tsql"] as const;

const gap = fc.array(fc.constantFrom(" ", "\t", "\n", "\r\n", "/* DROP TABLE x; ' */", "-- DELETE FROM x; '\n"), {
  minLength: 1,
  maxLength: 3,
});

function textOf(tokens: readonly string[], gaps: readonly (readonly string[])[], upper: readonly boolean[]): string {
  return tokens
    .map((token, index) => {
      const word = /^[a-z]+$/i.test(token)
        ? upper[index % upper.length]
          ? token.toUpperCase()
          : token.toLowerCase()
        : token;
      return `${(gaps[index % gaps.length] ?? []).join("")} ${word}`;
    })
    .join("");
}

function essence(found: Analysis): unknown {
  const statements = found.facts.statements?.map(({ columns, ...fact }) => ({ ...fact, columns: [...columns].sort() }));
  return { parse: found.parse, parts: partsOf(found), statements };
}

function onlyReads(found: Analysis): boolean {
  return found.parse === "complete" && found.parts.every(({ verb }) => verb === "db.read");
}

describe("the SQL analyzer", () => {
  test("sees the same whatever the white space, the case and the comments", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...READS, ...WRITES),
        fc.array(gap, { minLength: 1, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        (sql, gaps, upper) => {
          const tokens = lex(sql, RULES.postgres).tokens.map(({ start, end }) => sql.slice(start, end));
          expect(essence(analyze(textOf(tokens, gaps, upper)))).toEqual(essence(analyze(sql)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("does not take a write that is cut off for a read", () => {
    for (const sql of WRITES) {
      for (let length = sql.indexOf(" "); length <= sql.length; length += 1) {
        for (const dialect of DIALECTS)
          expect([sql.slice(0, length), onlyReads(analyze(sql.slice(0, length), dialect))]).toEqual([
            sql.slice(0, length),
            false,
          ]);
      }
    }
  });

  test("does not take a write for a read because of something in it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WRITES),
        fc.nat(),
        fc.constantFrom(
          "x",
          "(",
          ")",
          ",",
          ".",
          "1",
          "%",
          "@",
          "$",
          "?",
          "`",
          "\\",
          "[",
          "]",
          "\u00a0",
          "\u200b",
          "\0",
          "é",
          "\ud800",
          ";",
        ),
        fc.constantFrom(...DIALECTS),
        (sql, place, inserted, dialect) => {
          const at = place % (sql.length + 1);
          expect(onlyReads(analyze(sql.slice(0, at) + inserted + sql.slice(at), dialect))).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });

  const pieces = fc.array(
    fc.constantFrom(
      ...[
        "'",
        "''",
        '"',
        "`",
        "[",
        "]",
        "\\",
        "$$",
        "$a$",
        "/*",
        "*/",
        "/*!",
        "--",
        "-- ",
        "#",
        "\n",
        "\r",
        ";",
        "E'",
        "N'",
        "(",
        ")",
        ",",
        " ",
      ],
      ...[
        " SELECT 1 ",
        " DROP TABLE t ",
        " DELETE FROM t ",
        " a ",
        "1",
        "=",
        " OR ",
        " FROM u ",
        "\0",
        "\u00a0",
        "\\g",
        "\nGO\n",
        "?",
        ":a",
        "@b",
      ],
    ),
    { maxLength: 16 },
  );

  test("sees in a text of unknown dialect all that any of the dialects would do with it", () => {
    fc.assert(
      fc.property(pieces, fc.constantFrom("postgres", "mysql", "sqlite", "tsql"), (texts, dialect) => {
        const text = texts.join("");
        const one = analyze(text, dialect);
        if (one.parse !== "complete") return;
        const all = partsOf(analyze(text));
        expect(partsOf(one).filter((part) => part !== "db.read" && !all.includes(part))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });

  test("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          pieces.map((texts) => texts.join("")),
        ),
        fc.constantFrom(...DIALECTS),
        (text, dialect) => {
          expect(["complete", "partial", "limit"]).toContain(analyze(text, dialect).parse);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
