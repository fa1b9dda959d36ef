/** How a family of databases cuts text into tokens. Two families may see different statements in one text. */
export interface LexicalRules {
  readonly family: Family;
  /** `\'` does not end a string. */
  readonly backslashEscapes: boolean;
  /** `"x"` is a string. */
  readonly doubleQuotedStrings: boolean;
  /** `` `x` `` is a name. */
  readonly backtickNames: boolean;
  /** `[x]` is a name. */
  readonly bracketNames: boolean;
  /** `$tag$ … $tag$` and `E'…'` are strings. */
  readonly dollarQuotes: boolean;
  /** A comment inside a comment must be closed, too. */
  readonly nestedComments: boolean;
  /** `#` begins a comment. */
  readonly hashComments: boolean;
  /** `//` begins a comment. */
  readonly slashComments: boolean;
  /** `--` begins a comment only before white space. */
  readonly dashNeedsSpace: boolean;
  /** The content of a comment that begins with `/*!` is executed. */
  readonly executableComments: boolean;
  /** A carriage return alone ends a comment, too. */
  readonly returnEndsLine: boolean;
  /** `#x` is the name of a temporary table. */
  readonly hashNames: boolean;
  /** A line of `GO` alone, which is for the client, ends what stands before it. */
  readonly goDivides: boolean;
}

export type Family = "postgres" | "mysql" | "sqlite" | "tsql" | "warehouse";

const STANDARD = {
  backslashEscapes: false,
  doubleQuotedStrings: false,
  backtickNames: false,
  bracketNames: false,
  dollarQuotes: false,
  nestedComments: false,
  hashComments: false,
  slashComments: false,
  dashNeedsSpace: false,
  executableComments: false,
  returnEndsLine: false,
  hashNames: false,
  goDivides: false,
};

/**
 * PostgreSQL 4.1 Lexical Structure; MySQL 11.1 Literal Values and 11.7 Comments (default `sql_mode`); SQLite "SQL As
 * Understood By SQLite" (keywords, comment syntax); Transact-SQL "Database identifiers" and "Slash star".
 */
export const RULES: Readonly<Record<Family, LexicalRules>> = {
  postgres: { ...STANDARD, family: "postgres", dollarQuotes: true, nestedComments: true, returnEndsLine: true },
  mysql: {
    ...STANDARD,
    family: "mysql",
    backslashEscapes: true,
    doubleQuotedStrings: true,
    backtickNames: true,
    hashComments: true,
    dashNeedsSpace: true,
    executableComments: true,
  },
  /** What Snowflake, BigQuery, Spark and ClickHouse have that the others have not, or not together. */
  warehouse: {
    ...STANDARD,
    family: "warehouse",
    backslashEscapes: true,
    doubleQuotedStrings: true,
    backtickNames: true,
    dollarQuotes: true,
    slashComments: true,
  },
  sqlite: { ...STANDARD, family: "sqlite", backtickNames: true, bracketNames: true },
  tsql: {
    ...STANDARD,
    family: "tsql",
    bracketNames: true,
    nestedComments: true,
    returnEndsLine: true,
    hashNames: true,
    goDivides: true,
  },
};

const FAMILIES: Readonly<Record<string, Family>> = {
  postgres: "postgres",
  postgresql: "postgres",
  pg: "postgres",
  pgsql: "postgres",
  plpgsql: "postgres",
  psql: "postgres",
  cockroachdb: "postgres",
  redshift: "postgres",
  timescaledb: "postgres",
  mysql: "mysql",
  mariadb: "mysql",
  sqlite: "sqlite",
  sqlite3: "sqlite",
  tsql: "tsql",
  transactsql: "tsql",
  mssql: "tsql",
  sqlserver: "tsql",
};

/** The families that a text may be meant for: one where the dialect is known, all of them where it is not. */
export function familiesOf(dialect: string | undefined): readonly Family[] {
  const family = FAMILIES[(dialect ?? "").toLowerCase().replace(/[^a-z0-9]/g, "")];
  return family === undefined ? ["postgres", "mysql", "sqlite", "tsql", "warehouse"] : [family];
}
