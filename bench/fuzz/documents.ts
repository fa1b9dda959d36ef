import { isJsonObject, type JsonObject, type JsonValue } from "../../src/domain/json.ts";
import type { Random } from "./random.ts";

const ODD_VALUES: readonly JsonValue[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1e308,
    0.1,
    "",
    "allow",
    "*",
    "read_only",
    "__proto__",
    "\u0000",
    "\ud800",
    "\u{1f600}",
  ],
  ...[[], {}, [[]], [null], { effect: "allow" }, { verb: "*" }, [{ verb: "*", resource: "*" }]],
];

/** A document with some members taken away, replaced, wrapped or put where none are. */
export function changed(document: JsonObject, random: Random): JsonObject {
  const copy = structuredClone(document);
  for (let count = 1 + random.below(4); count > 0; count--) {
    const places = placesIn(copy);
    if (places.length === 0) break;
    const [holder, key] = random.pick(places);
    const value = holder[key] as JsonValue;
    const odd = structuredClone(random.pick(ODD_VALUES));
    switch (random.below(5)) {
      case 0:
        delete holder[key];
        break;
      case 1:
        holder[key] = odd;
        break;
      case 2:
        holder[key] = [value];
        break;
      case 3:
        holder[key] = { [key]: value };
        break;
      default:
        holder[`${key} `] = odd;
    }
  }
  return copy;
}

type Place = readonly [holder: JsonObject, key: string];

function placesIn(value: JsonValue): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(placesIn);
  return [...Object.keys(value).map((key): Place => [value as JsonObject, key]), ...inside];
}

/** A document out of nothing. */
export function invented(random: Random, depth = 0): JsonValue {
  const names = ["action", "agent", "id", "tool", "verb", "tier", "now", "intent", "allows", "traits", "x"];
  switch (random.below(depth > 5 ? 1 : 3)) {
    case 0:
      return structuredClone(random.pick(ODD_VALUES));
    case 1:
      return Array.from({ length: random.below(4) }, () => invented(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(8) }, () => [random.pick(names), invented(random, depth + 1)]),
      );
  }
}

/**
 * Whether a document has all that no rule can judge without; said a second time, in another language, to hold the policy's own
 * contract against.
 */
export function isComplete(document: JsonValue): boolean {
  if (!isJsonObject(document)) return false;
  const { agent, action } = document;
  if (!isJsonObject(agent) || !isJsonObject(action) || !isJsonObject(action["tool"])) return false;
  const { tool, parts, sensitivity, parse } = action;
  const strings = [document["now"], document["environment"], agent["id"], tool["name"], sensitivity, parse];
  return (
    strings.every((value) => typeof value === "string") &&
    typeof tool["known"] === "boolean" &&
    ["match", "mismatch", "none"].includes(tool["pin"] as string) &&
    isDescribed(action) &&
    // A part that is false counts as none, in Rego's way.
    (parts === undefined || parts === false || (isList(parts) && Object.values(parts).every(isDescribed)))
  );
}

function isDescribed(act: JsonValue): boolean {
  return (
    isJsonObject(act) &&
    typeof act["verb"] === "string" &&
    ["read_only", "bounded_write", "privileged"].includes(act["tier"] as string) &&
    Array.isArray(act["traits"]) &&
    Array.isArray(act["destinations"])
  );
}

function isList(value: JsonValue): value is JsonValue[] | JsonObject {
  return typeof value === "object" && value !== null;
}
