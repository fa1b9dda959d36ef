import { type Reader, source } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";

const OPERATORS = new Set(["ArithOp", "BitOp", "CompareOp", "AssignOp", "UpdateOp", "TypeDef", "Body"]);

/** Whether the node is an expression, not a keyword, a bracket, an operator or a block. */
export function isExpression({ name }: SyntaxNode): boolean {
  return /^[A-Z]/.test(name) && !OPERATORS.has(name);
}

/** A name as Python compares it (Python Language Reference, 2.3): the full-width `ｅｘｅｃ` is `exec`. */
export function identifier(reader: Reader, node: SyntaxNode): string {
  return source(reader, node).normalize("NFKC");
}
