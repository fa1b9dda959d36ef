import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import type { ManifestTool } from "./manifest.ts";
import { isReading, type Sense, senseOfName, wordOf, worse } from "./operation.ts";
import { CHANGE_FLAGS, METHOD_NAMES, OUTPUT_WORDS, PATH_WORDS, PROGRAMS } from "./properties.ts";
import { nameWords, sentences, wordSet } from "./tokens.ts";
import { FETCHING } from "./words.ts";

/** A schema with more properties than this is read up to here: what comes after says nothing of the tool any more. */
const MAX_PROPERTIES = 1000;

/** Names that would mean something else in a catalogue's pointers and templates. */
const NOT_IN_POINTERS = /[{}*]/;

const METHODS = wordSet(METHOD_NAMES);
const OUTPUTS = wordSet(OUTPUT_WORDS);
const PATHS = wordSet(PATH_WORDS);

/** One argument, however deep it stands. */
export interface Property {
  /** Its name as words joined by spaces. */
  readonly words: string;
  /** Where its value is in the arguments; `*` for the elements of a list. */
  readonly pointer: string;
  readonly schema: JsonObject;
  readonly required: boolean;
  /** 0 for the tool's own arguments. */
  readonly depth: number;
}

export interface Program extends Property {
  readonly kind: "shell" | "sql" | "code" | "patch";
  readonly language?: string;
}

/** The arguments of a tool, those of objects and list elements among them, the nearest first. */
export function propertiesOf({ properties, required }: ManifestTool): readonly Property[] {
  const found: Property[] = [];
  let level: { readonly at: string; readonly schema: JsonObject }[] = [
    { at: "", schema: { properties, required: [...required] } },
  ];
  for (let depth = 0; level.length > 0 && found.length < MAX_PROPERTIES; depth++) {
    const own = level.flatMap(({ at, schema }) => children(at, schema, depth)).slice(0, MAX_PROPERTIES - found.length);
    found.push(...own);
    level = own.flatMap(({ pointer, schema }) => {
      const items = schema["items"];
      return [{ at: pointer, schema }, ...(isJsonObject(items) ? [{ at: `${pointer}/*`, schema: items }] : [])];
    });
  }
  return found;
}

function children(at: string, schema: JsonObject, depth: number): Property[] {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return [];
  const needed = Array.isArray(required) ? required : [];
  const named = Object.entries(properties).filter(([name]) => !NOT_IN_POINTERS.test(name));
  return named.map(([name, property]) => ({
    words: nameWords(name).join(" "),
    pointer: pointerTo(at, name),
    schema: isJsonObject(property) ? property : {},
    required: needed.includes(name),
    depth,
  }));
}

/** The arguments that are programs, by their names. */
export function programsOf(properties: readonly Property[]): readonly Program[] {
  return properties.flatMap((property) => {
    if (property.depth > 0 || !holdsText(property.schema)) return [];
    const known = PROGRAMS.find(({ names, says }) => names.includes(property.words) && mentions(property.schema, says));
    if (known === undefined) return [];
    return [{ ...property, kind: known.kind, ...(known.language === undefined ? {} : { language: known.language }) }];
  });
}

function mentions({ description }: JsonObject, word: string | undefined): boolean {
  if (word === undefined) return true;
  return typeof description === "string" && sentences(description).some((words) => words.includes(word));
}

/** A choice between a few words is no program. */
function holdsText({ type, enum: choices }: JsonObject): boolean {
  return choices === undefined && (type === undefined || type === "string" || type === "array" || Array.isArray(type));
}

/** What the arguments say that the tool does beyond its name: methods to choose from, flags of changes, files to write to. */
export function senseOfSchema(properties: readonly Property[]): Sense | undefined {
  const senses = properties.flatMap((property) => [
    ...methodsOf(property),
    ...flagsOf(property),
    ...outputsOf(property),
  ]);
  const [first, ...others] = senses;
  return first === undefined ? undefined : others.reduce(worse, first);
}

function methodsOf({ words, schema, pointer }: Property): Sense[] {
  if (!METHODS.has(words.split(" ").at(-1) ?? "") && !pointer.includes("/actions/")) return [];
  return choicesOf(schema).flatMap((choice) => {
    const sense = senseOfName(nameWords(choice));
    return sense === undefined || isReading(sense.operation) || sense.word === FETCHING
      ? []
      : [{ ...sense, weak: false }];
  });
}

function choicesOf(schema: JsonObject): string[] {
  const { enum: choices, anyOf, oneOf, items } = schema;
  const branches: JsonValue[] = [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const own = (value: JsonObject): JsonValue[] => [
    ...(Array.isArray(value["enum"]) ? value["enum"] : []),
    value["const"] ?? null,
  ];
  return [
    ...own(choices === undefined ? {} : schema),
    ...branches.filter(isJsonObject).flatMap(own),
    ...(isJsonObject(items) ? own(items) : []),
  ].filter((choice) => typeof choice === "string");
}

function flagsOf({ words, schema }: Property): Sense[] {
  if (CHANGE_FLAGS.includes(words)) return [{ operation: "update", word: words, weak: false }];
  const word = wordOf(words.split(" ")[0] ?? "");
  const changes = schema["type"] === "boolean" && word?.form === "base" && !isReading(word.operation);
  const sure = word?.wordClass === "firm" || words.startsWith("mark as");
  return changes && sure ? [{ operation: "update", word: words, weak: false }] : [];
}

function outputsOf({ words, schema }: Property): Sense[] {
  const parts = words.split(" ");
  const path = parts.some((part) => PATHS.has(part));
  if (!path) return [];
  const { description } = schema;
  const told = typeof description === "string" ? sentences(description).flat() : [];
  const writes = parts.some((part) => OUTPUTS.has(part)) || told.some((word) => OUTPUTS.has(word));
  return writes ? [{ operation: "create", word: words, weak: false }] : [];
}
