import { bind, type Expression, type Scope } from "../program.ts";
import type { Reader } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";

/** Where in a script reading stands. */
export interface ScriptReader extends Reader {
  /** Where `var` declares. */
  readonly hoist: Scope;
  /** Assignments to names, which may be declared only further down. */
  readonly assignments: { readonly scope: Scope; readonly name: string; readonly value: Expression }[];
  /** Reads a statement. */
  statement(node: SyntaxNode, reader: ScriptReader): void;
}

/** Binds each name that is assigned to where it is declared, or else as a global, which could be another before. */
export function settleAssignments(reader: ScriptReader): void {
  const globals = reader.top.parent;
  for (const { scope, name, value } of reader.assignments) {
    let at: Scope | undefined = scope;
    while (at !== undefined && !at.names.has(name)) at = at.parent;
    const owner = at ?? globals;
    if (owner !== undefined) bind(owner, name, value);
  }
}

const EXPRESSIONS = new Set(
  (
    "Number String TemplateString VariableName BooleanLiteral this null super RegExp ArrayExpression ObjectExpression " +
    "NewTarget NewExpression UnaryExpression YieldExpression AwaitExpression ParenthesizedExpression ClassExpression " +
    "FunctionExpression ArrowFunction MemberExpression BinaryExpression ConditionalExpression AssignmentExpression " +
    "PostfixExpression CallExpression InstantiationExpression TaggedTemplateExpression DynamicImport ImportMeta JSXElement " +
    "PrefixCast SequenceExpression"
  ).split(" "),
);

export function isExpression({ name }: SyntaxNode): boolean {
  return EXPRESSIONS.has(name);
}

export function firstExpression(nodes: readonly SyntaxNode[]): SyntaxNode | undefined {
  return nodes.find(isExpression);
}
