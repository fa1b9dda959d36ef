import {
  type Argument,
  type Call,
  DATA,
  type Entry,
  type Expression,
  type FunctionDefinition,
  NONE,
  newScope,
  UNKNOWN,
} from "../program.ts";
import { entry, escaping, inner, noteCall, type Reader, reading, returned, source, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { NAME_HOLE } from "../value.ts";
import { assign } from "./assign.ts";
import { numberValue, stringForm, stringText, unescapePython } from "./literals.ts";
import { identifier, isExpression } from "./nodes.ts";
import { readParameters } from "./parameters.ts";

type Nodes = readonly SyntaxNode[];

/** A syntax node as an expression; the calls in it are noted in the program. */
export function readExpression(node: SyntaxNode | undefined, reader: Reader): Expression {
  if (node === undefined) return UNKNOWN;
  switch (node.name) {
    case "VariableName":
      return { kind: "name", name: identifier(reader, node), scope: reader.scope };
    case "String":
      return { kind: "text", text: stringText(source(reader, node)) };
    case "ContinuedString":
      return { kind: "join", parts: node.children.map((child) => readExpression(child, reader)) };
    case "FormatString":
      return readFormat(node, reader);
    case "Number": {
      const value = numberValue(source(reader, node));
      return value === undefined ? DATA : { kind: "number", value };
    }
    case "Boolean":
      return { kind: "number", value: source(reader, node) === "True" ? 1 : 0 };
    case "None":
      return NONE;
    case "Ellipsis":
      return DATA;
    case "CallExpression":
      return readCall(node, reader);
    case "MemberExpression":
      return readMember(node, reader);
    case "BinaryExpression":
      return readBinary(node, reader);
    case "LambdaExpression":
      return readLambda(node, reader);
    default:
      return readCompound(node, reader);
  }
}

function readCompound(node: SyntaxNode, reader: Reader): Expression {
  switch (node.name) {
    case "ParenthesizedExpression":
    case "AwaitExpression":
      return readSequence(node.children, reader);
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression":
      return readList(inner(node), reader);
    case "DictionaryExpression":
      return { kind: "dictionary", entries: split(inner(node), ",").map((group) => readEntry(group, reader)) };
    case "ArrayComprehensionExpression":
    case "ComprehensionExpression":
    case "SetComprehensionExpression":
    case "DictionaryComprehensionExpression":
      return readComprehension(inner(node), reader);
    case "ConditionalExpression": {
      const [then, condition, otherwise] = node.children.filter(isExpression);
      readExpression(condition, reader);
      return { kind: "choice", options: [readExpression(then, reader), readExpression(otherwise, reader)] };
    }
    case "UnaryExpression": {
      const value = readExpression(node.children.find(isExpression), reader);
      const negative = value.kind === "number" && source(reader, node).startsWith("-");
      return negative ? { kind: "number", value: -value.value } : DATA;
    }
    case "NamedExpression": {
      const [target, value] = node.children.filter(isExpression);
      const read = readExpression(value, reader);
      if (target !== undefined) assign([target], read, reader);
      return read;
    }
    case "YieldExpression":
      for (const child of node.children.filter(isExpression)) {
        const value = readExpression(child, reader);
        const delegates = node.children.some(({ name }) => name === "from");
        returned(delegates ? value : { kind: "repeat", item: value }, reader);
      }
      return UNKNOWN;
    default:
      return readUnknown(node, reader);
  }
}

/** Syntax that has no meaning here; what it calls is noted all the same. */
function readUnknown(node: SyntaxNode, reader: Reader): Expression {
  reader.program.unread = true;
  for (const child of node.children.filter(isExpression)) escaping(reader, readExpression(child, reader));
  return UNKNOWN;
}

/** Expressions between commas: one as it is, several as a tuple. */
export function readSequence(nodes: Nodes, reader: Reader): Expression {
  const content = nodes.filter(({ name }) => !/^[()]$|^await$/.test(name));
  const groups = split(content, ",");
  if (groups.length === 1 && content.length === groups[0]?.length && content[0]?.name !== "*")
    return readGroup(content, reader);
  return readList(content, reader);
}

function readList(nodes: Nodes, reader: Reader): Expression {
  return { kind: "list", items: split(nodes, ",").map((group) => escaping(reader, readGroup(group, reader))) };
}

function readGroup(group: Nodes, reader: Reader): Expression {
  if (group[0]?.name === "*" || group[0]?.name === "**")
    return { kind: "spread", of: readExpression(group[1], reader) };
  return readExpression(group.find(isExpression), reader);
}

function readEntry(group: Nodes, reader: Reader): Entry {
  if (group[0]?.name === "**") return { value: readExpression(group[1], reader) };
  const [key, value] = split(group, ":");
  return entry(readExpression(key?.[0], reader), readExpression(value?.[0], reader), reader);
}

/** `element for x in y if z`, with or without a key. */
function readComprehension(nodes: Nodes, reader: Reader): Expression {
  const start = nodes.findIndex(({ name }) => name === "for" || name === "async");
  const here: Reader = { ...reader, scope: newScope(reader.scope, true) };
  readFors(nodes.slice(start), here);
  const element = nodes
    .slice(0, start)
    .filter(isExpression)
    .map((node) => readExpression(node, here));
  const [item = UNKNOWN] = element.length > 1 ? [UNKNOWN] : element;
  for (const value of element) escaping(here, value);
  return { kind: "repeat", item };
}

/** Targets of `for`, in order, bound to the items of what they go through. */
function readFors(nodes: Nodes, reader: Reader): void {
  let targets: SyntaxNode[] = [];
  let expecting: "targets" | "iterable" | "condition" = "targets";
  for (const node of nodes) {
    if (node.name === "for") {
      targets = [];
      expecting = "targets";
    } else if (node.name === "in") expecting = "iterable";
    else if (node.name === "if") expecting = "condition";
    else if (expecting === "targets") targets.push(node);
    else if (isExpression(node)) {
      const value = readExpression(node, reader);
      if (expecting === "iterable") assign(targets, { kind: "element", of: value }, reader);
    }
  }
}

function readFormat(node: SyntaxNode, reader: Reader): Expression {
  const literal = source(reader, node);
  const { raw, start, end } = stringForm(literal);
  const parts: Expression[] = [];
  const add = (from: number, to: number) => {
    if (to <= from) return;
    const piece = reader.text.slice(from, to).replaceAll("{{", "{").replaceAll("}}", "}");
    parts.push({ kind: "text", text: raw ? piece : unescapePython(piece) });
  };
  let at = node.from + start;
  for (const child of node.children) {
    if (child.name !== "FormatReplacement") continue;
    add(at, child.from);
    parts.push(readReplacement(child, reader));
    at = child.to;
  }
  add(at, node.from + end);
  return { kind: "join", parts };
}

/** Format specifications that make a number of anything that they accept. */
const NUMERIC_SPEC = /^:[0-9.,_+<>^= ]{0,20}[bdoxXneEfFgG%]$/;

function readReplacement(node: SyntaxNode, reader: Reader): Expression {
  const spec = node.children.find(({ name }) => name === "FormatSpec");
  for (const nested of spec?.children ?? []) {
    for (const child of nested.children.filter(isExpression)) readExpression(child, reader);
  }
  const value = readExpression(node.children.find(isExpression), reader);
  if (spec !== undefined) return NUMERIC_SPEC.test(source(reader, spec)) ? { kind: "text", text: NAME_HOLE } : UNKNOWN;
  return node.children.some(({ name }) => name === "FormatConversion" || name === "FormatSelfDoc") ? UNKNOWN : value;
}

function readCall(node: SyntaxNode, reader: Reader): Call {
  const callee = readExpression(node.children[0], reader);
  const list = node.children.find(({ name }) => name === "ArgList");
  return makeCall(callee, list, reader);
}

export function makeCall(callee: Expression, list: SyntaxNode | undefined, reader: Reader): Call {
  const groups = list === undefined ? [] : split(inner(list), ",");
  const call: Call = {
    kind: "call",
    callee,
    arguments: groups.map((group) => readArgument(group, reader)),
    construct: false,
  };
  noteCall(reader, call);
  reader.program.calls.push(call);
  return call;
}

function readArgument(group: Nodes, reader: Reader): Argument {
  const [first, second, third] = group;
  if (first?.name === "**") return { name: "**", value: readExpression(second, reader) };
  const generates = group.some(({ name }) => name === "for");
  if (first?.name === "VariableName" && second?.name === "AssignOp" && source(reader, second) === "=") {
    const value = generates ? readComprehension(group.slice(2), reader) : readExpression(third, reader);
    return { name: source(reader, first), value };
  }
  return { value: generates ? readComprehension(group, reader) : readGroup(group, reader) };
}

function readMember(node: SyntaxNode, reader: Reader): Expression {
  const of = readExpression(node.children[0], reader);
  const last = node.children[node.children.length - 1];
  if (last?.name === "PropertyName") return reading(reader, { kind: "member", of, name: identifier(reader, last) });
  const subscript = node.children.slice(2, -1);
  if (subscript.some(({ name }) => name === ":")) return { kind: "slice", of, bounds: readBounds(subscript, reader) };
  return reading(reader, { kind: "index", of, index: readSequence(subscript, reader) });
}

function readBounds(nodes: Nodes, reader: Reader): readonly (Expression | undefined)[] {
  const bounds: (Expression | undefined)[] = [undefined, undefined, undefined];
  let at = 0;
  for (const node of nodes) {
    if (node.name === ":") at += 1;
    else if (isExpression(node)) bounds[at] = readExpression(node, reader);
  }
  return bounds;
}

function readBinary(node: SyntaxNode, reader: Reader): Expression {
  const [left, right] = node.children.filter(isExpression).map((child) => readExpression(child, reader));
  const operator = node.children.find((child) => !isExpression(child));
  if (left === undefined || right === undefined || operator === undefined) return UNKNOWN;
  const sign = source(reader, operator);
  if (sign === "and" || sign === "or") return { kind: "choice", options: [left, right] };
  if (sign === "+") return { kind: "join", parts: [left, right] };
  return operator.name === "ArithOp" || operator.name === "BitOp"
    ? { kind: "binary", operator: sign, left, right }
    : DATA;
}

function readLambda(node: SyntaxNode, reader: Reader): Expression {
  const definition: FunctionDefinition = { name: "", parameters: [], returns: [], owner: undefined, takesSelf: false };
  const scope = newScope(reader.scope, true);
  const list = node.children.find(({ name }) => name === "ParamList");
  readParameters(list, definition, reader, scope);
  const body = node.children.filter(isExpression).find(({ name }) => name !== "ParamList");
  const here: Reader = { ...reader, scope, definition };
  returned(readExpression(body, here), here);
  return { kind: "function", definition };
}
