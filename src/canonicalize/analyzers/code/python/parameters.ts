import { bind, type Expression, type FunctionDefinition, type Scope } from "../program.ts";
import { type Reader, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { identifier, isExpression } from "./nodes.ts";

/** The parameters of a function or lambda, bound in its scope; defaults are read outside of it. */
export function readParameters(
  list: SyntaxNode | undefined,
  definition: FunctionDefinition,
  reader: Reader,
  scope: Scope,
): void {
  if (list === undefined) return;
  const nodes = list.children.filter(({ name }) => name !== "(" && name !== ")");
  for (const group of split(nodes, ",")) {
    const name = group.find((node) => node.name === "VariableName");
    if (name === undefined) continue;
    const rest = group[0]?.name === "*" ? "list" : group[0]?.name === "**" ? "dictionary" : undefined;
    readAnnotations(group, reader);
    const equals = group.findIndex((node) => node.name === "AssignOp");
    const fallback = equals < 0 ? undefined : reader.expression(group.slice(equals + 1).find(isExpression), reader);
    const index = definition.parameters.length;
    definition.parameters.push({
      name: identifier(reader, name),
      ...(rest === undefined ? {} : { rest }),
      ...(fallback === undefined ? {} : { fallback }),
    });
    const first = index === 0 && definition.takesSelf && rest === undefined;
    const value: Expression = first
      ? { kind: "self", definition: definition.owner }
      : { kind: "parameter", definition, index };
    bind(scope, identifier(reader, name), value);
  }
}

/** Annotations run when what they stand at is defined. */
export function readAnnotations(nodes: readonly SyntaxNode[], reader: Reader): void {
  for (const node of nodes) {
    if (node.name === "TypeDef")
      for (const child of node.children.filter(isExpression)) reader.expression(child, reader);
  }
}
