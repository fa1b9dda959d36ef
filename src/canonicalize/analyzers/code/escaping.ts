import { ANY_ARGUMENTS } from "./evaluation.ts";
import { perform } from "./perform.ts";
import { readVariable } from "./roles/environment.ts";
import { incomplete, type Run } from "./run.ts";
import { HOLE, type Values } from "./value.ts";

/** Functions of libraries, and the environment, that get to where they are not followed. */
export function gatherEscaping(values: Values, run: Run): void {
  for (const value of values) {
    if (value.kind === "dictionary") {
      for (const [key, entry] of value.entries) if (key !== "env") gatherEnvironment(entry, run);
    }
    if (value.kind === "list") gatherEnvironment(value.items.flat(), run);
    gatherEnvironment([value], run);
    if (value.kind !== "library") continue;
    const known = run.evaluation.library.find(value.name);
    if (known !== undefined && (known.deeds.length > 0 || known.dynamic)) {
      if (known.deeds.some(({ role }) => role === "environment")) continue;
      perform(known, { args: ANY_ARGUMENTS, self: undefined, name: value.name }, run);
    } else if (known === undefined && !run.evaluation.library.isKnown(value.name) && !isConstantName(value.name))
      incomplete(run);
  }
}

function gatherEnvironment(values: Values, run: Run): void {
  for (const value of values)
    if (value.kind === "library" && run.evaluation.dialect.environments.has(value.name)) readVariable(HOLE, run);
}

function isConstantName(name: string): boolean {
  return /\.[A-Z][A-Za-z0-9_]*$/.test(name);
}
