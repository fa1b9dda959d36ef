import { gatherEscaping } from "./escaping.ts";
import type { Evaluator } from "./evaluate.ts";
import { isFolded } from "./fold/calls.ts";
import type { Expression } from "./program.ts";
import { isSteering } from "./roles/environment.ts";
import { incomplete, type Run } from "./run.ts";
import { textOf, type Value } from "./value.ts";

/** Members of libraries that programs set, and that change nothing that is known of the library. */
const SETTABLE =
  /^(?:sys\.(?:stdout|stderr|stdin|argv|dont_write_bytecode|ps1)|module\.exports|exports)$|\.(?:rcParams|options|defaults|onmessage|onerror|onload|exitCode|title)$/;

/** What is assigned to members: of libraries it may put anything in the place of what is known of them. */
export function gatherAssigned(evaluator: Evaluator, run: Run): void {
  for (const { target, value } of evaluator.program.assigned) {
    if (target.kind !== "member" && target.kind !== "index") continue;
    for (const of of evaluator.values(target.of)) {
      if (of.kind !== "library") continue;
      gatherEscaping(evaluator.values(value), run);
      for (const name of namesOf(target, evaluator)) assignedTo(of, name, evaluator, run);
    }
  }
}

function namesOf(target: Extract<Expression, { kind: "member" | "index" }>, evaluator: Evaluator): readonly string[] {
  return target.kind === "member" ? [target.name] : evaluator.values(target.index).map(textOf);
}

function assignedTo(
  { name }: Extract<Value, { kind: "library" }>,
  member: string,
  evaluator: Evaluator,
  run: Run,
): void {
  if (evaluator.dialect.environments.has(name)) {
    if (isSteering(member)) incomplete(run);
    return;
  }
  const full = `${name}.${member}`;
  if (SETTABLE.test(full) || SETTABLE.test(name)) return;
  const known = evaluator.library.find(full);
  const plain =
    known !== undefined && known.deeds.length === 0 && !known.dynamic && !isFolded(full, evaluator.dialect.language);
  if (!plain || full.includes("prototype")) incomplete(run);
}
