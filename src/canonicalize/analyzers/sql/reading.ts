import { isClientCommand, readClientCommand } from "./client-command.ts";
import type { LexicalRules } from "./dialects.ts";
import { type Lexed, lex, type Token } from "./lexer.ts";
import { MAX_PARSED_TOKENS, MAX_SQL_NESTING, MAX_STATEMENTS } from "./limits.ts";
import { parsePostgres, slowToScan } from "./postgres.ts";
import { readTree } from "./read-tree.ts";
import { beginsStatement, readWords } from "./read-words.ts";
import { rewritten } from "./rewrite.ts";
import type { Statement } from "./statement.ts";
import type { Tree } from "./tree.ts";
import { type Unit, unitsOf } from "./units.ts";

/** What a text does if it is cut into tokens in one way. */
export interface Reading {
  readonly statements: readonly Statement[];
  /** Whether there is a statement that PostgreSQL's parser does not take. */
  readonly refused: boolean;
  /** Whether more is there than is looked at. */
  readonly exceeded: boolean;
}

/** PostgreSQL's parser with a bound on what it gets to do for one text. */
export class BoundedParser {
  #left = MAX_PARSED_TOKENS;
  readonly #known = new Map<string, readonly Tree[] | undefined>();
  /** Whether something was not parsed because of the bound. */
  exceeded = false;

  /** Whether so many tokens, nested so deep, may still be parsed. */
  affords(tokens: number, nesting: number): boolean {
    if (tokens <= this.#left && nesting <= MAX_SQL_NESTING) return true;
    this.exceeded = true;
    return false;
  }

  parse(text: string, tokens: readonly Token[], nesting: number): readonly Tree[] | undefined {
    if (this.#known.has(text)) return this.#known.get(text);
    if (!this.affords(tokens.length, nesting) || tokens.some(isTooLong) || slowToScan(text)) return undefined;
    this.#left -= tokens.length;
    const trees = parsePostgres(text);
    this.#known.set(text, trees);
    return trees;
  }
}

/** PostgreSQL has no operator of more than 63 characters, and its scanner takes quadratic time to say so. */
function isTooLong(token: Token): boolean {
  return token.kind === "operator" && token.end - token.start > MAX_OPERATOR_CHARS;
}

const MAX_OPERATOR_CHARS = 63;

/**
 * Reads a text as databases do that cut it into tokens alike; `alike` has their rules, `lexed` is by the first of
 * them. What PostgreSQL's parser refuses is put into its spelling once for each, and read by its words if it is still
 * refused.
 */
export function read(
  text: string,
  lexed: Lexed,
  alike: readonly LexicalRules[],
  parser: BoundedParser,
  alternative: boolean,
): Reading {
  const direct =
    alike[0]?.family === "postgres" && !lexed.odd ? parser.parse(text, lexed.tokens, lexed.nesting) : undefined;
  if (direct !== undefined) return fromTrees(direct);
  const statements: Statement[] = [];
  let refused = false;
  const units = alternative ? runnable(unitsOf(lexed.tokens)) : unitsOf(lexed.tokens);
  for (const unit of units.slice(0, MAX_STATEMENTS)) {
    if (unit.kind === "statement") {
      const trees = parseUnit(text, unit.tokens, lexed.nesting, alike, parser);
      refused ||= trees === undefined;
      statements.push(...(trees === undefined ? [readWords(unit.tokens)] : trees.map(readTree)));
      continue;
    }
    const command = readClientCommand(unit.line);
    if (command.does !== undefined) statements.push(command.does);
    if (command.statement !== undefined) statements.push(...readLine(command.statement, alike, parser));
  }
  return { statements, refused, exceeded: units.length > MAX_STATEMENTS };
}

function fromTrees(trees: readonly Tree[]): Reading {
  return {
    statements: trees.slice(0, MAX_STATEMENTS).map(readTree),
    refused: false,
    exceeded: trees.length > MAX_STATEMENTS,
  };
}

function parseUnit(
  text: string,
  tokens: readonly Token[],
  nesting: number,
  alike: readonly LexicalRules[],
  parser: BoundedParser,
): readonly Tree[] | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return [];
  for (const [index, rules] of alike.entries()) {
    if (!parser.affords(tokens.length, nesting)) return undefined;
    const own = index === 0 ? tokens : lex(text.slice(first.start, last.end), rules).tokens;
    const from = index === 0 ? text : text.slice(first.start, last.end);
    const trees = parser.parse(rewritten(from, own, rules), own, nesting);
    if (trees !== undefined) return trees;
  }
  return undefined;
}

/**
 * The units before the first that no database would run. Where the same text is a statement if it is cut in another way,
 * what is no statement in this one need not be feared, nor what would have to run behind it.
 */
function runnable(units: readonly Unit[]): readonly Unit[] {
  const end = units.findIndex((unit) =>
    unit.kind === "statement" ? !beginsStatement(unit.tokens) : !isClientCommand(unit.line),
  );
  return end === -1 ? units : units.slice(0, end);
}

/** The COPY statement of psql's `\copy`. */
function readLine(text: string, alike: readonly LexicalRules[], parser: BoundedParser): readonly Statement[] {
  const rules = alike[0];
  if (rules === undefined) return [];
  const { tokens, nesting } = lex(text, rules);
  const trees = parser.parse(text, tokens, nesting);
  return trees === undefined ? [readWords(tokens)] : trees.map(readTree);
}
