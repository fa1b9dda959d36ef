import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parse,
  parseDocument,
  visit,
} from "yaml";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Problem } from "./problem.ts";

/** A place in a file, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface DataFile {
  readonly value: JsonObject;
  readonly problems: readonly Problem[];
  /** Where the value at these keys begins, by its key; the nearest one around it where there is none. */
  place(keys: readonly string[]): Place;
}

/** A file that expands to more aliases than this is an attack on whoever reads it. */
const MAX_ALIASES = 10_000;
const BROKEN_ALIASES = `more than ${MAX_ALIASES} aliases, or one without its anchor`;

/** What a double holds exactly; OPA would keep a longer number, and every other reader round it. */
const ROUNDED = "is a number that most readers would round: put it into quotes";

/**
 * Reads YAML or JSON as OPA does: by YAML 1.1 and 1.2 alike, so that nobody's `no` becomes `false`.
 *
 * @param file what problems call the file
 */
export function readDataFile(file: string, text: string): DataFile {
  const value = file.endsWith(".json") ? jsonObject(text) : undefined;
  if (value === undefined) return readYaml(file, text);
  return { value, problems: [], place: (keys) => readYaml(file, text).place(keys) };
}

/** The same for a file that was checked when it was built: no problems and no places. */
export function readCheckedData(file: string, text: string): JsonObject {
  return (file.endsWith(".json") ? jsonObject(text) : undefined) ?? parse(text, { maxAliasCount: MAX_ALIASES });
}

/** Large data is JSON, which JSON.parse reads a hundred times faster; undefined when it takes a slower look. */
function jsonObject(text: string): JsonObject | undefined {
  try {
    const value = parseStrictJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readYaml(file: string, text: string): DataFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problem = (offset: number, message: string, hint?: string): Problem => ({
    code: "data-file",
    severity: "error",
    file,
    ...at(offset),
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    problem(pos[0], `is not YAML: ${message.split("\n", 1)[0]}`),
  );
  const place = (keys: readonly string[]): Place => at(offsetOf(document, keys));
  if (faults.length > 0) return { value: {}, problems: faults, place };
  const problems: Problem[] = [];
  visit(document, {
    Scalar: (_, { value, source, range }) => {
      if (isRounded(value, source)) problems.push(problem(range?.[0] ?? 0, `${source} ${ROUNDED}`));
    },
  });
  const [value, older] = [valueIn(document), valueIn(parseDocument(text, { version: "1.1", prettyErrors: false }))];
  if (value === undefined) return { value: {}, problems: [problem(0, `has ${BROKEN_ALIASES}`)], place };
  const differs = differenceOf(value, older, []);
  if (differs !== undefined && problems.length === 0) {
    const offset = offsetOf(document, differs);
    const hint = isSwitch(older, differs)
      ? "write true or false; a text stands in quotes"
      : "put the value into quotes";
    problems.push(problem(offset, "reads differently in YAML 1.1 and 1.2", hint));
  }
  if (!isJsonObject(value)) problems.push(problem(0, "is no map of keys to values"));
  return { value: isJsonObject(value) ? value : {}, problems, place };
}

/** The document's value; undefined when its aliases lead nowhere or explode. An empty file is an empty map. */
function valueIn(document: Document): JsonValue | undefined {
  try {
    return (document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {}) as JsonValue;
  } catch {
    return undefined;
  }
}

function isRounded(value: unknown, source: string | undefined): boolean {
  if (typeof value === "bigint") return true;
  if (typeof value !== "number") return false;
  if (!Number.isFinite(value)) return true;
  return Number.isInteger(value) && !Number.isSafeInteger(value) && String(value) !== source;
}

/** Where two readings of one file part. */
function differenceOf(a: unknown, b: unknown, keys: readonly string[]): readonly string[] | undefined {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) {
    return Object.is(a, b) ? undefined : keys;
  }
  const other = b as Record<string, unknown>;
  const names = Object.keys(a);
  const missing = names.find((name) => !Object.hasOwn(other, name));
  if (missing !== undefined) return [...keys, missing];
  if (names.length !== Object.keys(other).length) return keys;
  for (const [name, value] of Object.entries(a)) {
    const differs = differenceOf(value, other[name], [...keys, name]);
    if (differs !== undefined) return differs;
  }
  return undefined;
}

/** `yes`, `no`, `on` and `off` as YAML 1.1 reads them: in quotes they would be texts, and every text counts as true. */
function isSwitch(older: JsonValue | undefined, keys: readonly string[]): boolean {
  const at = keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], older);
  return typeof at === "boolean";
}

function offsetOf(document: Document, keys: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const key of keys) {
    const around = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(around) ? around.items.find((item) => keyOf(item) === key) : undefined;
    const next = isSeq(around) ? around.items[Number(key)] : pair?.value;
    const named = (pair?.key ?? next) as Node | null | undefined;
    if (named === undefined || named === null) break;
    // What an alias stands for is elsewhere: the place stays that of the alias.
    if (!isAlias(node)) offset = named.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}
