import { bind, type Expression, put } from "../program.ts";
import { type Reader, split } from "../reader.ts";
import type { SyntaxNode } from "../syntax.ts";
import { identifier, isExpression } from "./nodes.ts";

/** Binds what stands left of `=`, behind `for`, `as`, …: one target or several with commas between. */
export function assign(targets: readonly SyntaxNode[], value: Expression, reader: Reader): void {
  const groups = split(targets, ",");
  if (groups.length === 1 && targets.length === groups[0]?.length) assignOne(targets, value, reader);
  else unpack(groups, value, reader);
}

function unpack(groups: readonly (readonly SyntaxNode[])[], value: Expression, reader: Reader): void {
  const star = groups.findIndex((group) => group[0]?.name === "*");
  for (const [i, group] of groups.entries()) {
    const known = star < 0 || i < star;
    const item: Expression = known
      ? { kind: "index", of: value, index: { kind: "number", value: i } }
      : { kind: "element", of: value };
    if (group[0]?.name === "*") assignOne(group.slice(1), { kind: "repeat", item }, reader);
    else assignOne(group, item, reader);
  }
}

function assignOne(target: readonly SyntaxNode[], value: Expression, reader: Reader): void {
  const node = target.find(isExpression);
  switch (node?.name) {
    case "VariableName":
      bind(reader.scope, identifier(reader, node), value);
      return;
    case "MemberExpression": {
      const member = reader.expression(node, reader);
      reader.program.reads.delete(member);
      reader.program.assigned.push({ target: member, value });
      if (member.kind === "member") put(reader.program.attributes, member.name, value);
      if (member.kind === "index" || member.kind === "slice") reader.program.changed.push(member.of);
      return;
    }
    case "TupleExpression":
    case "ArrayExpression":
    case "ParenthesizedExpression": {
      const content = node.children.filter(({ name }) => !/^[()[\]]$/.test(name));
      if (node.name === "ParenthesizedExpression") assign(content, value, reader);
      else unpack(split(content, ","), value, reader);
      return;
    }
    case undefined:
      return;
    default:
      reader.program.unread = true;
  }
}
