import { redactValue } from "../../canonicalize/redact/index.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { safeText } from "./safe.ts";

/** More fields than this nobody reads; what is left out is counted. */
const MAX_ARGUMENTS = 40;
const MAX_VALUE_CHARS = 600;
const MAX_POINTER_CHARS = 200;

export interface ShownArguments {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** How many are not shown. */
  readonly more: number;
  /** How many secrets were taken out. */
  readonly redacted: number;
}

/** The arguments as pairs of pointer and value, the first MAX_ARGUMENTS of them. */
export function shownArguments(args: JsonObject): ShownArguments {
  const { value, paths } = redactValue(args);
  const leaves = leavesOf(value, "/arguments");
  const fields = leaves.slice(0, MAX_ARGUMENTS).map(([pointer, leaf]) => ({
    name: safeText(pointer, MAX_POINTER_CHARS),
    value: leafText(leaf),
  }));
  return { fields, more: leaves.length - fields.length, redacted: paths.length };
}

function leafText(leaf: JsonValue): string {
  if (leaf === "") return "⟨empty⟩";
  return safeText(typeof leaf === "string" ? leaf : JSON.stringify(leaf), MAX_VALUE_CHARS);
}

/** Everything that has no members of its own. No recursion: a document may be as deep as it likes. */
function leavesOf(value: JsonValue, at: string): readonly (readonly [pointer: string, leaf: JsonValue])[] {
  const leaves: [string, JsonValue][] = [];
  const open: [string, JsonValue][] = [[at, value]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [pointer, one] = next;
    const members = membersOf(one);
    if (members.length === 0) leaves.push([pointer, one]);
    for (const [token, member] of members.toReversed()) open.push([pointerTo(pointer, token), member]);
  }
  return leaves;
}

function membersOf(value: JsonValue): readonly (readonly [string | number, JsonValue])[] {
  if (Array.isArray(value)) return value.map((item, i) => [i, item] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
}
