import type { Action, Destination, Resource } from "../domain/action.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import { CUT, SPOKE } from "./results.ts";
import { hostOf, type Probe, probeOf, valuesIn, wordsOf } from "./values.ts";
import { OPERATION_WORDS, STOP_WORDS, stem } from "./words.ts";

/** What is looked for of one call. */
export interface Asked {
  readonly destinations: ReadonlyMap<Destination, Place>;
  readonly resources: ReadonlyMap<Resource, Probe>;
  readonly arguments: readonly Telling[];
  /** What the tool is about, by the words of its name. */
  readonly topic: readonly string[];
  /** Other words for it, by which a user may ask. */
  readonly asking: readonly string[];
  /** All values that this takes. */
  readonly values: readonly string[];
}

interface Telling {
  readonly pointer: string;
  readonly probe: Probe;
  /** It is part of a longer text, which is of no use as evidence for the user: anybody repeats what the user said. */
  readonly prose: boolean;
}

export interface Place {
  readonly probe: Probe;
  readonly host?: string;
  /** The catalogue itself says that the tool goes there, whatever its arguments. */
  readonly fixed: boolean;
}

/** Arguments beyond these are a document and say nothing of where the call comes from. */
const MAX_ARGUMENTS = 64;
const MAX_TELLING_CHARS = 120;
const MAX_TELLING_WORDS = 8;
/** Of longer arguments, what stands at their beginning. */
const MAX_PROSE_CHARS = 16_384;
const MAX_ADDRESSES = 16;
const MAX_PROBE_WORDS = 12;

/** How people ask for what verbs of a domain do. */
const ASKING: Readonly<Record<string, string>> = {
  calendar: "appointment calendar event invite lunch meeting reschedule schedule",
  contact: "address contact friend people person phone",
  file: "document file folder directory",
  identity: "account access invite member password permission profile",
  message: "email forward mail message reply send text tell write",
  order: "book booking buy cancel cart flight hotel order purchase reservation reserve return trip upgrade",
  payment: "bill buy deposit money pay payment purchase refund rent send transaction transfer withdraw",
  ticket: "issue problem task ticket",
  web: "browse page post search site tweet web website",
};

/**
 * What has to be known to say where a call comes from.
 * @param fixed destinations that the catalogue names itself, as `kind value`
 */
export function askedOf(action: Action, args: JsonObject, fixed: ReadonlySet<string>): Asked {
  const parts = [action, ...(action.parts ?? [])];
  const destinations = new Map(
    parts.flatMap((part) =>
      part.destinations.map((it) => [it, placeOf(it, fixed.has(`${it.kind} ${it.value}`))] as const),
    ),
  );
  const resources = new Map(
    parts.flatMap(({ resource }) =>
      resource === undefined ? [] : [[resource, bounded(probeOf(idOf(resource)))] as const],
    ),
  );
  const telling = tellingOf(args);
  const topic = topicOf(action);
  const asking = valuesOf(ASKING[action.verb.split(".")[0] ?? ""] ?? "");
  const probes = [
    ...[...destinations.values()].map(({ probe }) => probe),
    ...resources.values(),
    ...telling.map(({ probe }) => probe),
  ];
  const values = new Set([
    SPOKE,
    CUT,
    ...topic,
    ...asking,
    ...[...destinations.values()].flatMap(({ host }) => host ?? []),
    ...probes.flatMap(({ exact, words }) => [...exact, ...words]),
  ]);
  return { destinations, resources, arguments: telling, topic, asking, values: [...values] };
}

function placeOf({ kind, value, domain }: Destination, fixed: boolean): Place {
  const host = hostOf(value) ?? (kind === "url" && domain !== undefined ? `h:${domain}` : undefined);
  return { probe: bounded(probeOf(value, kind)), fixed, ...(host === undefined ? {} : { host }) };
}

/** What the arguments name: `order:123` is 123. */
function idOf({ uri }: Resource): string {
  return /^(?:https?|wss?|ftp):\/\//i.test(uri) ? uri : uri.slice(uri.indexOf(":") + 1).replace(/^\/\//, "");
}

/** Arguments by which the call is another one: names, addresses, ids. Prose is made of what was read: only addresses in it tell. */
function tellingOf(args: JsonObject): Asked["arguments"] {
  const found: Telling[] = [];
  const visit = (value: JsonValue, pointer: string): void => {
    if (found.length >= MAX_ARGUMENTS) return;
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, pointerTo(pointer, index));
    else if (isJsonObject(value))
      for (const [name, item] of Object.entries(value)) visit(item, pointerTo(pointer, name));
    else if (typeof value === "string" || typeof value === "number") found.push(...tellingIn(String(value), pointer));
  };
  visit(args, "");
  return found;
}

function tellingIn(text: string, pointer: string): readonly Telling[] {
  if (text.length > MAX_TELLING_CHARS || wordsOf(text).length > MAX_TELLING_WORDS) {
    const addresses = [...valuesIn(text.slice(0, MAX_PROSE_CHARS))].filter((value) => /^[enu]:/.test(value));
    return addresses.slice(0, MAX_ADDRESSES).map((value) => {
      return { pointer, prose: true, probe: { exact: [value], words: [], address: true } };
    });
  }
  const probe = probeOf(text);
  return isTelling(probe) ? [{ pointer, prose: false, probe: bounded(probe) }] : [];
}

function isTelling({ exact, words, address }: Probe): boolean {
  return (
    exact.length > 0 && (address || words.some((word) => /\p{L}{3}/u.test(word) && !OPERATION_WORDS.has(word.slice(2))))
  );
}

function bounded(probe: Probe): Probe {
  return probe.words.length <= MAX_PROBE_WORDS ? probe : { ...probe, words: [] };
}

/** `AmazonViewSavedAddresses` and `view_saved_addresses` speak of saved addresses; so does the catalogue, of what is in them. */
function topicOf({ tool, resource, data_classes }: Action): readonly string[] {
  const kinds = data_classes.map((it) => it.slice(it.lastIndexOf(".") + 1));
  return valuesOf(
    [tool.name, ...kinds, resource?.type ?? ""]
      .join(" ")
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
      .replace(/[^A-Za-z0-9]+/g, " "),
  );
}

function valuesOf(text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 2 && !OPERATION_WORDS.has(word) && !STOP_WORDS.has(word));
  return [...new Set(words.map((word) => `w:${stem(word)}`))];
}
