import type { Assignment } from "unbash";
import { ENVIRONMENT } from "./environment.ts";
import { expandAssigned } from "./expand.ts";
import { MAX_ALTERNATIVES } from "./limits.ts";
import type { Run } from "./state.ts";
import { isKnown, joined, unknownValue, type Value } from "./value.ts";

/** `NAME=value`, for what follows in the line or (not `lasting`) for one command. */
export function assign(assignment: Assignment, run: Run, lasting: boolean): void {
  const { name, value } = assignment;
  const values =
    value.type === "ArrayValue"
      ? value.elements.flatMap((word) => expandAssigned(word, run)).slice(0, MAX_ALTERNATIVES)
      : expandAssigned(value, run);
  const before = run.frame.variables.get(name);
  const appended =
    assignment.append === true ? values.map((item) => joined(before?.[0] ?? unknownValue("free"), item)) : values;
  setVariable(name, appended, run, lasting);
}

/** Sets a variable and says what follows from its name. */
export function setVariable(name: string, values: readonly Value[], run: Run, lasting: boolean): void {
  const known = ENVIRONMENT[name];
  for (const value of known === undefined ? [] : values) {
    if (known?.signal !== undefined) run.collector.signal(known.signal, name);
    if (known?.runs === true && value.text !== "") {
      if (isKnown(value)) run.collector.absorb(run.context.nested("shell", value.text));
      else run.collector.worsen("partial");
    }
    if (known?.opaque === true && (lasting || known.lasting !== true)) run.collector.worsen("partial");
  }
  if (!lasting) return;
  const before = run.maybe ? (run.frame.variables.get(name) ?? []) : [];
  const both = [...before, ...values];
  run.frame.variables.set(name, both.length > MAX_ALTERNATIVES ? [unknownValue("computed")] : both);
}
