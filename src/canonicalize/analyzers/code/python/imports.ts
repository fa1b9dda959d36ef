import { bind, type Expression } from "../program.ts";
import { type Reader, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { identifier } from "./nodes.ts";

/** `import a.b`, `import a.b as c`, `from a import b as c`, `from a import *`. */
export function readImport(node: SyntaxNode, reader: Reader): void {
  const from = node.children.findIndex(({ name }) => name === "from");
  const start = node.children.findIndex(({ name }) => name === "import") + 1;
  const module = from < 0 ? undefined : dotted(node.children.slice(from + 1, start - 1), reader);
  const names = node.children.slice(start).filter(({ name }) => name !== "(" && name !== ")");
  if (module !== undefined) reader.program.imports.add(module);
  for (const group of split(names, ",")) readName(group, module, reader);
}

function readName(group: readonly SyntaxNode[], module: string | undefined, reader: Reader): void {
  if (group[0]?.name === "*") {
    reader.program.stars.push(module ?? "");
    return;
  }
  const as = group.findIndex(({ name }) => name === "as");
  const path = dotted(as < 0 ? group : group.slice(0, as), reader);
  if (path === "") return;
  if (module === undefined) reader.program.imports.add(path);
  const alias = as < 0 ? undefined : group[as + 1];
  const first = path.split(".")[0] as string;
  if (module !== undefined) {
    const of: Expression = { kind: "library", name: module };
    bind(reader.scope, alias === undefined ? path : identifier(reader, alias), { kind: "member", of, name: path });
  } else if (alias !== undefined) bind(reader.scope, identifier(reader, alias), { kind: "library", name: path });
  else bind(reader.scope, first, { kind: "library", name: first });
}

/** The words of a dotted name; leading dots, of relative imports, stay. */
function dotted(nodes: readonly SyntaxNode[], reader: Reader): string {
  return nodes
    .filter(({ name }) => name === "VariableName" || name === "." || name === "Ellipsis" || name === "...")
    .map((node) => identifier(reader, node))
    .join("");
}
