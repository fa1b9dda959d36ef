import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { Surroundings } from "../analyzers/analysis.ts";
import { normalPath } from "../analyzers/paths/index.ts";
import { decimalOf, destinationsOf } from "../values.ts";
import type { ToolMeaning } from "./entry.ts";
import type { Pointer } from "./pointer.ts";

type Normal = (value: JsonValue) => JsonValue;

/**
 * The arguments as the digest binds them: where the entry says that a value is a destination, an amount or a path, in
 * the one form that all spellings of the same thing share. Everything else stays as the tool will get it.
 */
export function normalizedArguments(meaning: ToolMeaning, args: JsonObject, surroundings: Surroundings): JsonObject {
  let normal: JsonValue = args;
  for (const source of meaning.destinations) {
    if ("from" in source) normal = replacedAt(normal, source.from, 0, (value) => normalDestination(source.kind, value));
  }
  if (meaning.amount !== undefined) normal = replacedAt(normal, meaning.amount.value, 0, normalAmount);
  const [before, pointer, after, ...more] = meaning.resource?.parts ?? [];
  if (before === "file://" && Array.isArray(pointer) && (after ?? "") === "" && more.length === 0) {
    normal = replacedAt(normal, pointer as Pointer, 0, (value) =>
      typeof value === "string" ? normalPath(value, surroundings).path : value,
    );
  }
  return normal as JsonObject;
}

function normalDestination(kind: string, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => normalDestination(kind, item));
  if (typeof value !== "string") return value;
  return destinationsOf(kind, value)
    .map((destination) => destination.value)
    .join(",");
}

/** `98.7`, `98.70` and `"98.70"` are one amount. */
function normalAmount(value: JsonValue): JsonValue {
  const decimal = decimalOf(value);
  if (decimal === undefined) return value;
  return plainDecimal(decimal);
}

/** Without the zeros at the end that say nothing. */
export function plainDecimal(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;
}

/** A copy with what stands at the pointer replaced; shares everything else with the value. */
function replacedAt(value: JsonValue, pointer: Pointer, depth: number, normal: Normal): JsonValue {
  const token = pointer[depth];
  if (token === undefined) return normal(value);
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      token === "*" || token === String(index) ? replacedAt(item, pointer, depth + 1, normal) : item,
    );
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, token)) return value;
  return { ...value, [token]: replacedAt(value[token] as JsonValue, pointer, depth + 1, normal) };
}
