import {
  bind,
  type Call,
  type ClassDefinition,
  DATA,
  type Expression,
  type FunctionDefinition,
  newProgram,
  newScope,
  type Program,
  put,
  type Scope,
  UNKNOWN,
} from "../program.ts";
import { inner, type Reader, returned, source, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { assign } from "./assign.ts";
import { makeCall, readExpression, readSequence } from "./expressions.ts";
import { readImport } from "./imports.ts";
import { isExpression } from "./nodes.ts";
import { readAnnotations, readParameters } from "./parameters.ts";

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
    case "DecoratedStatement":
      readDecorated(node, reader);
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
    case "DeleteStatement":
      for (const child of node.children.filter(isExpression)) {
        const target = readExpression(child, reader);
        if (target.kind === "index" || target.kind === "slice") reader.program.changed.push(target.of);
      }
      return;
    case "TypeDefinition":
      readExpression(node.children.filter(isExpression).at(-1), reader);
      return;
    default:
      readOther(node, reader);
  }
}

const BLOCKS = new Set(["Body", "MatchBody", "StatementGroup", "IfStatement", "WhileStatement", "MatchStatement"]);
const STATEMENT = /(?:Statement|StatementGroup|Definition|MatchClause|^Body|^MatchBody)$/;

/** Statements that hold others, and those of expressions alone. */
function readOther(node: SyntaxNode, reader: Reader): void {
  if (node.name === "error") reader.program.unread = true;
  if (!BLOCKS.has(node.name) && !STATEMENT.test(node.name) && isExpression(node)) {
    readExpression(node, reader);
    return;
  }
  for (const child of node.children) {
    if (STATEMENT.test(child.name) || child.name === "error") readStatement(child, reader);
    else if (isExpression(child)) readExpression(child, reader);
  }
}

/** A function or class, and the calls of its decorators with it. */
function readDecorated(node: SyntaxNode, reader: Reader): void {
  const decorators = node.children.filter(({ name }) => name === "Decorator");
  const isStatic = decorators.some((child) => /^@\s{0,9}staticmethod\b/.test(source(reader, child)));
  let value: Expression = UNKNOWN;
  for (const child of node.children) {
    if (child.name === "FunctionDefinition") value = readFunction(child, reader, isStatic ? false : undefined);
    else if (child.name === "ClassDefinition") value = readClass(child, reader);
  }
  for (const child of decorators) readDecorator(child, value, reader);
}

function readDecorator(node: SyntaxNode, value: Expression, reader: Reader): void {
  let callee: Expression | undefined;
  for (const child of node.children) {
    if (child.name !== "VariableName") continue;
    const name = source(reader, child);
    callee = callee === undefined ? { kind: "name", name, scope: reader.scope } : { kind: "member", of: callee, name };
  }
  if (callee === undefined) return;
  const list = node.children.find(({ name }) => name === "ArgList");
  reader.program.calls.push(callOf(list === undefined ? callee : makeCall(callee, list, reader), value));
}

function callOf(callee: Expression, value: Expression): Call {
  return { kind: "call", callee, arguments: [{ value }], construct: false };
}

function readAssignment(node: SyntaxNode, reader: Reader): void {
  readAnnotations(node.children, reader);
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
  const isGlobal = node.children[0]?.name === "global";
  for (const child of node.children) {
    if (child.name !== "VariableName") continue;
    const name = source(reader, child);
    const owner = isGlobal ? reader.top : outerScope(name, reader.scope);
    const values = owner.names.get(name) ?? [];
    owner.names.set(name, values);
    reader.scope.names.set(name, values);
  }
}

/** The scope outside that has the name; where it is bound further down only, the next one, which then hides nothing. */
function outerScope(name: string, scope: Scope): Scope {
  for (let at = scope.parent; at !== undefined; at = at.parent) if (at.names.has(name)) return at;
  const next = scope.parent ?? scope;
  next.hides = false;
  return next;
}

function readFunction(node: SyntaxNode, reader: Reader, takesSelf = reader.owner !== undefined): Expression {
  const [name] = node.children.filter((child) => child.name === "VariableName").map((child) => source(reader, child));
  const owner = reader.owner;
  const definition: FunctionDefinition = { name: name ?? "", parameters: [], returns: [], owner, takesSelf };
  const scope = newScope(owner === undefined ? reader.scope : (reader.scope.parent ?? reader.scope), true);
  const parameters = node.children.find((child) => child.name === "ParamList");
  readParameters(parameters, definition, reader, scope);
  readAnnotations(node.children, reader);
  bind(reader.scope, definition.name, { kind: "function", definition });
  if (owner !== undefined) put(reader.program.methods, definition.name, definition);
  const body = node.children.find((child) => child.name === "Body");
  readAll(body?.children ?? [], { ...reader, scope, owner: undefined, definition });
  return { kind: "function", definition };
}

function readClass(node: SyntaxNode, reader: Reader): Expression {
  const name = node.children.find((child) => child.name === "VariableName");
  const list = node.children.find((child) => child.name === "ArgList");
  const bases: Expression[] = [];
  for (const group of split(list === undefined ? [] : inner(list), ",")) {
    const value = readExpression(group.filter(isExpression).at(-1), reader);
    // A keyword is for the metaclass, which may do anything with the class.
    if (group.some((child) => child.name === "AssignOp")) reader.program.calls.push(callOf(value, DATA));
    else bases.push(value);
  }
  const owner: ClassDefinition = { name: name === undefined ? "" : source(reader, name), bases };
  bind(reader.scope, owner.name, { kind: "class", definition: owner });
  const scope = newScope(reader.scope, false);
  const body = node.children.find((child) => child.name === "Body");
  readAll(body?.children ?? [], { ...reader, scope, owner, definition: undefined });
  for (const [attribute, values] of scope.names) {
    for (const value of values) put(reader.program.attributes, attribute, value);
  }
  return { kind: "class", definition: owner };
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
