import type { Amount, Destination, Parse, Resource } from "../../domain/action.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { Surroundings } from "../analyzers/analysis.ts";
import { fileUri, normalPath } from "../analyzers/paths/index.ts";
import { amountOf, countOf, decimalOf, destinationsOf, resourceUri } from "../values.ts";
import type { AmountSource, DestinationSource, ResourceTemplate, ToolEntry, ToolMeaning } from "./entry.ts";
import { isPlainlyNamed, type Pointer, valuesAt } from "./pointer.ts";

/** A template that begins so names a file by its path, relative to where the call runs. */
const FILE_SCHEME = "file://";

/** What the arguments of one call make of a tool's meaning. */
export interface AppliedMeaning {
  readonly meaning: ToolMeaning;
  readonly resource?: Resource;
  readonly destinations: readonly Destination[];
  readonly amount?: Amount;
  readonly count: number;
  /** `partial` when an argument that the catalogue points at is not of a type that it can have, or can be read under two names. */
  readonly parse: Parse;
}

/** Reads the values that an entry points at. An argument that is absent gives nothing; one of a wrong type is `partial`. */
export function applyEntry(entry: ToolEntry, args: JsonObject, surroundings: Surroundings): AppliedMeaning {
  const meaning = entry.cases.find((item) => item.when.every((test) => holds(test, args)))?.meaning ?? entry.base;
  const resource = meaning.resource === undefined ? undefined : readResource(meaning.resource, args, surroundings);
  const destinations = readDestinations(meaning.destinations, args);
  const amount = meaning.amount === undefined ? undefined : readAmount(meaning.amount, args);
  const complete = resource !== "unreadable" && destinations !== "unreadable" && amount !== "unreadable";
  const plain = pointersOf(entry, meaning).every((pointer) => isPlainlyNamed(args, pointer));
  return {
    meaning,
    ...(typeof resource === "object" ? { resource } : {}),
    destinations: typeof destinations === "object" ? destinations : [],
    ...(typeof amount === "object" ? { amount } : {}),
    count: meaning.count === undefined ? 1 : countAt(meaning.count, args),
    parse: complete && plain ? "complete" : "partial",
  };
}

/** All that an entry looks at. */
function pointersOf({ cases }: ToolEntry, meaning: ToolMeaning): readonly Pointer[] {
  const { resource, destinations, amount, count, analyze } = meaning;
  return [
    ...cases.flatMap(({ when }) => when.map(({ pointer }) => pointer)),
    ...(resource?.parts ?? []).filter((part) => typeof part !== "string"),
    ...destinations.flatMap((source) => ("from" in source ? [source.from] : [])),
    ...[amount?.value, amount?.currency, count].filter((from) => typeof from === "object"),
    ...analyze.flatMap(({ from, cwd }) => (cwd === undefined ? [from] : [from, cwd])),
  ];
}

function holds(test: { readonly pointer: Pointer; readonly equals: JsonValue }, args: JsonObject): boolean {
  return valuesAt(args, test.pointer).some((value) => value === test.equals);
}

function readResource(
  template: ResourceTemplate,
  args: JsonObject,
  surroundings: Surroundings,
): Resource | "unreadable" | undefined {
  let uri = "";
  for (const part of template.parts) {
    if (typeof part === "string") {
      uri += part;
      continue;
    }
    const value = valuesAt(args, part)[0];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "object") return "unreadable";
    uri += String(value);
  }
  if (uri.startsWith(FILE_SCHEME)) {
    return { type: template.type, uri: fileUri(normalPath(uri.slice(FILE_SCHEME.length), surroundings).path) };
  }
  return { type: template.type, uri: resourceUri(uri) };
}

function readDestinations(
  sources: readonly DestinationSource[],
  args: JsonObject,
): readonly Destination[] | "unreadable" {
  const found: Destination[] = [];
  for (const source of sources) {
    if ("value" in source) {
      found.push(...destinationsOf(source.kind, source.value));
      continue;
    }
    for (const value of valuesAt(args, source.from).flat()) {
      if (value === null || value === "") continue;
      if (typeof value !== "string" && typeof value !== "number") return "unreadable";
      found.push(...destinationsOf(source.kind, String(value)));
    }
  }
  return found;
}

function readAmount(source: AmountSource, args: JsonObject): Amount | "unreadable" | undefined {
  const raw = valuesAt(args, source.value)[0];
  if (raw === undefined || raw === null) return undefined;
  const currency = typeof source.currency === "string" ? source.currency : (valuesAt(args, source.currency)[0] ?? "");
  if (typeof currency !== "string") return "unreadable";
  // Text may say its currency where nothing else does.
  if (currency === "") return amountOf(raw) ?? "unreadable";
  const value = decimalOf(raw);
  return value === undefined ? "unreadable" : { value, currency: currency.toUpperCase() };
}

function countAt(pointer: Pointer, args: JsonObject): number {
  const value = valuesAt(args, pointer)[0];
  return (value === undefined ? undefined : countOf(value)) ?? 1;
}
