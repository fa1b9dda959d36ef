import { type Argument, type Call, DATA, type Entry, type Expression, NONE, UNKNOWN } from "../program.ts";
import { entry, escaping, inner, noteCall, reading, returned, source, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { assignTo } from "./assign.ts";
import { readClass, readFunction } from "./functions.ts";
import { numberValue, stringText, unescapeScript } from "./literals.ts";
import { firstExpression, isExpression, type ScriptReader } from "./script.ts";

type Nodes = readonly SyntaxNode[];

/** A syntax node as an expression; the calls in it are noted in the program. */
export function readExpression(node: SyntaxNode | undefined, reader: ScriptReader): Expression {
  if (node === undefined) return UNKNOWN;
  switch (node.name) {
    case "VariableName": {
      const name = source(reader, node);
      return name === "undefined" ? NONE : { kind: "name", name, scope: reader.scope };
    }
    case "String":
      return { kind: "text", text: stringText(source(reader, node)) };
    case "TemplateString":
      return readTemplate(node, reader);
    case "Number": {
      const value = numberValue(source(reader, node));
      return value === undefined ? DATA : { kind: "number", value };
    }
    case "BooleanLiteral":
      return { kind: "number", value: source(reader, node) === "true" ? 1 : 0 };
    case "null":
      return NONE;
    case "this":
    case "super":
      return reader.owner === undefined ? UNKNOWN : { kind: "self", definition: reader.owner };
    case "RegExp":
    case "NewTarget":
      return DATA;
    case "ImportMeta":
      return { kind: "library", name: "import.meta" };
    case "CallExpression":
    case "NewExpression":
      return readCall(node, reader);
    case "MemberExpression":
      return reading(reader, readMember(node, reader));
    case "BinaryExpression":
      return readBinary(node, reader);
    case "AssignmentExpression":
      return readAssignment(node, reader);
    default:
      return readCompound(node, reader);
  }
}

function readCompound(node: SyntaxNode, reader: ScriptReader): Expression {
  switch (node.name) {
    case "ParenthesizedExpression":
    case "AwaitExpression":
    case "InstantiationExpression":
    case "PrefixCast":
      return readExpression(firstExpression(node.children), reader);
    case "SequenceExpression":
      return (
        node.children
          .filter(isExpression)
          .map((child) => readExpression(child, reader))
          .at(-1) ?? UNKNOWN
      );
    case "ArrayExpression":
      return {
        kind: "list",
        items: split(inner(node), ",").map((group) => escaping(reader, readGroup(group, reader))),
      };
    case "ObjectExpression":
      return readObject(node, reader);
    case "ConditionalExpression": {
      const [condition, then, otherwise] = node.children.filter(isExpression);
      readExpression(condition, reader);
      return { kind: "choice", options: [readExpression(then, reader), readExpression(otherwise, reader)] };
    }
    case "FunctionExpression":
    case "ArrowFunction":
      return readFunction(node, undefined, "", reader);
    case "ClassExpression":
      return readClass(node, reader);
    case "UnaryExpression":
      return readUnary(node, reader);
    case "PostfixExpression":
      readExpression(firstExpression(node.children), reader);
      return DATA;
    case "TaggedTemplateExpression":
      return readTagged(node, reader);
    case "DynamicImport":
      return noted(
        { kind: "library", name: "import" },
        [{ value: readExpression(firstExpression(node.children), reader) }],
        false,
        reader,
      );
    case "YieldExpression":
      returned(readYielded(node, reader), reader);
      return UNKNOWN;
    case "JSXElement":
      readMarkup(node, reader);
      return DATA;
    default:
      return readUnknown(node, reader);
  }
}

function readUnknown(node: SyntaxNode, reader: ScriptReader): Expression {
  reader.program.unread = true;
  for (const child of node.children.filter(isExpression)) escaping(reader, readExpression(child, reader));
  return UNKNOWN;
}

function readYielded({ children }: SyntaxNode, reader: ScriptReader): Expression {
  const value = readExpression(firstExpression(children), reader);
  return children.some(({ name }) => name === "Star") ? value : { kind: "repeat", item: value };
}

/** JSX: the expressions in braces. */
function readMarkup(node: SyntaxNode, reader: ScriptReader): void {
  for (const child of node.children) {
    if (isExpression(child) && child.name !== "JSXElement") escaping(reader, readExpression(child, reader));
    else readMarkup(child, reader);
  }
}

function readTemplate(node: SyntaxNode, reader: ScriptReader): Expression {
  const parts: Expression[] = [];
  const add = (from: number, to: number) => {
    if (to > from) parts.push({ kind: "text", text: unescapeScript(reader.text.slice(from, to)) });
  };
  let at = node.from + 1;
  for (const child of node.children) {
    if (child.name !== "Interpolation") continue;
    add(at, child.from);
    parts.push(readExpression(firstExpression(child.children), reader));
    at = child.to;
  }
  add(at, reader.text[node.to - 1] === "`" ? node.to - 1 : node.to);
  return { kind: "join", parts };
}

function readTagged(node: SyntaxNode, reader: ScriptReader): Expression {
  const [callee, template] = node.children.filter(isExpression);
  return noted(readExpression(callee, reader), [{ value: readExpression(template, reader) }], false, reader);
}

function noted(callee: Expression, list: readonly Argument[], construct: boolean, reader: ScriptReader): Call {
  const call: Call = { kind: "call", callee, arguments: list, construct };
  noteCall(reader, call);
  reader.program.calls.push(call);
  return call;
}

function readCall(node: SyntaxNode, reader: ScriptReader): Call {
  const first = firstExpression(node.children);
  const [base] = reader.owner?.bases ?? [];
  const callee = first?.name === "super" ? (base ?? DATA) : readExpression(first, reader);
  const list = node.children.find(({ name }) => name === "ArgList");
  const groups = list === undefined ? [] : split(inner(list), ",");
  return noted(
    callee,
    groups.map((group) => ({ value: readGroup(group, reader) })),
    node.name === "NewExpression",
    reader,
  );
}

function readGroup(group: Nodes, reader: ScriptReader): Expression {
  const value = readExpression(firstExpression(group), reader);
  return group[0]?.name === "Spread" ? { kind: "spread", of: value } : value;
}

function readObject(node: SyntaxNode, reader: ScriptReader): Expression {
  const properties = node.children.filter(({ name }) => name === "Property");
  return { kind: "dictionary", entries: properties.map((property) => readProperty(property, reader)) };
}

function readProperty({ children }: SyntaxNode, reader: ScriptReader): Entry {
  const [first] = children;
  if (first?.name === "Spread") return { value: readExpression(firstExpression(children), reader) };
  const key = readKey(children, reader);
  if (children.some(({ name }) => name === "ParamList")) {
    return { key, value: readFunction({ ...node(children), children }, undefined, "", reader) };
  }
  const colon = children.findIndex(({ name }) => name === ":");
  if (colon < 0) {
    const name = first === undefined ? "" : source(reader, first);
    return entry(key, { kind: "name", name, scope: reader.scope }, reader);
  }
  return entry(key, readExpression(firstExpression(children.slice(colon + 1)), reader), reader);
}

function node(children: Nodes): SyntaxNode {
  return { name: "Property", from: children[0]?.from ?? 0, to: children.at(-1)?.to ?? 0, children };
}

function readKey(children: Nodes, reader: ScriptReader): Expression {
  const key = children.find(({ name }) => /^(?:PropertyDefinition|String|Number|\[)$/.test(name));
  if (key?.name === "PropertyDefinition") return { kind: "text", text: source(reader, key) };
  if (key?.name === "[") return readExpression(firstExpression(children), reader);
  return readExpression(key, reader);
}

/** A member of a value, without noting that it is read. */
export function readMember(node: SyntaxNode, reader: ScriptReader): Expression {
  const [of, index] = node.children.filter(isExpression);
  const object = readExpression(of, reader);
  const last = node.children.at(-1);
  if (last?.name === "]") return { kind: "index", of: object, index: readExpression(index, reader) };
  return { kind: "member", of: object, name: last === undefined ? "" : source(reader, last) };
}

function readUnary({ children }: SyntaxNode, reader: ScriptReader): Expression {
  const value = readExpression(firstExpression(children), reader);
  const [operator] = children;
  const sign = operator === undefined ? "" : source(reader, operator);
  if (sign === "void") return NONE;
  if (value.kind !== "number") return DATA;
  return sign === "-"
    ? { kind: "number", value: -value.value }
    : sign === "!"
      ? { kind: "number", value: value.value === 0 ? 1 : 0 }
      : DATA;
}

function readBinary({ children }: SyntaxNode, reader: ScriptReader): Expression {
  const [left, right] = children.filter(isExpression).map((child) => readExpression(child, reader));
  const operator = children.find((child, at) => at > 0 && !isExpression(child));
  if (left === undefined || operator === undefined) return UNKNOWN;
  const sign = source(reader, operator);
  if (sign === "as" || sign === "satisfies" || right === undefined) return left;
  if (sign === "+") return { kind: "join", parts: [left, right] };
  if (sign === "&&" || sign === "||" || sign === "??") return { kind: "choice", options: [left, right] };
  return operator.name === "ArithOp" || operator.name === "BitOp"
    ? { kind: "binary", operator: sign, left, right }
    : DATA;
}

function readAssignment({ children }: SyntaxNode, reader: ScriptReader): Expression {
  const at = children.findIndex(({ name }) => name === "Equals" || name === "UpdateOp");
  const operator = children[at];
  const target = children[0];
  if (operator === undefined || target === undefined) return UNKNOWN;
  const value = readExpression(firstExpression(children.slice(at + 1)), reader);
  const member = target.name === "MemberExpression" ? readMember(target, reader) : undefined;
  const sign = source(reader, operator).slice(0, -1);
  const old = member ?? (isExpression(target) ? readExpression(target, reader) : UNKNOWN);
  const result = updated(sign, old, value);
  if (sign !== "") reader.program.changed.push(old);
  assignTo(target, member, result, reader);
  return result;
}

function updated(sign: string, old: Expression, value: Expression): Expression {
  if (sign === "") return value;
  if (sign === "+") return { kind: "join", parts: [old, value] };
  if (/^(?:\?\?|&&|\|\|)$/.test(sign)) return { kind: "choice", options: [old, value] };
  return { kind: "binary", operator: sign, left: old, right: value };
}
