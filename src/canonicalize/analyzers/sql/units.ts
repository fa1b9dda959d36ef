import type { Token } from "./lexer.ts";
import { OBJECT_WORDS } from "./tables/words.ts";
import { findWord, isMark, isWordToken } from "./token-list.ts";

/** What stands between two separators: the tokens of a statement, or a line for the client program. */
export type Unit =
  | { readonly kind: "statement"; readonly tokens: readonly Token[] }
  | { readonly kind: "command"; readonly line: string };

/** Divides a text at `;` and at lines for the client, but not in the bodies of procedures. */
export function unitsOf(tokens: readonly Token[]): readonly Unit[] {
  const units: Unit[] = [];
  let start = 0;
  const flush = (end: number): void => {
    if (end > start) units.push({ kind: "statement", tokens: tokens.slice(start, end) });
    start = end + 1;
  };
  const ends = rowEnds(tokens);
  let depth = 0;
  let body = false;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === "command") {
      flush(index);
      units.push({ kind: "command", line: token.value });
    } else if (isMark(token, ";") && depth <= 0) {
      const rowsEnd = ends.length > 0 && copiesRows(tokens, start, index) ? ends.find((end) => end > index) : undefined;
      flush(index);
      if (rowsEnd !== undefined) {
        index = rowsEnd;
        start = rowsEnd + 1;
      }
    } else {
      if (index === start) {
        depth = 0;
        body = definesCode(tokens, start);
      }
      if (body) depth += blockChange(tokens, index);
    }
  }
  flush(tokens.length);
  return units;
}

/** The places of `\\.`, which ends the rows of a COPY FROM STDIN. */
function rowEnds(tokens: readonly Token[]): readonly number[] {
  const found: number[] = [];
  for (const [index, { kind, value }] of tokens.entries()) if (kind === "command" && value === "\\.") found.push(index);
  return found;
}

/** Whether a statement is CREATE or ALTER of something whose body is statements. */
function definesCode(tokens: readonly Token[], start: number): boolean {
  if (!isWordToken(tokens[start], "create", "alter")) return false;
  const object = tokens
    .slice(start + 1, start + MAX_WORDS_BEFORE_OBJECT)
    .find(({ kind, value }) => kind === "word" && OBJECT_WORDS.has(value));
  return object !== undefined && OBJECT_WORDS.get(object.value) === "code";
}

function blockChange(tokens: readonly Token[], index: number): number {
  const token = tokens[index];
  if (isWordToken(token, "begin")) return isWordToken(tokens[index + 1], "tran", "transaction") ? 0 : 1;
  // `END IF` and its like end what `IF` began; those are not counted. `END CASE` is.
  if (isWordToken(token, "case")) return isWordToken(tokens[index - 1], "end") ? 0 : 1;
  if (!isWordToken(token, "end")) return 0;
  return isWordToken(tokens[index + 1], "if", "loop", "while", "repeat", "for") ? 0 : -1;
}

/** Whether the statement is a COPY FROM STDIN, whose rows psql reads from the lines behind it. */
function copiesRows(tokens: readonly Token[], start: number, end: number): boolean {
  if (!isWordToken(tokens[start], "copy")) return false;
  const from = findWord(tokens, start, end, "from");
  return from !== -1 && isWordToken(tokens[from + 1], "stdin");
}

/** `CREATE OR REPLACE ALGORITHM = MERGE DEFINER = a@b SQL SECURITY INVOKER VIEW` is as long as it gets. */
export const MAX_WORDS_BEFORE_OBJECT = 16;
