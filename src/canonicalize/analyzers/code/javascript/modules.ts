import { bind, type Expression } from "../program.ts";
import { escaping, source, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { stringText } from "./literals.ts";
import { isExpression, type ScriptReader } from "./script.ts";

/** `import a, { b as c } from "m"`, `import * as n from "m"`, `import "m"`. */
export function readImport(node: SyntaxNode, reader: ScriptReader): void {
  if (node.children[1]?.name === "type") return;
  const text = node.children.find(({ name }) => name === "String");
  const module = text === undefined ? "" : stringText(source(reader, text));
  reader.program.imports.add(module);
  const library: Expression = { kind: "library", name: module };
  for (const child of node.children) {
    if (child.name === "VariableDefinition") bind(reader.scope, source(reader, child), library);
    if (child.name === "ImportGroup") readNames(child, library, reader);
  }
}

function readNames(node: SyntaxNode, of: Expression, reader: ScriptReader): void {
  for (const group of split(
    node.children.filter(({ name }) => name !== "{" && name !== "}"),
    ",",
  )) {
    if (group[0]?.name === "type") continue;
    const local = group.find(({ name }) => name === "VariableDefinition");
    if (local === undefined) continue;
    const first = group[0] as SyntaxNode;
    const name = first.name === "String" ? stringText(source(reader, first)) : source(reader, first);
    bind(reader.scope, source(reader, local), { kind: "member", of, name });
  }
}

/** What is exported is read; what is handed on from another module is an import. */
export function readExport(node: SyntaxNode, reader: ScriptReader): void {
  const from = node.children.findIndex(({ name }) => name === "from");
  const text = from < 0 ? undefined : node.children[from + 1];
  if (text?.name === "String") {
    reader.program.imports.add(stringText(source(reader, text)));
    return;
  }
  for (const child of node.children) {
    if (isExpression(child)) escaping(reader, reader.expression(child, reader));
    else if (/Declaration$/.test(child.name)) reader.statement(child, reader);
  }
}
