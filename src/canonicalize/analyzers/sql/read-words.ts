import { effectsOf } from "./functions.ts";
import type { Token } from "./lexer.ts";
import { MAX_CLAUSES } from "./limits.ts";
import { Statement } from "./statement.ts";
import { FUNCTION_EFFECTS } from "./tables/function-effects.ts";
import {
  BEFORE_NAME,
  LEADS,
  LONE_LEADS,
  NO_LEAD_AFTER,
  NO_LEAD_BEFORE,
  NO_NAME,
  OBJECT_WORDS,
  PARENTHESIS_AFTER,
  TABLE_FOLLOWS,
} from "./tables/words.ts";
import { findWord, isMark, isWordToken, literalsFrom, nameAt } from "./token-list.ts";
import { MAX_WORDS_BEFORE_OBJECT } from "./units.ts";
import { LEAD_READERS } from "./word-leads.ts";
import { sparesNoRow } from "./word-where.ts";

/**
 * What a statement does that no parser takes, by its words: over-estimated, and never complete. It sees statements
 * that follow each other without a `;`, those in bodies of procedures, and calls of functions with effects.
 */
export function readWords(tokens: readonly Token[]): Statement {
  const start = tokens.findIndex((token) => !isMark(token, "("));
  const statement = new Statement(operationOf(tokens, Math.max(start, 0)));
  statement.complete = false;
  const lead = tokens[start];
  if (lead === undefined || !isWordToken(lead) || !LEADS.has(lead.value))
    unknownLead(tokens, Math.max(start, 0), statement);
  const leads = leadsOf(tokens, start);
  if (leads.length > MAX_CLAUSES) statement.exceed();
  for (const [index, at] of leads.entries()) clause(tokens, at, leads[index + 1] ?? tokens.length, statement);
  tablesAndFunctions(tokens, statement);
  if (statement.idle) statement.does("db.read");
  return statement;
}

/** Whether a database might take this for a statement: it begins with a word that is known to begin one. */
export function beginsStatement(tokens: readonly Token[]): boolean {
  const first = tokens.find((token) => !isMark(token, "("));
  return first?.kind === "word" && (LEADS.has(first.value) || FUNCTION_EFFECTS.has(first.value));
}

/** Where clauses begin that are statements of their own, the first included. */
function leadsOf(tokens: readonly Token[], start: number): readonly number[] {
  // What they show is named by words that begin statements.
  if (isWordToken(tokens[start], "show", "describe", "desc", "help")) return [start];
  const found: number[] = [];
  for (let index = Math.max(start, 0); index < tokens.length && found.length <= MAX_CLAUSES; index += 1) {
    if (index === start || beginsClause(tokens, index, tokens[start])) found.push(index);
  }
  return found;
}

/** Whether a statement begins within a statement, whose first word is `first`. */
function beginsClause(tokens: readonly Token[], index: number, first: Token | undefined): boolean {
  const token = tokens[index];
  if (token?.kind !== "word" || LEADS.get(token.value)?.anywhere !== true) return false;
  const before = tokens[index - 1];
  if (before?.kind === "word" || before?.kind === "mark") {
    if (NO_LEAD_AFTER.has(before.value)) return false;
    // The body of a procedure, an event or a view; elsewhere another name for a column, or `DO UPDATE`.
    if (isWordToken(before, "as", "do") && !isWordToken(first, "create", "alter", "prepare")) return false;
    if (isWordToken(before, "then") && isWordToken(first, "merge")) return false;
  }
  if (LONE_LEADS.has(token.value)) return true;
  const next = tokens[index + 1];
  // CREATE TRIGGER … EXECUTE FUNCTION
  if (token.value === "execute" && isWordToken(next, "function", "procedure")) return false;
  // `REPLACE(…)`, `INSERT(…)` and `TRUNCATE(…)` are functions, too.
  if (isMark(next, "(")) return PARENTHESIS_AFTER.has(token.value);
  // What would follow if it were a column.
  if (next === undefined || next.kind === "operator" || next.kind === "mark") return token.value === "select";
  return (
    !(next.kind === "word" && NO_LEAD_BEFORE.has(next.value)) || (token.value === "delete" && next.value === "from")
  );
}

function clause(tokens: readonly Token[], at: number, end: number, statement: Statement): void {
  const word = tokens[at]?.value ?? "";
  const spec = LEADS.get(word);
  if (spec === undefined) return;
  statement.raise(spec.class);
  const read = LEAD_READERS[word];
  if (read !== undefined) return read(tokens, at, end, statement);
  if (spec.table !== true) {
    if (spec.verb !== "db.read") statement.does(spec.verb, undefined, spec.class);
    return;
  }
  const table = tableAfter(tokens, at + 1);
  statement.does(spec.verb, table, spec.class);
  if (word === "truncate") statement.signal("destruction.database", "truncate");
  if (word === "merge" && deletesMatched(tokens, at, end)) {
    statement.does("db.delete", table, "write");
  }
  if ((word === "update" || word === "delete") && sparesNoRow(tokens, at, end)) statement.unlimited(table ?? "");
}

/** `WHEN MATCHED THEN DELETE` */
function deletesMatched(tokens: readonly Token[], at: number, end: number): boolean {
  for (let then = findWord(tokens, at, end, "then"); then !== -1; then = findWord(tokens, then + 1, end, "then")) {
    if (isWordToken(tokens[then + 1], "delete")) return true;
  }
  return false;
}

/** The name behind the words that may stand before it. */
function tableAfter(tokens: readonly Token[], at: number): string | undefined {
  let index = at;
  while (isWordToken(tokens[index]) && BEFORE_NAME.has(tokens[index]?.value ?? "")) index += 1;
  if (isWordToken(tokens[index], "top")) {
    index += 1;
    while (isMark(tokens[index], "(") || isMark(tokens[index], ")") || tokens[index]?.kind === "number") index += 1;
    if (isWordToken(tokens[index], "from", "into")) index += 1;
  }
  const name = nameAt(tokens, index);
  return name === undefined || (name.parts.length === 1 && NO_NAME.has(name.parts[0] ?? ""))
    ? undefined
    : name.parts.join(".");
}

function tablesAndFunctions(tokens: readonly Token[], statement: Statement): void {
  const expressions = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (isWordToken(token, "as") && isMark(tokens[index + 1], "(")) expressions.add(tokens[index - 1]?.value ?? "");
  }
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word") continue;
    if (TABLE_FOLLOWS.has(token.value)) fromClause(tokens, index + 1, expressions, statement);
    const behind = nameAt(tokens, index);
    if (behind === undefined || isMark(tokens[index - 1], ".") || !isMark(tokens[behind.end], "(")) continue;
    const effects = effectsOf(behind.parts);
    if (effects === undefined || effects.length === 0) continue;
    const texts = literalsFrom(tokens, behind.end + 1);
    statement.calls(behind.parts.join("."), effects, (argument) => texts[argument]);
  }
}

/** The tables of a list behind FROM, JOIN or USING, common table expressions apart. */
function fromClause(
  tokens: readonly Token[],
  at: number,
  expressions: ReadonlySet<string>,
  statement: Statement,
): void {
  let index = at;
  for (;;) {
    while (isWordToken(tokens[index], "only", "lateral", "table")) index += 1;
    const token = tokens[index];
    if (token?.kind === "string" && isWordToken(tokens[at - 1], "from", "join") && statement.operation !== "prepare")
      named(token.value, statement);
    const name = nameAt(tokens, index);
    if (name === undefined || isMark(tokens[name.end], "(")) return;
    const table = name.parts.join(".");
    if (NO_NAME.has(table)) return;
    if (!expressions.has(table) && !statement.written.has(table)) statement.does("db.read", table);
    index = name.end;
    if (isWordToken(tokens[index], "as")) index += 1;
    if (
      tokens[index]?.kind === "name" ||
      (isWordToken(tokens[index]) && !TABLE_FOLLOWS.has(tokens[index]?.value ?? ""))
    )
      index += 1;
    if (!isMark(tokens[index], ",")) return;
    index += 1;
  }
}

/** A string where a table's name belongs: SQLite takes it for one, DuckDB and Spark for a file. */
function named(text: string, statement: Statement): void {
  if (/[/\\.]/.test(text)) statement.file("read", text);
  else statement.does("db.read", text);
}

/** Transact-SQL runs a procedure by its bare name where it comes first. */
function unknownLead(tokens: readonly Token[], at: number, statement: Statement): void {
  const name = nameAt(tokens, at);
  const effects = name === undefined ? undefined : FUNCTION_EFFECTS.get(name.parts.at(-1) ?? "");
  if (name === undefined || effects === undefined) return statement.opaque();
  const texts = literalsFrom(tokens, name.end);
  statement.calls(name.parts.join("."), effects, (index) => texts[index]);
  statement.raise("unknown");
}

function operationOf(tokens: readonly Token[], at: number): string {
  const lead = tokens[at];
  if (lead?.kind !== "word" || !LEADS.has(lead.value)) return "unknown";
  if (lead.value !== "create" && lead.value !== "alter" && lead.value !== "drop") return lead.value;
  const object = tokens
    .slice(at + 1, at + MAX_WORDS_BEFORE_OBJECT)
    .find(({ kind, value }) => kind === "word" && OBJECT_WORDS.has(value));
  return object === undefined ? lead.value : `${lead.value}_${object.value}`;
}
