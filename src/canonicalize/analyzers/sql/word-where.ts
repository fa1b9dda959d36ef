import type { Token } from "./lexer.ts";
import { MAX_CLAUSE_TOKENS } from "./limits.ts";
import { isMark, isWordToken } from "./token-list.ts";

/** Whether the UPDATE or DELETE at `at` has no WHERE of its own, or one that holds for every row. */
export function sparesNoRow(tokens: readonly Token[], at: number, end: number): boolean {
  let depth = 0;
  for (let index = at + 1; index < end; index += 1) {
    const token = tokens[index];
    if (isMark(token, "(")) depth += 1;
    else if (isMark(token, ")")) depth -= 1;
    if (depth < 0) return true;
    if (depth === 0 && isWordToken(token, "where")) return holdsForAll(tokens, index + 1, end);
  }
  // The WHERE of `UPDATE … SET a = (SELECT …) WHERE …` stands behind the SELECT, which begins a clause of its own.
  return depth === 0 || !whereBehind(tokens, end, depth);
}

function whereBehind(tokens: readonly Token[], from: number, depthBefore: number): boolean {
  let depth = depthBefore;
  const end = Math.min(tokens.length, from + MAX_CLAUSE_TOKENS);
  for (let index = from; index < end; index += 1) {
    if (isMark(tokens[index], "(")) depth += 1;
    else if (isMark(tokens[index], ")")) depth -= 1;
    if (depth < 0) return false;
    if (depth === 0 && isWordToken(tokens[index], "where")) return !holdsForAll(tokens, index + 1, end);
  }
  return false;
}

/** `WHERE 1`, `WHERE true`, `WHERE 1 = 1`, `… OR 'a' = 'a'`. */
function holdsForAll(tokens: readonly Token[], from: number, end: number): boolean {
  for (let index = from; index < end; index += 1) {
    if (index !== from && !isWordToken(tokens[index - 1], "or")) continue;
    const [left, operator, right, behind] = tokens.slice(index, index + 4);
    const constant = left?.kind === "number" || left?.kind === "string" || isWordToken(left, "true");
    if (!constant) continue;
    const compared = operator?.value === "=" && right?.kind === left?.kind && right?.value === left?.value;
    if (compared && !isWordToken(behind, "and")) return true;
    if (operator === undefined || isMark(operator, ";") || isWordToken(operator, "or", "order", "limit")) return true;
  }
  return false;
}
