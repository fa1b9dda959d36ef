import type { Assignment } from "unbash";
import { environmentOf } from "./environment.ts";
import { expandAssigned, expandWord } from "./expand.ts";
import { MAX_ALTERNATIVES, MAX_FIELDS } from "./limits.ts";
import type { Run } from "./state.ts";
import { inSubshell, runInside, runSubscripts, runText } from "./substitutions.ts";
import { asPattern, isKnown, joined, literal, unknownValue, type Value } from "./value.ts";

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
  setVariable(
    name,
    [...kept, ...(elements ? values : appended)],
    run,
    lasting,
    elements ? MAX_FIELDS : MAX_ALTERNATIVES,
  );
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
  const known = environmentOf(name);
  for (const value of known === undefined ? [] : values) {
    if (known?.like !== undefined && !known.like.test(value.text)) continue;
    if (known?.signal !== undefined) run.collector.signal(known.signal, name);
    if (known?.runs === true && value.text !== "") {
      // less(1): a bar in front says that its output is shown.
      const line = { ...value, text: value.text.replace(/^\|[|-]*/, "") };
      if (isKnown(value)) run.exec([literal("sh"), literal("-c"), line], inSubshell(run));
      else run.collector.worsen("partial");
    }
    if (known?.expands === true) runText(value.text, run);
    if (known?.connects === true && value.text !== "") run.collector.host(asPattern(value).text, "connect");
    if (known?.opaque === true && (lasting || known.lasting !== true)) run.collector.worsen("partial");
  }
  const before = run.maybe ? (run.frame.variables.get(name) ?? []) : [];
  const both = [...before, ...values];
  run.frame.variables.set(name, both.length > most ? [unknownValue("computed")] : both);
}
