import { type Expression, put } from "../program.ts";
import type { SyntaxNode } from "../syntax.ts";
import { bindPattern } from "./patterns.ts";
import type { ScriptReader } from "./script.ts";

/** What `target = value` changes; `member` is the target where it is one. */
export function assignTo(
  target: SyntaxNode,
  member: Expression | undefined,
  value: Expression,
  reader: ScriptReader,
): void {
  if (member === undefined) {
    bindPattern(target, value, "assign", reader);
    return;
  }
  const { program } = reader;
  program.assigned.push({ target: member, value });
  if (member.kind === "member") put(program.attributes, member.name, value);
  if (member.kind === "member" || member.kind === "index") program.changed.push(member.of);
}
