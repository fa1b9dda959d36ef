import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { compileCatalogue } from "../canonicalize/catalogue/compile.ts";
import { WritError } from "../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo, tokenOf } from "../domain/json.ts";

export interface CatalogueFile {
  /** As the user named it: it stands before line and column. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong in one place of one file. */
export interface CatalogueProblem {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export interface CheckedCatalogue {
  readonly problems: readonly CatalogueProblem[];
  /** Entries that count, and entries that wait for a person. */
  readonly accepted: number;
  readonly suggested: number;
}

/** A file that expands to more aliases than this is an attack on whoever reads it. */
const MAX_ALIASES = 10_000;

/** Checks files by the rules of compileCatalogue, entry by entry, so that one run shows all that is wrong. */
export function checkCatalogue(files: readonly CatalogueFile[]): CheckedCatalogue {
  const problems: CatalogueProblem[] = [];
  const servers: Record<string, JsonValue> = {};
  const counts = { accepted: 0, suggested: 0 };
  for (const file of files) {
    const read = readYaml(file);
    problems.push(...read.problems);
    if (read.value === undefined) continue;
    const { place, value } = read;
    const found = [...partsOf(value)].flatMap((part) => problemOf({ [file.path]: part }, file.path) ?? []);
    // Where each is right by itself, two may still be in each other's way.
    const all = found.length > 0 ? found : [problemOf({ [file.path]: value }, file.path) ?? []].flat();
    problems.push(...all.map(({ pointer, reason }) => place(pointer, reason)));
    const twice = problemOf({ ...servers, [file.path]: headOf(value) }, file.path);
    if (twice?.pointer.join("/") === "server") problems.push(place(twice.pointer, twice.reason));
    else servers[file.path] = headOf(value);
    const entries = isJsonObject(value) ? allEntries(value) : [];
    counts.suggested += entries.filter((entry) => isJsonObject(entry) && entry["suggested"] === true).length;
    counts.accepted += entries.filter((entry) => !isJsonObject(entry) || entry["suggested"] !== true).length;
  }
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return { problems: [...unique.values()], ...counts };
}

/**
 * The content of one file.
 * @throws WritError invalid_argument, one line a problem with its place
 */
export function readCatalogueFile(file: CatalogueFile): JsonValue {
  const { problems } = checkCatalogue([file]);
  const { value } = readYaml(file);
  if (problems.length === 0 && value !== undefined) return value;
  const lines = problems.map(({ path, line, column, reason }) => `${path}:${line}:${column}: ${reason}`);
  throw new WritError("invalid_argument", lines.join("\n"));
}

/** The file without its entries, then each entry for itself: a compiler stops at the first thing that is wrong. */
function* partsOf(value: JsonValue): Generator<JsonValue> {
  if (!isJsonObject(value)) {
    yield value;
    return;
  }
  yield headOf(value);
  for (const [kind, entries] of Object.entries(entriesOf(value))) {
    for (const entry of Object.entries(entries)) yield { server: "checked", [kind]: Object.fromEntries([entry]) };
  }
  for (const kind of ["graphql", "rpc"]) {
    const { endpoint = "/", operations } = isJsonObject(value[kind]) ? value[kind] : {};
    for (const entry of isJsonObject(operations) ? Object.entries(operations) : []) {
      yield { server: "checked", [kind]: { endpoint, operations: Object.fromEntries([entry]) } };
    }
  }
}

function allEntries(value: JsonObject): readonly JsonValue[] {
  const sections = [value["graphql"], value["rpc"]].filter(isJsonObject).map((section) => section["operations"]);
  return [...Object.values(entriesOf(value)), ...sections.filter(isJsonObject)].flatMap((entries) =>
    Object.values(entries),
  );
}

/** The kinds of entries that stand in a file by their names. */
function entriesOf(value: JsonObject): { readonly [kind: string]: JsonObject } {
  const kinds = ["tools", "routes", "grpc"].filter((kind) => isJsonObject(value[kind]));
  return Object.fromEntries(kinds.map((kind) => [kind, value[kind] as JsonObject]));
}

/** What is no object stays: that is what is wrong with it. */
function headOf(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const empty = Object.keys(entriesOf(value)).map((kind): [string, JsonValue] => [kind, {}]);
  const without = ["graphql", "rpc"].flatMap((kind): [string, JsonValue][] => {
    const section = value[kind];
    return isJsonObject(section) && isJsonObject(section["operations"]) ? [[kind, { ...section, operations: {} }]] : [];
  });
  return { ...value, ...Object.fromEntries([...empty, ...without]) };
}

interface Problem {
  readonly pointer: readonly string[];
  readonly reason: string;
}

function problemOf(data: JsonObject, path: string): Problem | undefined {
  try {
    compileCatalogue(data);
    return undefined;
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    const { pointer = "", description = error.message } = error.violations[0] ?? {};
    const inFile = pointer.slice(pointerTo("/catalog", path).length);
    const tokens = inFile.split("/").slice(1);
    return {
      pointer: tokens.map(tokenOf),
      reason: `${inFile} ${description}`.trim(),
    };
  }
}

type Place = (pointer: readonly string[], reason: string) => CatalogueProblem;

interface ReadYaml {
  readonly problems: readonly CatalogueProblem[];
  readonly value?: JsonValue;
  readonly place: Place;
}

function readYaml({ path, text }: CatalogueFile): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, reason: string): CatalogueProblem => {
    const { line, col } = lines.linePos(offset);
    return { path, line, column: col, reason };
  };
  const place: Place = (pointer, reason) => at(offsetOf(document, pointer), reason);
  const faults = [...document.errors, ...document.warnings].map(({ pos, code }) => at(pos[0], `is not YAML (${code})`));
  if (faults.length > 0) return { problems: faults, place };
  try {
    const value = document.toJS({ maxAliasCount: MAX_ALIASES }) as JsonValue;
    const older = parseDocument(text, { version: "1.1", prettyErrors: false }).toJS({ maxAliasCount: MAX_ALIASES });
    const differs = differenceOf(value, older, []);
    const problems =
      differs === undefined ? [] : [place(differs, "reads differently in YAML 1.1, as opa build reads it: quote it")];
    return { problems, value, place };
  } catch {
    return { problems: [at(0, `has more than ${MAX_ALIASES} aliases, or one without its anchor`)], place };
  }
}

/** Where two readings of one file part. */
function differenceOf(a: unknown, b: unknown, pointer: readonly string[]): readonly string[] | undefined {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b ? undefined : pointer;
  const other = b as Record<string, unknown>;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(other).length) {
    const extra = keys.find((key) => !Object.hasOwn(other, key));
    return extra === undefined ? pointer : [...pointer, extra];
  }
  for (const [key, value] of Object.entries(a)) {
    if (!Object.hasOwn(other, key)) return [...pointer, key];
    const differs = differenceOf(value, other[key], [...pointer, key]);
    if (differs !== undefined) return differs;
  }
  return undefined;
}

/** Where a pointer's node begins, or the nearest one around it: what is missing has no place of its own. */
function offsetOf(document: Document, pointer: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const token of pointer) {
    const around = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(around)
      ? around.items.find(({ key }) => isScalar(key) && String(key.value) === token)
      : undefined;
    const next = isMap(around) ? pair?.value : isSeq(around) ? around.items[Number(token)] : undefined;
    if (next === undefined) break;
    node = next;
    // The key says which entry is meant; an alias stands where it is used, and what it stands for is elsewhere.
    offset = startOf(isMap(next) || isSeq(next) ? (pair?.key ?? next) : next) ?? offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}
