import { DIGEST } from "../../domain/digest.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { maxTier, SENSITIVITIES, type Sensitivity, TIERS, type Tier, verbSpec } from "../../domain/vocabulary.ts";
import { broken } from "./broken.ts";
import type { ToolCase, ToolEntry, ToolMeaning } from "./entry.ts";
import { readResults } from "./results.ts";
import { readAmount, readAnalyzed, readDestinations, readPointer, readResource } from "./sources.ts";

const MEANING_KEYS = new Set([
  "amount",
  "analyze",
  "count",
  "data_classes",
  "destinations",
  "resource",
  "sensitivity",
  "tier",
  "verb",
]);

/**
 * One entry: what a tool, a route, a field or a method does.
 * @returns undefined for an entry that nobody has accepted yet: such a tool stays unknown
 */
export function compileTool(value: JsonValue, at: string): ToolEntry | undefined {
  const { cases = [], suggested = false, schema_digest: pin, results, ...fields } = object(value, at);
  if (pin !== undefined && (typeof pin !== "string" || !DIGEST.test(pin)))
    throw broken(`${at}/schema_digest`, "is no digest");
  if (typeof suggested !== "boolean") throw broken(`${at}/suggested`, "is neither true nor false");
  if (!Array.isArray(cases)) throw broken(`${at}/cases`, "is not a list");
  const entry = {
    base: compileMeaning(fields, at),
    cases: cases.map((item, index) => compileCase(item, fields, `${at}/cases/${index}`)),
    ...(pin === undefined ? {} : { schemaDigest: pin }),
    ...optional("results", results, (value) => readResults(value, `${at}/results`)),
  };
  return suggested ? undefined : entry;
}

function compileCase(value: JsonValue, base: JsonObject, at: string): ToolCase {
  const { when, ...fields } = object(value, at);
  const conditions = Object.entries(object(when ?? null, `${at}/when`)).map(([pointer, equals]) => {
    if (typeof equals === "object") throw broken(`${at}/when`, "compares with something that is no scalar");
    return { pointer: readPointer(pointer, `${at}/when`), equals };
  });
  if (conditions.length === 0) throw broken(`${at}/when`, "names no argument");
  return { when: conditions, meaning: compileMeaning({ ...base, ...fields }, at) };
}

function compileMeaning(fields: JsonObject, at: string): ToolMeaning {
  object(fields, at, MEANING_KEYS);
  const { verb, tier = TIERS[0], sensitivity = "internal", data_classes: dataClasses = [] } = fields;
  const spec = typeof verb === "string" ? verbSpec(verb) : undefined;
  if (spec === undefined || verb === "unknown") throw broken(`${at}/verb`, "is no verb of writ.actions/v1");
  if (!TIERS.includes(tier as Tier)) throw broken(`${at}/tier`, "is no tier");
  if (!SENSITIVITIES.includes(sensitivity as Sensitivity)) throw broken(`${at}/sensitivity`, "is no sensitivity");
  if (!Array.isArray(dataClasses) || !dataClasses.every((item) => typeof item === "string")) {
    throw broken(`${at}/data_classes`, "is not a list of names");
  }
  return {
    verb: verb as string,
    tier: maxTier(spec.tier, tier as Tier),
    traits: spec.traits,
    destinations: readDestinations(fields["destinations"], `${at}/destinations`),
    sensitivity: sensitivity as Sensitivity,
    dataClasses: dataClasses as string[],
    analyze: readAnalyzed(fields["analyze"], `${at}/analyze`),
    ...optional("resource", fields["resource"], (value) => readResource(value, `${at}/resource`)),
    ...optional("amount", fields["amount"], (value) => readAmount(value, `${at}/amount`)),
    ...optional("count", fields["count"], (value) => readPointer(value, `${at}/count`)),
  };
}

function optional<K extends string, T>(
  key: K,
  value: JsonValue | undefined,
  read: (value: JsonValue) => T,
): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: read(value) } as { [P in K]: T });
}

/** @throws WritError invalid_argument for what is no object, or has a member that is not among `keys` */
export function object(value: JsonValue, at: string, keys?: ReadonlySet<string>): JsonObject {
  if (!isJsonObject(value)) throw broken(at, "is not an object");
  const unknown = keys === undefined ? undefined : Object.keys(value).find((key) => !keys.has(key));
  if (unknown !== undefined) throw broken(pointerTo(at, unknown), "is no field of the catalogue");
  return value;
}
