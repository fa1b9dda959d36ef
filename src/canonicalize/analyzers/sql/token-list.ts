import type { Token } from "./lexer.ts";
import { MAX_ARGUMENT_TOKENS } from "./limits.ts";

export function isWordToken(token: Token | undefined, ...values: readonly string[]): boolean {
  return token?.kind === "word" && (values.length === 0 || values.includes(token.value));
}

export function isMark(token: Token | undefined, value: string): boolean {
  return token?.kind === "mark" && token.value === value;
}

/** The place of the first of these words from `from` on and before `end`, or -1. */
export function findWord(tokens: readonly Token[], from: number, end: number, ...values: readonly string[]): number {
  for (let index = from; index < end && index < tokens.length; index += 1) {
    if (isWordToken(tokens[index], ...values)) return index;
  }
  return -1;
}

interface QualifiedName {
  readonly parts: readonly string[];
  /** The place behind it. */
  readonly end: number;
}

/** `a.b.c` from `at` on, names in quotes or not; undefined where no name stands there. */
export function nameAt(tokens: readonly Token[], at: number): QualifiedName | undefined {
  const parts: string[] = [];
  let index = at;
  for (;;) {
    const token = tokens[index];
    if (token?.kind !== "word" && token?.kind !== "name") break;
    parts.push(token.value);
    index += 1;
    if (!isMark(tokens[index], ".") || parts.length >= MAX_PARTS) break;
    // `database..table` of Transact-SQL
    while (isMark(tokens[index], ".")) index += 1;
  }
  return parts.length === 0 ? undefined : { parts, end: index };
}

/**
 * The texts of the arguments from `at` on that are one string each, others undefined. They end with the list's
 * parenthesis or with the tokens.
 */
export function literalsFrom(tokens: readonly Token[], at: number): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  let depth = 0;
  let first = at;
  const end = Math.min(tokens.length, at + MAX_ARGUMENT_TOKENS);
  for (let index = at; index <= end; index += 1) {
    const token = tokens[index];
    const ends = token === undefined || (depth === 0 && (isMark(token, ",") || isMark(token, ")")));
    if (isMark(token, "(")) depth += 1;
    else if (isMark(token, ")")) depth -= 1;
    if (!ends) continue;
    // `@stmt = N'…'` of Transact-SQL
    const named = tokens[first]?.kind === "parameter" && tokens[first + 1]?.value === "=" ? 2 : 0;
    const only = tokens[first + named];
    found.push(index - first - named === 1 && only?.kind === "string" ? only.value : undefined);
    if (token === undefined || isMark(token, ")")) break;
    first = index + 1;
  }
  return found;
}

const MAX_PARTS = 8;
