import type { Assignment } from "unbash";
import { ENVIRONMENT } from "./environment.ts";
import { expandAssigned, expandWord } from "./expand.ts";
import { MAX_ALTERNATIVES, MAX_FIELDS } from "./limits.ts";
import type { Run } from "./state.ts";
import { runInside, runSubscripts } from "./substitutions.ts";
import { isKnown, joined, unknownValue, type Value } from "./value.ts";

/** `NAME=value`, for what follows in the line or (not `lasting`) for one command. */
export function assign(assignment: Assignment, run: Run, lasting: boolean): void {
  const { name, value } = assignment;
  if (assignment.index !== undefined) runInside(assignment.index, run);
  const elements = value.type === "ArrayValue";
  const values = elements
    ? value.elements.flatMap((word) => expandWord(word, run).map(withoutSubscript))
    : expandAssigned(value, run);
  for (const { text } of values) runSubscripts(text, run);
  const before = run.frame.variables.get(name);
  const appended =
    assignment.append === true ? values.map((item) => joined(before?.[0] ?? unknownValue("free"), item)) : values;
  // An element beside those that the list had before.
  const kept = assignment.index !== undefined || (elements && assignment.append === true) ? (before ?? []) : [];
  setVariable(name, [...kept, ...(elements ? values : appended)], run, lasting, elements ? MAX_FIELDS : MAX_ALTERNATIVES);
}

/** `[key]=value` in a list. */
function withoutSubscript(value: Value): Value {
  const text = value.text.replace(/^\[[^\]]*\]\+?=/, "");
  return text === value.text ? value : { ...value, text };
}

/** Sets a variable and says what follows from its name. */
export function setVariable(
  name: string,
  values: readonly Value[],
  run: Run,
  lasting: boolean,
  most = MAX_ALTERNATIVES,
): void {
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
  run.frame.variables.set(name, both.length > most ? [unknownValue("computed")] : both);
}
