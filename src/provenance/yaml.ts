import { parseDocument } from "yaml";
import type { JsonValue } from "../domain/json.ts";
import { type Leaf, leavesOfValue } from "./literal.ts";

/** Reading YAML takes some 100 ns a character; a longer result is text. */
const MAX_YAML_CHARS = 65_536;

/**
 * The leaves of a result that is YAML. Only for tools of which the catalogue says that they write it: nearly every text is YAML of some kind.
 * @returns undefined for what is none
 */
export function yamlLeavesOf(text: string): readonly Leaf[] | undefined {
  if (text.length > MAX_YAML_CHARS) return undefined;
  try {
    const document = parseDocument(text, { schema: "failsafe", logLevel: "silent", uniqueKeys: true });
    if (document.errors.length > 0) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return typeof value === "object" && value !== null ? leavesOfValue(value as JsonValue) : undefined;
  } catch {
    return undefined;
  }
}
