import type { StatementFact } from "../../../domain/facts.ts";
import { type Analysis, type AnalysisContext, NOTHING, partOf } from "../analysis.ts";
import { Collector } from "../collector.ts";
import { FILE_VERBS, fileFact } from "../paths/index.ts";
import { familiesOf } from "./dialects.ts";
import { MAX_NAMES, MAX_SQL_CHARS } from "./limits.ts";
import { readAll } from "./readings.ts";
import type { Outside, Statement } from "./statement.ts";

export { loadSql } from "./postgres.ts";

/**
 * What SQL would do: a part for every verb and table, a fact for every statement. `dialect` is a name such as
 * "postgres", "mysql", "sqlite" or "mssql"; where it is undefined or not known, the text is read as each of them
 * would. `complete` only where PostgreSQL's parser took every statement, every function is known to be pure or has
 * known effects, and nothing is a language of its own.
 */
export function analyzeSql(text: string, dialect: string | undefined, context: AnalysisContext): Analysis {
  const found = new Collector(context.at);
  if (text.length > MAX_SQL_CHARS) {
    found.worsen("limit");
    found.does("db.admin");
    return found.finish();
  }
  const { statements, family, exceeded } = readAll(text.toWellFormed(), familiesOf(dialect));
  if (exceeded) found.worsen("limit");
  const inner: Analysis[] = [];
  const facts = statements.map((statement) => {
    for (const { verb, table } of statement.deeds) {
      found.part(partOf(verb, table === undefined ? {} : { resource: { type: "table", uri: `table:${table}` } }));
    }
    for (const outside of statement.outside) inner.push(...report(outside, statement, dialect, found, context));
    if (!statement.complete) found.worsen(statement.exceeded ? "limit" : "partial");
    return factOf(statement, family, context.at);
  });
  found.absorb({ ...NOTHING, facts: { statements: facts } });
  for (const analysis of inner) found.absorb(analysis);
  return found.finish();
}

function factOf(statement: Statement, dialect: string, at: string): StatementFact {
  return {
    at,
    dialect,
    operation: statement.operation,
    class: statement.class,
    tables_read: [...statement.read],
    tables_written: [...statement.written],
    columns: [...statement.columns].slice(0, MAX_NAMES),
    unbounded: statement.unbounded,
  };
}

/** Notes what is done outside of tables; texts in other languages, and SQL in SQL, are analyses of their own. */
function report(
  outside: Outside,
  statement: Statement,
  dialect: string | undefined,
  found: Collector,
  context: AnalysisContext,
): readonly Analysis[] {
  switch (outside.kind) {
    case "signal":
      found.signal(outside.code, outside.detail);
      return [];
    case "file":
      if (outside.path === undefined) found.does(FILE_VERBS[outside.access] ?? "file.write");
      else found.file(fileFact(outside.path, outside.access, context.at, context.surroundings));
      return [];
    case "host":
      found.host(addressOf(outside.address ?? ""), outside.access);
      return [];
    case "command":
      found.does("process.exec");
      return outside.text === undefined ? [] : [context.nested("shell", outside.text)];
    case "code":
      return [context.nested("code", outside.text, outside.language)];
    case "sql": {
      const inner = context.nested("sql", outside.text, dialect);
      if (inner.parse === "limit") found.does("db.admin");
      const { statements = [], ...others } = inner.facts;
      if (outside.body) return [{ ...inner, facts: others }];
      for (const fact of statements) statement.raise(fact.class);
      return [inner];
    }
  }
}

/** The host of a connection string such as `host=10.0.0.1 dbname=shop` (libpq 32.1.1), or the text itself. */
function addressOf(text: string): string {
  return CONNECTION_HOST.exec(text)?.[1] ?? (/^[^:/]*=/.test(text) ? "" : text);
}

const CONNECTION_HOST = /(?:^|[\s;])(?:host|hostaddr|server|data source)\s{0,4}=\s{0,4}'?([^\s';]+)/i;
