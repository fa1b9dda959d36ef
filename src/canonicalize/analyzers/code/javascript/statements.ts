import { bind, DATA, type Expression, newProgram, newScope, type Program } from "../program.ts";
import { returned, source } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { NAME_HOLE } from "../value.ts";
import { assignTo } from "./assign.ts";
import { readExpression, readMember } from "./expressions.ts";
import { readClass, readFunction } from "./functions.ts";
import { readExport, readImport } from "./modules.ts";
import { bindPattern } from "./patterns.ts";
import { firstExpression, isExpression, type ScriptReader, settleAssignments } from "./script.ts";

/** What a JavaScript or TypeScript program holds (ECMA-262, 14 to 16). */
export function readJavaScript(root: SyntaxNode, text: string): Program {
  const program = newProgram();
  const top = newScope(newScope(undefined, false), true);
  const reader: ScriptReader = {
    text,
    program,
    scope: top,
    top,
    hoist: top,
    owner: undefined,
    definition: undefined,
    assignments: [],
    expression: readExpression as ScriptReader["expression"],
    statement: readStatement,
  };
  for (const child of root.children) readStatement(child, reader);
  settleAssignments(reader);
  return program;
}

/** Declarations of types, which are gone when the program runs. */
const TYPES = /^(?:TypeAliasDeclaration|InterfaceDeclaration|AmbientDeclaration)$/;

function readStatement(node: SyntaxNode, reader: ScriptReader): void {
  if (TYPES.test(node.name)) return;
  if (isExpression(node)) {
    readExpression(node, reader);
    return;
  }
  switch (node.name) {
    case "ImportDeclaration":
      readImport(node, reader);
      return;
    case "ExportDeclaration":
      readExport(node, reader);
      return;
    case "VariableDeclaration":
      readVariables(node, reader);
      return;
    case "FunctionDeclaration": {
      const name = node.children.find((child) => child.name === "VariableDefinition");
      const value = readFunction(node, undefined, name === undefined ? "" : source(reader, name), reader);
      if (name !== undefined) bind(reader.scope, source(reader, name), value);
      return;
    }
    case "ClassDeclaration": {
      const value = readClass(node, reader);
      if (value.kind === "class") bind(reader.scope, value.definition.name, value);
      return;
    }
    case "EnumDeclaration": {
      const name = node.children.find((child) => child.name === "TypeDefinition");
      if (name !== undefined) bind(reader.scope, source(reader, name), DATA);
      return;
    }
    case "ReturnStatement":
      returned(readExpression(firstExpression(node.children), reader), reader);
      return;
    case "CatchClause":
      readCatch(node, reader);
      return;
    default:
      readOther(node, reader);
  }
}

const SCOPES = new Set(["Block", "ForStatement", "SwitchBody"]);

/** Statements that hold others, and those of expressions alone. */
function readOther(node: SyntaxNode, reader: ScriptReader): void {
  if (node.name === "error") reader.program.unread = true;
  // What `with` puts into reach is not followed.
  if (node.name === "WithStatement") reader.program.dynamic = true;
  const here = SCOPES.has(node.name) ? { ...reader, scope: newScope(reader.scope, true) } : reader;
  if (node.name === "ForOfSpec" || node.name === "ForInSpec") readLoop(node, here);
  else for (const child of node.children) readStatement(child, here);
}

function readVariables(node: SyntaxNode, reader: ScriptReader): void {
  const target = node.children[0]?.name === "var" ? reader.hoist : reader.scope;
  let pattern: SyntaxNode | undefined;
  let value: Expression = { kind: "none" };
  let assigned = false;
  const end = () => {
    if (pattern !== undefined) bindPattern(pattern, value, target, reader);
    pattern = undefined;
    assigned = false;
    value = { kind: "none" };
  };
  for (const child of node.children) {
    if (child.name === ",") end();
    else if (child.name === "Equals") assigned = true;
    else if (assigned && isExpression(child)) value = readExpression(child, reader);
    else if (!assigned && /^(?:VariableDefinition|ArrayPattern|ObjectPattern)$/.test(child.name)) pattern = child;
  }
  end();
}

/** `for (const x of y)`, `for (x in y)`. */
function readLoop(node: SyntaxNode, reader: ScriptReader): void {
  const at = node.children.findIndex(({ name }) => name === "of" || name === "in");
  const of = readExpression(firstExpression(node.children.slice(at + 1)), reader);
  const target = node.children
    .slice(0, at)
    .find(({ name }) => /^(?:VariableDefinition|VariableName|ArrayPattern|ObjectPattern|MemberExpression)$/.test(name));
  const declares = node.children.some(({ name }) => name === "const" || name === "let");
  const hoists = node.children.some(({ name }) => name === "var");
  const value: Expression =
    node.name === "ForOfSpec"
      ? { kind: "element", of }
      : {
          kind: "choice",
          options: [
            { kind: "element", of },
            { kind: "text", text: NAME_HOLE },
          ],
        };
  if (target?.name === "MemberExpression") assignTo(target, readMember(target, reader), value, reader);
  else bindPattern(target, value, declares ? reader.scope : hoists ? reader.hoist : "assign", reader);
}

function readCatch(node: SyntaxNode, reader: ScriptReader): void {
  const scope = newScope(reader.scope, true);
  const here = { ...reader, scope };
  const pattern = node.children.find(({ name }) => /^(?:VariableDefinition|ArrayPattern|ObjectPattern)$/.test(name));
  bindPattern(pattern, DATA, scope, here);
  for (const child of node.children) if (child.name === "Block") readStatement(child, here);
}
