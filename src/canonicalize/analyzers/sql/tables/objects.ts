/** Kinds of objects: tables and their like, what holds data without being one, and what belongs to a table. */
export const DATA_OBJECTS: Readonly<Record<string, "table" | "data" | "part_of_table" | undefined>> = {
  table: "table",
  foreign_table: "table",
  materialized_view: "table",
  view: "table",
  database: "data",
  extension: "data",
  schema: "data",
  sequence: "data",
  tablespace: "data",
  trigger: "part_of_table",
  rule: "part_of_table",
  policy: "part_of_table",
};

/** Languages of functions: whose text is statements of SQL, and which are another language that is known. */
export const SQL_LANGUAGES: ReadonlySet<string> = new Set(["sql", "plpgsql"]);
export const CODE_LANGUAGES: ReadonlyMap<string, string> = new Map([
  ["plpython3u", "python"],
  ["plpython2u", "python"],
  ["plpythonu", "python"],
  ["plv8", "javascript"],
  ["plsh", "sh"],
]);

/** Languages that run with the rights of the server's own account (PostgreSQL 40, CREATE LANGUAGE), by their names. */
export const UNTRUSTED_CODE = /^(?:c|internal|pl[a-z0-9]*u|plsh|pljavau?|plr|plrust|adminpack|file_fdw)$/;

/** PostgreSQL 21.5 Predefined Roles that give the server's files, programs or everybody's data, and usual names of the highest. */
export const POWERFUL_ROLES =
  /^(?:pg_(?:execute_server_program|read_server_files|write_server_files|write_all_data|signal_backend|create_subscription|checkpoint|maintain)|postgres|rds_superuser|cloudsqlsuperuser|azure_pg_admin|dba|sysadmin|db_owner|securityadmin)$/;

/** Options of CREATE ROLE that give more than a login. */
export const ROLE_POWERS: readonly string[] = ["superuser", "createrole", "createdb", "isreplication", "bypassrls"];
