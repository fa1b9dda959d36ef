import { WritError } from "../../domain/errors.ts";
import { choiceField, listField, objectField, optionalField } from "../../domain/fields.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { MAX_BATCH_ITEMS } from "../../domain/limits.ts";
import { decodeEvaluation, type Evaluation } from "./decode.ts";

/** Section 7.1.2.1. */
const SEMANTICS = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;
export type Semantic = (typeof SEMANTICS)[number];

export interface Batch {
  readonly semantic: Semantic;
  /** In their order; one that cannot be read is an answer of its own, and spoils no other. */
  readonly items: readonly (Evaluation | WritError)[];
}

/** Required members that an item's own object may leave to the default (certification scenario, 3.2.7). */
const REQUIRED = { subject: ["type", "id"], action: ["name"], resource: ["type", "id"] } as const;

/**
 * The questions of a batch, undefined where there is no list of them, or an empty one: then the whole is one question.
 * @throws WritError invalid_argument for what concerns them all
 */
export function decodeBatch(fields: JsonObject): Batch | undefined {
  const { evaluations = [] } = optionalField("evaluations", fields, "", (value, at) =>
    listField(value, at, MAX_BATCH_ITEMS, (item) => item),
  );
  const { options = {} } = optionalField("options", fields, "", (value, at) => objectField(value, at));
  const { evaluations_semantic: semantic = "execute_all" } = optionalField(
    "evaluations_semantic",
    options,
    "/options",
    (value, at) => choiceField(value, at, SEMANTICS),
  );
  if (evaluations.length === 0) return undefined;
  return { semantic, items: evaluations.map((item, index) => readItem(item, fields, `/evaluations/${index}`)) };
}

function readItem(item: JsonValue, defaults: JsonObject, at: string): Evaluation | WritError {
  try {
    return decodeEvaluation(withDefaults(objectField(item, at), defaults), at);
  } catch (error) {
    if (error instanceof WritError) return error;
    throw error;
  }
}

/** An item's own object replaces the default as a whole, its properties too (section 7.1.1). */
function withDefaults(item: JsonObject, defaults: JsonObject): JsonObject {
  const filled: JsonObject = {};
  for (const key of ["subject", "action", "resource", "context"] as const) {
    const own = item[key];
    const fallback = defaults[key];
    if (own === undefined && fallback !== undefined) filled[key] = fallback;
    if (own !== undefined) filled[key] = key === "context" ? own : completed(own, fallback, REQUIRED[key]);
  }
  return filled;
}

function completed(own: JsonValue, fallback: JsonValue | undefined, required: readonly string[]): JsonValue {
  if (!isJsonObject(own) || !isJsonObject(fallback)) return own;
  const missing = required.flatMap((name) => {
    const value = own[name] === undefined ? fallback[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...own, ...Object.fromEntries(missing) };
}
