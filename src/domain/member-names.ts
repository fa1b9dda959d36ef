import type { JsonObject } from "./json.ts";

/** Names of members, by the form in which those are equal that differ in the case of letters only. */
export type MemberNames = ReadonlyMap<string, string>;

export function memberNames(...names: readonly string[]): MemberNames {
  return new Map(names.map((name) => [foldedName(name), name]));
}

/** As readers compare names that do not mind the case of letters: Go's encoding/json, .NET's JsonSerializerDefaults.Web. */
export function foldedName(name: string): string {
  // Up and down again: U+017F and U+212A, which Go takes for s and k, have only one of the two.
  return name.toUpperCase().toLowerCase();
}

/** Whether an object has one of the names in other letters, beside it or in its place: some servers read that one, others do not. */
export function misspells(value: JsonObject, names: MemberNames): boolean {
  return Object.keys(value).some((key) => (names.get(foldedName(key)) ?? key) !== key);
}
