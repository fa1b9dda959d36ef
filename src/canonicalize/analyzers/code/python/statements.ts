import {
  bind,
  type ClassDefinition,
  DATA,
  type Expression,
  type FunctionDefinition,
  newProgram,
  newScope,
  type Program,
  put,
} from "../program.ts";
import { inner, type Reader, returned, source, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { assign } from "./assign.ts";
import { makeCall, readExpression, readSequence } from "./expressions.ts";
import { readImport } from "./imports.ts";
import { isExpression } from "./nodes.ts";
import { readParameters } from "./parameters.ts";

/** What a Python program holds (Python Language Reference, 7 and 8; Python 2's print too). */
export function readPython(root: SyntaxNode, text: string): Program {
  const program = newProgram();
  const top = newScope(undefined, false);
  readAll(root.children, {
    text,
    program,
    scope: top,
    top,
    owner: undefined,
    definition: undefined,
    expression: readExpression,
  });
  return program;
}

function readAll(nodes: readonly SyntaxNode[], reader: Reader): void {
  for (const node of nodes) readStatement(node, reader);
}

function readStatement(node: SyntaxNode, reader: Reader): void {
  switch (node.name) {
    case "ImportStatement":
      readImport(node, reader);
      return;
    case "AssignStatement":
      readAssignment(node, reader);
      return;
    case "UpdateStatement":
      readUpdate(node, reader);
      return;
    case "ScopeStatement":
      readScope(node, reader);
      return;
    case "FunctionDefinition":
      readFunction(node, reader);
      return;
    case "ClassDefinition":
      readClass(node, reader);
      return;
    case "ReturnStatement": {
      returned(readSequence(node.children.slice(1), reader), reader);
      return;
    }
    case "ForStatement":
      readFor(node, reader);
      return;
    case "WithStatement":
      readWith(node, reader);
      return;
    case "TryStatement":
      readTry(node, reader);
      return;
    case "MatchClause":
      readPatterns(node, reader);
      return;
    case "TypeDefinition":
      return;
    default:
      readOther(node, reader);
  }
}

const BLOCKS = new Set([
  "Body",
  "MatchBody",
  "StatementGroup",
  "IfStatement",
  "WhileStatement",
  "MatchStatement",
  "DecoratedStatement",
]);
const STATEMENT = /(?:Statement|StatementGroup|Definition|MatchClause|^Body|^MatchBody|^Decorator)$/;

/** Statements that hold others, and those of expressions alone. */
function readOther(node: SyntaxNode, reader: Reader): void {
  if (node.name === "error") reader.program.unread = true;
  if (node.name === "Decorator") {
    readDecorator(node, reader);
    return;
  }
  if (!BLOCKS.has(node.name) && !STATEMENT.test(node.name) && isExpression(node)) {
    readExpression(node, reader);
    return;
  }
  const isStatic = node.children.some((child) => /^@\s{0,9}staticmethod\b/.test(source(reader, child)));
  for (const child of node.children) {
    if (isStatic && child.name === "FunctionDefinition") readFunction(child, reader, false);
    else if (STATEMENT.test(child.name) || child.name === "error") readStatement(child, reader);
    else if (isExpression(child)) readExpression(child, reader);
  }
}

function readDecorator(node: SyntaxNode, reader: Reader): void {
  let callee: Expression | undefined;
  for (const { name, from, to } of node.children) {
    const word = reader.text.slice(from, to);
    if (name === "VariableName") {
      callee =
        callee === undefined
          ? { kind: "name", name: word, scope: reader.scope }
          : { kind: "member", of: callee, name: word };
    }
  }
  if (callee === undefined) return;
  const list = node.children.find(({ name }) => name === "ArgList");
  const decorator = list === undefined ? callee : makeCall(callee, list, reader);
  reader.program.calls.push({ kind: "call", callee: decorator, arguments: [{ value: DATA }], construct: false });
}

function readAssignment(node: SyntaxNode, reader: Reader): void {
  const groups: SyntaxNode[][] = [[]];
  for (const child of node.children) {
    if (child.name === "AssignOp") groups.push([]);
    else if (child.name !== "TypeDef") (groups[groups.length - 1] as SyntaxNode[]).push(child);
  }
  if (groups.length < 2) return;
  const value = readSequence(groups.pop() ?? [], reader);
  for (const targets of groups) assign(targets, value, reader);
}

function readUpdate(node: SyntaxNode, reader: Reader): void {
  const at = node.children.findIndex(({ name }) => name === "UpdateOp");
  const targets = node.children.slice(0, at);
  const operator = node.children[at];
  if (operator === undefined) return;
  const old = readSequence(targets, reader);
  const more = readSequence(node.children.slice(at + 1), reader);
  reader.program.changed.push(old);
  const sign = source(reader, operator).slice(0, -1);
  assign(
    targets,
    sign === "+" ? { kind: "join", parts: [old, more] } : { kind: "binary", operator: sign, left: old, right: more },
    reader,
  );
}

/** `global` and `nonlocal`: the name is the one outside. */
function readScope(node: SyntaxNode, reader: Reader): void {
  reader.scope.hides = false;
  for (const child of node.children) {
    if (child.name !== "VariableName") continue;
    const name = source(reader, child);
    const values = reader.top.names.get(name) ?? [];
    reader.top.names.set(name, values);
    reader.scope.names.set(name, values);
  }
}

function readFunction(node: SyntaxNode, reader: Reader, takesSelf = reader.owner !== undefined): void {
  const [name] = node.children.filter((child) => child.name === "VariableName").map((child) => source(reader, child));
  const owner = reader.owner;
  const definition: FunctionDefinition = { name: name ?? "", parameters: [], returns: [], owner, takesSelf };
  const scope = newScope(owner === undefined ? reader.scope : (reader.scope.parent ?? reader.scope), true);
  const parameters = node.children.find((child) => child.name === "ParamList");
  readParameters(parameters, definition, reader, scope);
  bind(reader.scope, definition.name, { kind: "function", definition });
  if (owner !== undefined) put(reader.program.methods, definition.name, definition);
  const body = node.children.find((child) => child.name === "Body");
  readAll(body?.children ?? [], { ...reader, scope, owner: undefined, definition });
}

function readClass(node: SyntaxNode, reader: Reader): void {
  const name = node.children.find((child) => child.name === "VariableName");
  const list = node.children.find((child) => child.name === "ArgList");
  const bases = split(list === undefined ? [] : inner(list), ",").map((group) =>
    readExpression(group.find(isExpression), reader),
  );
  const owner: ClassDefinition = { name: name === undefined ? "" : source(reader, name), bases };
  bind(reader.scope, owner.name, { kind: "class", definition: owner });
  const scope = newScope(reader.scope, false);
  const body = node.children.find((child) => child.name === "Body");
  readAll(body?.children ?? [], { ...reader, scope, owner, definition: undefined });
  for (const [attribute, values] of scope.names) {
    for (const value of values) put(reader.program.attributes, attribute, value);
  }
}

function readFor(node: SyntaxNode, reader: Reader): void {
  const { children } = node;
  const start = children.findIndex(({ name }) => name === "for");
  const middle = children.findIndex(({ name }) => name === "in");
  const end = children.findIndex(({ name }) => name === "Body");
  const of = readSequence(children.slice(middle + 1, end < 0 ? undefined : end), reader);
  assign(children.slice(start + 1, middle), { kind: "element", of }, reader);
  readAll(
    children.filter(({ name }) => name === "Body"),
    reader,
  );
}

function readWith(node: SyntaxNode, reader: Reader): void {
  let value: Expression = DATA;
  for (const [i, child] of node.children.entries()) {
    if (child.name === "Body") readStatement(child, reader);
    else if (node.children[i - 1]?.name === "as") assign([child], value, reader);
    else if (isExpression(child)) value = readExpression(child, reader);
  }
}

function readTry(node: SyntaxNode, reader: Reader): void {
  for (const [i, child] of node.children.entries()) {
    const before = node.children[i - 1]?.name;
    if (child.name === "Body") readStatement(child, reader);
    else if (before === "as" || before === ",") assign([child], DATA, reader);
    else if (isExpression(child)) readExpression(child, reader);
  }
}

/** `case` with the names that its patterns bind; what they are bound to is not followed. */
function readPatterns(node: SyntaxNode, reader: Reader): void {
  const pending = [...node.children];
  for (let child = pending.pop(); child !== undefined; child = pending.pop()) {
    if (child.name === "Body" || child.name === "Guard") readStatement(child, reader);
    else if (child.name === "VariableName") bind(reader.scope, source(reader, child), { kind: "unknown" });
    else if (child.name !== "AttributePattern" && child.name !== "LiteralPattern") pending.push(...child.children);
  }
}
