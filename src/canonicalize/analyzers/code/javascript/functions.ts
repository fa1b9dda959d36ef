import {
  bind,
  type ClassDefinition,
  DATA,
  type Expression,
  type FunctionDefinition,
  newScope,
  put,
  type Scope,
} from "../program.ts";
import { returned, source } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { stringText } from "./literals.ts";
import { bindPattern, parameterGroups, patternOf } from "./patterns.ts";
import { firstExpression, isExpression, type ScriptReader } from "./script.ts";

/** A function, method or arrow with its parameters and its body. */
export function readFunction(
  node: SyntaxNode,
  owner: ClassDefinition | undefined,
  name: string,
  reader: ScriptReader,
): Expression {
  const definition: FunctionDefinition = { name, parameters: [], returns: [], owner, takesSelf: false };
  const scope = newScope(reader.scope, true);
  const own =
    node.name === "FunctionExpression" ? node.children.find((child) => child.name === "VariableDefinition") : undefined;
  if (own !== undefined) bind(scope, source(reader, own), { kind: "function", definition });
  const here: ScriptReader = { ...reader, scope, hoist: scope, owner: owner ?? reader.owner, definition };
  const list = node.children.find((child) => child.name === "ParamList");
  if (list !== undefined) readParameters(list, definition, scope, here);
  const body = node.children.find((child) => child.name === "Block");
  if (body !== undefined) for (const child of body.children) here.statement(child, here);
  else {
    const arrow = node.children.findIndex((child) => child.name === "Arrow");
    const result = firstExpression(node.children.slice(arrow + 1));
    if (arrow >= 0 && result !== undefined) returned(here.expression(result, here), here);
  }
  return { kind: "function", definition };
}

function readParameters(list: SyntaxNode, definition: FunctionDefinition, scope: Scope, reader: ScriptReader): void {
  for (const group of parameterGroups(list)) {
    const pattern = patternOf(group);
    if (pattern === undefined) continue;
    const index = definition.parameters.length;
    const equals = group.findIndex(({ name }) => name === "Equals");
    const fallback = equals < 0 ? undefined : firstExpression(group.slice(equals + 1));
    definition.parameters.push({
      name: pattern.name === "VariableDefinition" ? source(reader, pattern) : "",
      ...(group.some(({ name }) => name === "Spread") ? { rest: "list" as const } : {}),
      ...(fallback === undefined ? {} : { fallback: reader.expression(fallback, reader) }),
    });
    bindPattern(pattern, { kind: "parameter", definition, index }, scope, reader);
  }
}

/** A class with what it extends, its methods and fields. */
export function readClass(node: SyntaxNode, reader: ScriptReader): Expression {
  const name = node.children.find((child) => child.name === "VariableDefinition");
  const start = node.children.findIndex((child) => child.name === "extends");
  const base = start < 0 ? undefined : firstExpression(node.children.slice(start + 1));
  const bases = base === undefined ? [] : [reader.expression(base, reader)];
  const definition: ClassDefinition = { name: name === undefined ? "" : source(reader, name), bases };
  const scope = newScope(reader.scope, true);
  if (name !== undefined) bind(scope, definition.name, { kind: "class", definition });
  readDecorators(node, reader);
  const body = node.children.find((child) => child.name === "ClassBody");
  const here: ScriptReader = { ...reader, scope, owner: definition };
  for (const member of body?.children ?? []) readMember(member, definition, here);
  return { kind: "class", definition };
}

function readMember(node: SyntaxNode, owner: ClassDefinition, reader: ScriptReader): void {
  const name = memberName(node, reader);
  readDecorators(node, reader);
  switch (node.name) {
    case "MethodDeclaration": {
      const method = readFunction(node, owner, name, reader);
      if (method.kind === "function") put(reader.program.methods, name, method.definition);
      return;
    }
    case "PropertyDeclaration": {
      const equals = node.children.findIndex((child) => child.name === "Equals");
      const value = equals < 0 ? undefined : firstExpression(node.children.slice(equals + 1));
      if (value !== undefined) put(reader.program.attributes, name, reader.expression(value, reader));
      return;
    }
    case "StaticBlock":
      for (const child of node.children) reader.statement(child, reader);
      return;
    default:
      if (isExpression(node)) reader.expression(node, reader);
  }
}

/** Decorators are called with what they stand at. */
function readDecorators(node: SyntaxNode, reader: ScriptReader): void {
  for (const child of node.children) {
    if (child.name !== "Decorator") continue;
    const callee = reader.expression(firstExpression(child.children), reader);
    reader.program.calls.push({ kind: "call", callee, arguments: [{ value: DATA }], construct: false });
  }
}

function memberName(node: SyntaxNode, reader: ScriptReader): string {
  const bracket = node.children.findIndex(({ name }) => name === "[");
  if (bracket >= 0) reader.expression(firstExpression(node.children.slice(bracket)), reader);
  const key = node.children.find(({ name }) =>
    /^(?:PropertyDefinition|PrivatePropertyDefinition|String|Number)$/.test(name),
  );
  if (key === undefined) return "";
  return key.name === "String" ? stringText(source(reader, key)) : source(reader, key);
}
