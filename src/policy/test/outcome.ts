import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import type { BuiltinFault } from "./runtime.ts";

/**
 * What one side made of a test: whether it passed, and of a test with cases, which of them did, by the path of the case as a JSON
 * array. A failed case that the compiled side lacks is the same: its value is undefined.
 */
export type Outcome =
  | { readonly kind: "ran"; readonly passed: boolean; readonly cases?: ReadonlyMap<string, boolean> }
  | { readonly kind: "error"; readonly message: string; readonly fault?: BuiltinFault }
  | { readonly kind: "skipped" };

/** The outcome that a test's value stands for: `true`, or an object of them, one a case. */
export function outcomeOf(value: JsonValue | undefined): Outcome {
  if (!isJsonObject(value)) return { kind: "ran", passed: value === true };
  const cases = new Map(leavesOf(value, []));
  return { kind: "ran", passed: [...cases.values()].every(Boolean), cases };
}

function* leavesOf(value: JsonValue, path: readonly string[]): Generator<[string, boolean]> {
  if (!isJsonObject(value)) {
    yield [JSON.stringify(path), value === true];
    return;
  }
  for (const [name, inner] of Object.entries(value)) yield* leavesOf(inner, [...path, name]);
}
