import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import type { Case, Expectation } from "./case.ts";
import type { JudgedCase } from "./judge.ts";

/** One thing that a case expects and that is otherwise. */
export interface Mismatch {
  /** Where in the case it is said. */
  readonly keys: readonly string[];
  readonly message: string;
}

/** What of the expectation does not hold. */
export function mismatchesOf({ expect }: Case, judged: JudgedCase): readonly Mismatch[] {
  const { verdict } = judged;
  const codes = verdict.reasons.map(({ code }) => code);
  const mismatch = (keys: readonly string[], message: string): Mismatch => ({ keys: ["expect", ...keys], message });
  const wrongEffect = expect.effect !== verdict.effect;
  return [
    ...(wrongEffect ? [mismatch(["effect"], `the effect is ${verdict.effect}, not ${expect.effect}`)] : []),
    ...items(expect, "reasons", (code) => (codes.includes(code) ? undefined : `no reason ${code}`)),
    ...items(expect, "not_reasons", (code) => (codes.includes(code) ? `there is a reason ${code}` : undefined)),
    ...(expect.obligations ?? []).flatMap((wanted, at) => {
      const fields = typeof wanted === "string" ? { type: wanted } : wanted;
      const there = verdict.obligations.some((obligation) => matches(fields, obligation as JsonValue));
      return there ? [] : [mismatch(["obligations", String(at)], `no obligation ${brief(wanted)}`)];
    }),
    ...demanded(expect, "grant", verdict.grant),
    ...demanded(expect, "approval", verdict.approval),
    ...items(expect, "labels", (label) =>
      verdict.session.add_labels.includes(label) ? undefined : `the session does not get the label ${label}`,
    ),
    ...Object.entries(expect.action ?? {}).flatMap(([field, wanted]) => {
      const actual = (judged.action as unknown as Readonly<Record<string, JsonValue>>)[field];
      if (matches(wanted, actual)) return [];
      return [mismatch(["action", field], `the action's ${field} is ${brief(actual)}, not ${brief(wanted)}`)];
    }),
  ];
}

function items(
  expect: Expectation,
  field: "reasons" | "not_reasons" | "labels",
  problem: (item: string) => string | undefined,
): readonly Mismatch[] {
  return (expect[field] ?? []).flatMap((item, at) => {
    const message = problem(item);
    return message === undefined ? [] : [{ keys: ["expect", field, String(at)], message }];
  });
}

function demanded(expect: Expectation, field: "grant" | "approval", actual: object | undefined): readonly Mismatch[] {
  const wanted = expect[field];
  if (wanted === undefined) return [];
  const at = ["expect", field];
  if (wanted === "none") return actual === undefined ? [] : [{ keys: at, message: `there is a ${field}, not none` }];
  if (actual === undefined) return [{ keys: at, message: `there is no ${field}` }];
  return Object.entries(wanted).flatMap(([name, value]) => {
    const given = (actual as Readonly<Record<string, JsonValue>>)[name];
    if (matches(value, given)) return [];
    return [{ keys: [...at, name], message: `the ${field}'s ${name} is ${brief(given)}, not ${brief(value)}` }];
  });
}

/** Objects match field by field, and may have more; lists match as a whole, in any order. */
export function matches(wanted: JsonValue, actual: JsonValue | undefined): boolean {
  if (isJsonObject(wanted)) {
    return isJsonObject(actual) && Object.entries(wanted).every(([key, value]) => matches(value, actual[key]));
  }
  if (!Array.isArray(wanted)) return wanted === actual;
  if (!Array.isArray(actual) || actual.length !== wanted.length) return false;
  const left = [...actual];
  return wanted.every((item) => {
    const at = left.findIndex((candidate) => matches(item, candidate));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** More would hide what it is about. */
const MAX_BRIEF_CHARS = 200;

export function brief(value: JsonValue | undefined): string {
  if (value === undefined) return "absent";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MAX_BRIEF_CHARS ? `${text.slice(0, MAX_BRIEF_CHARS)}…` : text;
}
