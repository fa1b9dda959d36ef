import type { LexicalRules } from "./dialects.ts";
import type { Token } from "./lexer.ts";
import { SAME_EFFECT_WORDS } from "./tables/words.ts";

/**
 * The tokens as text that PostgreSQL's parser may take: names in its quotes, strings in its spelling, `$n` for every
 * place for a value, comments gone, and a few spellings of other databases replaced by ones that touch the same things.
 */
export function rewritten(text: string, tokens: readonly Token[], rules: LexicalRules): string {
  const out: string[] = [];
  let parameters = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    const dropped = hintLength(tokens, index);
    if (dropped > 0) {
      index += dropped - 1;
      continue;
    }
    const limit = limitWithOffset(tokens, index);
    if (limit !== undefined) {
      out.push(limit);
      index += 3;
    } else {
      if (token.kind === "parameter") parameters += 1;
      out.push(gap(text, tokens[index - 1], token), spelled(text, token, rules, parameters));
    }
  }
  return out.join("").replaceAll("\0", " ");
}

/** Strings in two lines are one string; any other space is as good as another. */
function gap(text: string, before: Token | undefined, token: Token): string {
  if (before?.kind !== "string" || token.kind !== "string") return " ";
  return text.slice(before.end, token.start).includes("\n") ? "\n" : " ";
}

function spelled(text: string, token: Token, rules: LexicalRules, parameters: number): string {
  switch (token.kind) {
    case "parameter":
      return `$${parameters}`;
    case "name":
      return `"${token.value.replaceAll('"', '""')}"`;
    case "string":
      return rules.family === "postgres"
        ? text.slice(token.start, token.end)
        : `'${token.value.replaceAll("'", "''")}'`;
    case "word":
      return SAME_EFFECT_WORDS.get(token.value) ?? quotedHash(text.slice(token.start, token.end));
    default:
      return token.value;
  }
}

/** `#temporary` of Transact-SQL. */
function quotedHash(word: string): string {
  return word.startsWith("#") ? `"${word.toLowerCase()}"` : word;
}

/** `LIMIT offset, count` of MySQL and SQLite. */
function limitWithOffset(tokens: readonly Token[], index: number): string | undefined {
  const word = tokens[index];
  if (word?.value !== "limit" || word.kind !== "word" || tokens[index + 2]?.value !== ",") return undefined;
  return isCount(tokens[index + 1]) && isCount(tokens[index + 3]) ? " LIMIT 1 OFFSET 1" : undefined;
}

function isCount(token: Token | undefined): boolean {
  return token?.kind === "number" || token?.kind === "parameter";
}

/** How many tokens from here on say how a database should go about it: `TOP (10) PERCENT`, `WITH (NOLOCK)`. */
function hintLength(tokens: readonly Token[], index: number): number {
  const token = tokens[index] as Token;
  if (token.kind !== "word") return 0;
  if (token.value === "top") return topLength(tokens, index);
  if (token.value !== "with" || tokens[index + 1]?.value !== "(") return 0;
  const [, , hint, close] = tokens.slice(index, index + 4);
  return hint?.kind === "word" && close?.value === ")" ? 4 : 0;
}

function topLength(tokens: readonly Token[], index: number): number {
  const before = tokens[index - 1]?.value;
  if (before !== "select" && before !== "distinct" && before !== "all") return 0;
  const open = tokens[index + 1]?.value === "(";
  const count = tokens[index + (open ? 2 : 1)];
  if (!isCount(count)) return 0;
  let length = open ? 4 : 2;
  if (tokens[index + length]?.value === "percent") length += 1;
  if (tokens[index + length]?.value === "with" && tokens[index + length + 1]?.value === "ties") length += 2;
  return length;
}
