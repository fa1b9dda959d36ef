import type { DatabaseVerb, StatementClass } from "../statement.ts";

/** Operators of MySQL and SQLite that PostgreSQL has not, and ones of its own that touch as much. */
export const SAME_EFFECT_WORDS: ReadonlyMap<string, string> = new Map([
  ["regexp", "LIKE"],
  ["rlike", "LIKE"],
  ["glob", "LIKE"],
  ["div", "/"],
  ["xor", "<>"],
  ["straight_join", "JOIN"],
]);

/** What a statement or a clause does that begins with a word, where only the words can be read. */
interface LeadSpec {
  readonly class: StatementClass;
  readonly verb: DatabaseVerb;
  /** Whether the name that follows is the table that it is done to. */
  readonly table?: boolean;
  /** Whether the word begins something of its own wherever it stands: Transact-SQL and bodies need no `;`. */
  readonly anywhere?: boolean;
}

function leads(words: string, spec: LeadSpec): Readonly<Record<string, LeadSpec>> {
  return Object.fromEntries(words.split(" ").map((word) => [word, spec]));
}

/** PostgreSQL 18, MySQL 8.4, SQLite 3, Transact-SQL, and what warehouses add. What is not here may be anything. */
export const LEADS: ReadonlyMap<string, LeadSpec> = new Map(
  Object.entries({
    ...leads("select", { class: "read", verb: "db.read", anywhere: true }),
    ...leads("with values table show describe desc explain help handler fetch perform listen unlisten pragma", {
      class: "read",
      verb: "db.read",
    }),
    // Words of procedures, whose statements are found one by one.
    ...leads(
      "if elseif elsif else while loop for foreach declare print raiserror throw return raise signal open close",
      {
        class: "read",
        verb: "db.read",
      },
    ),
    ...leads("leave iterate repeat until continue break exit when case try catch exception null go waitfor", {
      class: "read",
      verb: "db.read",
    }),
    ...leads("begin commit rollback savepoint release start end abort deallocate", {
      class: "transaction",
      verb: "db.read",
    }),
    ...leads("use unlock delimiter", { class: "admin", verb: "db.read" }),
    ...leads("discard", { class: "admin", verb: "db.write" }),
    ...leads("insert update merge replace upsert", { class: "write", verb: "db.write", table: true, anywhere: true }),
    ...leads("bulk", { class: "write", verb: "db.write", anywhere: true }),
    ...leads("copy load unload import export put get notify", { class: "write", verb: "db.write" }),
    ...leads("delete", { class: "delete", verb: "db.delete", table: true, anywhere: true }),
    ...leads("truncate", { class: "schema", verb: "db.schema", table: true, anywhere: true }),
    ...leads("rename", { class: "schema", verb: "db.schema", table: true }),
    ...leads("create alter drop undrop", { class: "schema", verb: "db.schema", anywhere: true }),
    ...leads("comment refresh reindex cluster optimize repair", { class: "schema", verb: "db.schema" }),
    ...leads("security", { class: "schema", verb: "db.admin" }),
    ...leads("grant revoke deny kill shutdown reconfigure dbcc backup restore", {
      class: "admin",
      verb: "db.admin",
      anywhere: true,
    }),
    ...leads("attach detach install uninstall flush purge reset change stop lock vacuum analyze check checkpoint", {
      class: "admin",
      verb: "db.admin",
    }),
    ...leads("checksum cache xa clone binlog reassign force disable enable revert set do", {
      class: "admin",
      verb: "db.admin",
    }),
    ...leads("exec execute call prepare", { class: "unknown", verb: "db.write", anywhere: true }),
  }),
);

/** What stands before a word that begins nothing: `FOR UPDATE`, `ON DELETE CASCADE`, a column of a table. */
export const NO_LEAD_AFTER: ReadonlySet<string> = new Set(". on for key before after of no instead".split(" "));

/** What stands behind a word that begins nothing, but is a column's name. */
export const NO_LEAD_BEFORE: ReadonlySet<string> = new Set(
  "from where and or asc desc is in not like between order group having limit offset union as then when else end on".split(
    " ",
  ),
);

/** Statements that may be one word. */
export const LONE_LEADS: ReadonlySet<string> = new Set(["shutdown", "reconfigure"]);

/**
 * Words that PostgreSQL takes for another name of what stands before them, and Transact-SQL, which needs no `;`, for the
 * next statement: `SELECT a FROM t SHUTDOWN`, `SELECT 1 DELETE FROM t`.
 */
export const STATEMENTS_AS_NAMES: ReadonlySet<string> = new Set([...LONE_LEADS, "delete"]);

/** Words that begin a statement although a parenthesis follows. */
export const PARENTHESIS_AFTER: ReadonlySet<string> = new Set(["exec", "execute", "select", "restore", "dbcc"]);

/** Words between a statement's first and the name of its table. */
export const BEFORE_NAME: ReadonlySet<string> = new Set(
  "into from table only ignore low_priority high_priority delayed quick overwrite if not exists concurrently lateral local temporary temp unlogged or replace abort fail rollback database as".split(
    " ",
  ),
);

/** Words that the name of a table follows wherever they stand. */
export const TABLE_FOLLOWS: ReadonlySet<string> = new Set(["from", "join", "using", "into"]);

/** Words that cannot be the name of a table. */
export const NO_NAME: ReadonlySet<string> = new Set(
  "select set where values default lateral unnest on using group order limit outfile dumpfile table as and or union all distinct by first next current from join into".split(
    " ",
  ),
);

/** What CREATE, ALTER and DROP may be about, and what that makes of them. */
export const OBJECT_WORDS: ReadonlyMap<string, "table" | "data" | "account" | "code" | "plain"> = new Map(
  Object.entries({
    table: "table",
    view: "table",
    database: "data",
    schema: "data",
    tablespace: "data",
    column: "data",
    partition: "data",
    user: "account",
    role: "account",
    login: "account",
    credential: "account",
    server: "account",
    link: "account",
    policy: "account",
    directory: "account",
    function: "code",
    procedure: "code",
    proc: "code",
    trigger: "code",
    event: "code",
    package: "code",
    job: "code",
    task: "code",
    assembly: "code",
    library: "code",
    aggregate: "code",
    extension: "code",
    language: "code",
    index: "plain",
    sequence: "plain",
    type: "plain",
    domain: "plain",
    synonym: "plain",
    statistics: "plain",
    constraint: "plain",
    system: "account",
    session: "account",
  } as const),
);

/** PRAGMAs of SQLite that only tell something, with or without an argument. */
export const READING_PRAGMAS: ReadonlySet<string> = new Set(
  "collation_list compile_options database_list foreign_key_check foreign_key_list freelist_count function_list index_info index_list index_xinfo integrity_check module_list page_count pragma_list quick_check stats table_info table_list table_xinfo data_version".split(
    " ",
  ),
);
