import type { JsonObject, JsonValue } from "../domain/json.ts";

/** What stands where a person's data was. */
const ERASED = "[ERASED]";

/** A text, or a document, without the value; undefined where the value is not in it. */
export interface Eraser {
  text(text: string): string | undefined;
  /** @param text JSON @returns JSON, and the places by JSON Pointer (RFC 6901) */
  json(text: string): { readonly text: string; readonly paths: readonly string[] } | undefined;
}

/**
 * Finds the value as a word of its own, however it is written: in upper or lower case, and in another form of the same
 * characters (Unicode NFKC), where the whole text goes.
 */
export function eraserOf(value: string): Eraser {
  const plain = normalized(value);
  const exact = word(value);
  const anyForm = word(plain);
  const text = (given: string): string | undefined => {
    // Most texts do not hold it: they are not searched twice.
    if (!normalized(given).includes(plain) || !anyForm.test(normalized(given))) return undefined;
    const erased = given.replace(exact, ERASED);
    return anyForm.test(normalized(erased)) || erased === given ? ERASED : erased;
  };
  const escaped = normalized(JSON.stringify(value).slice(1, -1));
  return {
    text,
    json: (given) => {
      if (!normalized(given).includes(escaped)) return undefined;
      const paths: string[] = [];
      const erased = walk(JSON.parse(given) as JsonValue, "", text, paths);
      return paths.length === 0 ? undefined : { text: JSON.stringify(erased), paths };
    },
  };
}

function walk(value: JsonValue, path: string, erase: Eraser["text"], paths: string[]): JsonValue {
  if (typeof value === "string") {
    const erased = erase(value);
    if (erased !== undefined) paths.push(path);
    return erased ?? value;
  }
  if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}/${index}`, erase, paths));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value as JsonObject).map(([name, member]) => {
    const kept = erase(name);
    const at = `${path}/${(kept ?? name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (kept !== undefined) paths.push(at);
    return [kept ?? name, walk(member as JsonValue, at, erase, paths)];
  });
  return Object.fromEntries(members) as JsonObject;
}

function normalized(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Not in the middle of a longer one: `alice@example.com` is not in `malice@example.com`. */
function word(value: string): RegExp {
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu");
}
