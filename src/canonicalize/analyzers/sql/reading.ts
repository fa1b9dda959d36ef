import type { BoundedParser } from "./bounded-parser.ts";
import { isClientCommand, readClientCommand } from "./client-command.ts";
import type { Cut } from "./cut.ts";
import type { LexicalRules } from "./dialects.ts";
import { lex, type Token } from "./lexer.ts";
import { MAX_STATEMENTS } from "./limits.ts";
import { beginsStatement, readWords } from "./read-words.ts";
import { rewritten } from "./rewrite.ts";
import type { Statement } from "./statement.ts";
import type { Unit } from "./units.ts";

/** What a text does if it is cut into tokens in one way. */
export interface Reading {
  readonly statements: readonly Statement[];
  /** Whether there is a statement that PostgreSQL's parser does not take. */
  readonly refused: boolean;
  /** Whether more is there than is looked at. */
  readonly exceeded: boolean;
}

/**
 * Reads a text in one way to cut it. What PostgreSQL's parser refuses is put into its spelling once for each family that
 * cuts it so, and read by its words if it is still refused.
 */
export function read(cut: Cut, parser: BoundedParser, alternative: boolean): Reading {
  const { text, lexed, alike } = cut;
  const direct =
    alike[0]?.family === "postgres" && !lexed.odd ? parser.statements(text, lexed.tokens, lexed.nesting) : undefined;
  if (direct !== undefined) {
    return { statements: direct.slice(0, MAX_STATEMENTS), refused: false, exceeded: direct.length > MAX_STATEMENTS };
  }
  const statements: Statement[] = [];
  let refused = false;
  const units = alternative ? runnable(cut.units) : cut.units;
  for (const unit of units.slice(0, MAX_STATEMENTS)) {
    if (unit.kind === "statement") {
      const parsed = parseUnit(cut, unit.tokens, parser);
      refused ||= parsed === undefined;
      statements.push(...(parsed ?? [readWords(unit.tokens)]));
      continue;
    }
    const command = readClientCommand(unit.line);
    if (command.does !== undefined) statements.push(command.does);
    if (command.statement !== undefined) statements.push(...readLine(command.statement, alike, parser));
  }
  return { statements, refused, exceeded: units.length > MAX_STATEMENTS };
}

function parseUnit(cut: Cut, tokens: readonly Token[], parser: BoundedParser): readonly Statement[] | undefined {
  const { text, lexed, alike } = cut;
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return [];
  for (const [index, rules] of alike.entries()) {
    if (!parser.affords(tokens.length, lexed.nesting)) return undefined;
    const own = index === 0 ? tokens : lex(text.slice(first.start, last.end), rules).tokens;
    const from = index === 0 ? text : text.slice(first.start, last.end);
    const statements = parser.statements(rewritten(from, own, rules), own, lexed.nesting);
    if (statements !== undefined) return statements;
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
  return parser.statements(text, tokens, nesting) ?? [readWords(tokens)];
}
