import { bind, type Expression, type Scope } from "../program.ts";
import { reading, source, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { stringText } from "./literals.ts";
import { firstExpression, type ScriptReader } from "./script.ts";

/** Where the names of a pattern go: declared in a scope, or assigned to wherever they are declared. */
export type Target = Scope | "assign";

const PATTERNS = new Set(["VariableDefinition", "ArrayPattern", "ObjectPattern", "VariableName", "MemberExpression"]);

/** Binds the names of a pattern to the parts of a value. */
export function bindPattern(
  node: SyntaxNode | undefined,
  value: Expression,
  target: Target,
  reader: ScriptReader,
): void {
  switch (node?.name) {
    case "VariableDefinition":
    case "VariableName": {
      const name = source(reader, node);
      if (target === "assign") reader.assignments.push({ scope: reader.scope, name, value });
      else bind(target, name, value);
      return;
    }
    case "ArrayPattern":
      bindItems(node, value, target, reader);
      return;
    case "ObjectPattern":
      for (const property of node.children) {
        if (property.name === "PatternProperty") bindProperty(property, value, target, reader);
      }
      return;
    case undefined:
      return;
    default:
      reader.program.unread = true;
  }
}

function bindItems(node: SyntaxNode, value: Expression, target: Target, reader: ScriptReader): void {
  let index = 0;
  let group: SyntaxNode[] = [];
  const end = () => {
    const item: Expression = { kind: "index", of: value, index: { kind: "number", value: index } };
    const rest = group[0]?.name === "Spread";
    const pattern = group.find(({ name }) => PATTERNS.has(name));
    bindPattern(
      pattern,
      rest ? { kind: "repeat", item: { kind: "element", of: value } } : withDefault(item, group, reader),
      target,
      reader,
    );
    index += 1;
    group = [];
  };
  for (const child of node.children.slice(1)) {
    if (child.name === "," || child.name === "]") end();
    else group.push(child);
  }
}

function withDefault(value: Expression, group: readonly SyntaxNode[], reader: ScriptReader): Expression {
  const equals = group.findIndex(({ name }) => name === "Equals");
  const fallback = equals < 0 ? undefined : firstExpression(group.slice(equals + 1));
  return fallback === undefined ? value : { kind: "choice", options: [value, reader.expression(fallback, reader)] };
}

function bindProperty(node: SyntaxNode, value: Expression, target: Target, reader: ScriptReader): void {
  const [first] = node.children;
  if (first === undefined) return;
  if (first.name === "Spread") {
    bindPattern(node.children[1], value, target, reader);
    return;
  }
  const colon = node.children.findIndex(({ name }) => name === ":");
  const rest = node.children.slice(colon + 1);
  const pattern = colon < 0 ? first : rest.find(({ name }) => PATTERNS.has(name));
  const member = reading(reader, memberNamed(value, node.children.slice(0, colon < 0 ? 1 : colon), reader));
  bindPattern(pattern, withDefault(member, rest, reader), target, reader);
}

/** The member that a property's key names. */
function memberNamed(of: Expression, key: readonly SyntaxNode[], reader: ScriptReader): Expression {
  const [first] = key;
  if (first?.name === "String") return { kind: "member", of, name: stringText(source(reader, first)) };
  if (first?.name === "[") return { kind: "index", of, index: reader.expression(firstExpression(key), reader) };
  return { kind: "member", of, name: first === undefined ? "" : source(reader, first) };
}

/** The parameters between the brackets, each with what belongs to it. */
export function parameterGroups(list: SyntaxNode): readonly (readonly SyntaxNode[])[] {
  return split(
    list.children.filter(({ name }) => name !== "(" && name !== ")"),
    ",",
  );
}

export function patternOf(group: readonly SyntaxNode[]): SyntaxNode | undefined {
  return group.find(({ name }) => PATTERNS.has(name));
}
