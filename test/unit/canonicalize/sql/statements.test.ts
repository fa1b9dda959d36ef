import { beforeAll, describe, expect, test } from "vitest";
import { NOTHING } from "../../../../src/canonicalize/analyzers/analysis.ts";
import { loadSql } from "../../../../src/canonicalize/analyzers/sql/analyze.ts";
import { analyze, classesOf, expected, partsOf, type Row, signalsOf } from "./support.ts";

beforeAll(loadSql);

/** Understood in full, whatever the dialect. */
const COMPLETE: readonly Row[] = [
  ["SELECT 1", "read", ["db.read"]],
  [
    "SELECT a, b.c FROM s.t JOIN b ON t.x = b.x WHERE d IN (SELECT e FROM f)",
    "read",
    ["db.read b", "db.read f", "db.read s.t"],
  ],
  ["(SELECT a FROM t) UNION ALL SELECT a FROM u ORDER BY 1", "read", ["db.read t", "db.read u"]],
  ["TABLE t", "read", ["db.read t"]],
  ["VALUES (1), (2)", "read", ["db.read"]],
  ["SELECT * FROM t FOR UPDATE", "read", ["db.read t"]],
  ["SELECT count(*), lower(a), coalesce(b, now()), extract(year FROM c) FROM t", "read", ["db.read t"]],
  ["WITH x AS (SELECT * FROM t) SELECT * FROM x", "read", ["db.read t"]],
  ["WITH t AS (SELECT * FROM t) SELECT * FROM t", "read", ["db.read t"]],
  ["WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT * FROM t) SELECT * FROM t", "read", ["db.read"]],
  ["WITH d AS (DELETE FROM t WHERE a = 1 RETURNING *) SELECT * FROM d", "delete", ["db.delete t", "db.read t"]],
  ["WITH i AS (INSERT INTO t SELECT * FROM u) SELECT 1", "write", ["db.read u", "db.write t"]],
  ["EXPLAIN DELETE FROM t", "read", ["db.read t"]],
  ["EXPLAIN ANALYZE DELETE FROM t WHERE a = 1", "delete", ["db.delete t"]],
  ["EXPLAIN (ANALYZE false) UPDATE t SET a = 1", "read", ["db.read t"]],
  ["INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2", "write", ["db.write t"]],
  ["UPDATE t SET a = u.a FROM u WHERE t.id = u.id", "write", ["db.read u", "db.write t"]],
  ["DELETE FROM t USING u WHERE t.id = u.id", "delete", ["db.delete t", "db.read u"]],
  ["MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", "write", ["db.delete t", "db.read u", "db.write t"]],
  ["SELECT * INTO copy FROM t", "schema", ["db.read t", "db.schema copy"]],
  ["CREATE TABLE copy AS SELECT * FROM t", "schema", ["db.read t", "db.schema copy"]],
  ["CREATE TABLE t (a int)", "schema", ["db.schema t"]],
  ["ALTER TABLE t ADD COLUMN a int", "schema", ["db.schema t"]],
  ["ALTER TABLE t DROP COLUMN a", "schema", ["db.schema t"], ["destruction.database"]],
  ["ALTER TABLE t DISABLE ROW LEVEL SECURITY", "schema", ["db.admin t", "db.schema t"]],
  ["DROP TABLE a, s.b", "schema", ["db.schema a", "db.schema s.b"], ["destruction.database"]],
  ["DROP INDEX i", "schema", ["db.schema"]],
  ["DROP POLICY p ON t", "schema", ["db.schema t"]],
  ["DROP DATABASE shop", "schema", ["db.schema"], ["destruction.database"]],
  ["TRUNCATE a, b", "schema", ["db.schema a", "db.schema b"], ["destruction.database"]],
  ["CREATE VIEW v AS SELECT * FROM t", "schema", ["db.read t", "db.schema v"]],
  ["GRANT SELECT ON t TO bob", "admin", ["db.admin t"]],
  ["REVOKE ALL ON SCHEMA s FROM bob", "admin", ["db.admin"]],
  ["GRANT pg_execute_server_program TO bob", "admin", ["db.admin"], ["account.privileged_group"]],
  ["CREATE ROLE bob LOGIN", "schema", ["db.admin"], ["account.create"]],
  ["ALTER ROLE bob PASSWORD 'x' SUPERUSER", "schema", ["db.admin"], ["account.password", "account.privileged_group"]],
  ["SET ROLE admin", "admin", ["db.admin"]],
  ["SET search_path TO evil", "admin", ["db.admin"]],
  ["SET statement_timeout = 1000", "admin", ["db.read"]],
  ["SELECT set_config('role', 'admin', false)", "admin", ["db.admin"]],
  ["SELECT set_config('timezone', 'UTC', false)", "admin", ["db.read"]],
  ["BEGIN", "transaction", ["db.read"]],
  ["NOTIFY c, 'x'", "write", ["db.write"]],
  ["LISTEN c", "read", ["db.read"]],
  ["PREPARE p AS DELETE FROM t WHERE a = $1", "delete", ["db.delete t"]],
  ["COPY t FROM STDIN", "write", ["db.write t"]],
  ["COPY (SELECT a FROM t) TO STDOUT", "write", ["db.read t"]],
  ["COPY t TO '/tmp/x'", "write", ["db.read t", "file.write file:///tmp/x"], ["sql.file_access"]],
  ["COPY t FROM '/etc/passwd'", "write", ["db.write t", "file.read file:///etc/passwd"], ["sql.file_access"]],
  ["COPY t FROM PROGRAM 'id'", "write", ["db.write t", "process.exec"], ["sql.command_execution"]],
  ["SELECT nextval('s')", "write", ["db.write"]],
  [
    "SELECT a FROM t WHERE b = lo_export(1, '/tmp/x')",
    "write",
    ["db.read t", "file.write file:///tmp/x"],
    ["sql.file_access"],
  ],
  [
    "SELECT pg_catalog.pg_read_file('/etc/passwd')",
    "read",
    ["db.read", "file.read file:///etc/passwd"],
    ["sql.file_access"],
  ],
  ["SELECT * FROM pg_ls_dir('/')", "read", ["db.read", "file.list file:///"], ["sql.file_access"]],
  ["SELECT pg_terminate_backend(1)", "admin", ["db.admin"], ["destruction.processes"]],
  ["SELECT pg_sleep(10)", "read", ["db.write"]],
  ["SELECT query_to_xml('SELECT * FROM t', true, false, '')", "read", ["db.read", "db.read t"]],
  [
    "SELECT * FROM dblink('host=10.0.0.1', 'DROP TABLE t') AS x(a int)",
    "schema",
    ["db.read", "db.schema t", "net.connect"],
    ["destruction.database"],
  ],
  ["SELECT LOAD_FILE('/etc/passwd')", "read", ["db.read", "file.read file:///etc/passwd"], ["sql.file_access"]],
  ["SELECT writefile('/tmp/x', a) FROM t", "write", ["db.read t", "file.write file:///tmp/x"], ["sql.file_access"]],
  ["SELECT * FROM pg_shadow", "read", ["db.read pg_shadow"], ["credential.dump"]],
  ["SELECT '\ud800'; DROP TABLE t -- '", "read+schema", ["db.read", "db.schema t"], ["destruction.database"]],
  ["SELECT 1; DROP TABLE t", "read+schema", ["db.read", "db.schema t"], ["destruction.database"]],
  ["SELECT 1 -- ; DROP TABLE t", "read", ["db.read"]],
  ["SELECT ';', '--', '/*' FROM t", "read", ["db.read t"]],
  ["/* DROP TABLE t */ SELECT 1", "read", ["db.read"]],
  ["CREATE SUBSCRIPTION s CONNECTION 'host=10.0.0.1' PUBLICATION p", "schema", ["db.admin", "net.connect"]],
];

/** Not understood in full, by whatever dialect. */
const PARTIAL: readonly Row[] = [
  ["DO $$ BEGIN DELETE FROM t; END $$", "admin", ["db.admin", "db.delete t", "db.read"], ["sql.unbounded_write"]],
  [
    "DO $$ BEGIN EXECUTE 'COPY t TO PROGRAM ''id'''; END $$",
    "admin",
    ["db.admin", "db.read", "db.read t", "process.exec"],
    ["sql.command_execution"],
  ],
  [
    "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc.so', 'system'",
    "schema",
    ["db.admin", "db.schema", "process.exec"],
    ["sql.command_execution"],
  ],
  ["SELECT f(a) FROM t", "read", ["db.read t"]],
  ["SELECT public.lower(a) FROM t", "read", ["db.read t"]],
  ["CALL p()", "unknown", ["db.write"]],
  ["EXECUTE p(1)", "unknown", ["db.write"]],
  ["SELECT pg_read_file(a) FROM t", "read", ["db.read t", "file.read"], ["sql.file_access"]],
  ["SELECT dblink('c', a) FROM t", "unknown", ["db.admin", "db.read t", "net.connect"]],
  [
    "LOAD '/tmp/x.so'",
    "admin",
    ["db.admin", "file.read file:///tmp/x.so", "process.exec"],
    ["sql.command_execution", "sql.file_access"],
  ],
  ["ALTER SYSTEM SET archive_command = 'id'", "schema", ["db.admin", "process.exec"], ["sql.command_execution"]],
  ["hello, world", "unknown", ["db.admin"]],
  ["SELECT FROM WHERE", "read", ["db.read"]],
  ["SELECT a\u00a0FROM t", "read", ["db.read t"]],
  // The parser would stop at a NUL, and would lose the quote behind half of a surrogate pair.
  ["SELECT 1 -- \0\n; DROP TABLE t", "read+schema", ["db.read", "db.schema t"], ["destruction.database"]],
  ["SELECT 'a\0'; DROP TABLE t", "read+schema", ["db.read", "db.schema t"], ["destruction.database"]],
];

describe("a statement", () => {
  test.each(expected(COMPLETE))("$sql", ({ sql, classes, parts, signals }) => {
    const found = analyze(sql);
    expect({ parse: found.parse, classes: classesOf(found), parts: partsOf(found), signals: signalsOf(found) }).toEqual(
      {
        parse: "complete",
        classes,
        parts,
        signals,
      },
    );
  });

  test.each(expected(PARTIAL))("that is not understood in full: $sql", ({ sql, classes, parts, signals }) => {
    const found = analyze(sql, "postgres");
    expect({ parse: found.parse, classes: classesOf(found), parts: partsOf(found), signals: signalsOf(found) }).toEqual(
      {
        parse: "partial",
        classes,
        parts,
        signals,
      },
    );
  });

  test.each([
    ["DELETE FROM t", true],
    ["UPDATE t SET a = 1", true],
    ["DELETE FROM t WHERE true", true],
    ["DELETE FROM t WHERE 1 = 1", true],
    ["DELETE FROM t WHERE a = 1 OR 'x' = 'x'", true],
    ["DELETE FROM t WHERE a = a", true],
    ["DELETE FROM t WHERE NOT false", true],
    ["DELETE FROM t WHERE 2 > 1 AND 1", true],
    ["UPDATE t SET a = 1 WHERE b LIKE '%'", true],
    ["WITH d AS (DELETE FROM t) SELECT 1", true],
    ["DELETE FROM t USING u", true],
    ["MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE", true],
    ["DELETE FROM t WHERE a = 1", false],
    ["DELETE FROM t WHERE a = 1 AND 1 = 1", false],
    ["UPDATE t SET a = 1 WHERE 1 = 2", false],
    ["DELETE FROM t WHERE CURRENT OF c", false],
    ["UPDATE t SET a = (SELECT 1) WHERE b LIKE 'x%'", false],
  ])("%s spares no row: %s", (sql, unbounded) => {
    const found = analyze(sql);
    expect(found.facts.statements?.some((statement) => statement.unbounded)).toBe(unbounded);
    expect(signalsOf(found).includes("sql.unbounded_write")).toBe(unbounded);
  });

  test("is described with its tables and columns", () => {
    const sql = "WITH n AS (SELECT id FROM people) UPDATE shop.orders o SET paid = true FROM n WHERE o.person = n.id";
    expect(analyze(sql, "postgres").facts.statements).toEqual([
      {
        at: "/arguments/sql",
        dialect: "postgres",
        operation: "update",
        class: "write",
        tables_read: ["people"],
        tables_written: ["shop.orders"],
        columns: expect.arrayContaining(["id", "paid", "person"]),
        unbounded: false,
      },
    ]);
  });

  test.each(["", "   ", ";;", "-- nothing", "/* nothing */"])("is not in %j", (sql) => {
    expect(analyze(sql)).toEqual(NOTHING);
  });
});
