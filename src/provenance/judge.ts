import type { Action, Destination, Origin, Resource } from "../domain/action.ts";
import type { Provenance, Sighting, ValueSource } from "../domain/provenance.ts";
import type { Asked, Place } from "./call.ts";
import { CUT, SPOKE } from "./results.ts";
import type { Probe } from "./values.ts";

/** Who said a value, of all that is known. */
export type Known = ReadonlyMap<string, readonly Sighting[]>;

interface Found {
  readonly origin: Origin;
  readonly source?: ValueSource;
}

/** An action, or a part of one. */
interface Traceable {
  readonly destinations: readonly Destination[];
  readonly resource?: Resource;
}

const UNSEEN: Found = { origin: "unseen" };
/** More pointers help nobody who reads them. */
const MAX_POINTERS = 32;

/** The action with the origins of its destinations and resources, and what else is known of where it comes from. */
export function judgeOrigins(
  action: Action,
  asked: Asked,
  known: Known,
): { readonly action: Action; readonly provenance: Provenance } {
  const placed = (destination: Destination): Destination => {
    const place = asked.destinations.get(destination);
    return place === undefined ? destination : { ...destination, ...withLost(originOfPlace(place, known), known) };
  };
  const held = (resource: Resource): Resource => {
    const probe = asked.resources.get(resource);
    return probe === undefined ? resource : { ...resource, ...withLost(originOf(probe, known), known) };
  };
  return { action: traced(action, placed, held), provenance: provenanceOf(asked, known) };
}

/** The same origins for what another catalogue makes of the same call, as far as it names the same. */
export function withOriginsOf(judged: Action, action: Action): Action {
  const parts = [judged, ...(judged.parts ?? [])];
  const destinations = new Map(
    parts.flatMap((part) =>
      part.destinations.map(({ kind, value, ...it }) => [`${kind} ${value}`, foundIn(it.origin, it.source)]),
    ),
  );
  const resources = new Map(
    parts.flatMap(({ resource }) =>
      resource?.origin === undefined ? [] : [[resource.uri, foundIn(resource.origin, resource.source)]],
    ),
  );
  return traced(
    action,
    (it) => ({ ...it, ...destinations.get(`${it.kind} ${it.value}`) }),
    (it) => ({ ...it, ...resources.get(it.uri) }),
  );
}

function traced(
  action: Action,
  placed: (destination: Destination) => Destination,
  held: (resource: Resource) => Resource,
): Action {
  const one = <T extends Traceable>(it: T): T => ({
    ...it,
    destinations: it.destinations.map(placed),
    ...(it.resource === undefined ? {} : { resource: held(it.resource) }),
  });
  return { ...one(action), ...(action.parts === undefined ? {} : { parts: action.parts.map(one) }) };
}

function provenanceOf(asked: Asked, known: Known): Provenance {
  const found = asked.arguments
    .map(({ pointer, probe, prose }) => ({ pointer, prose, origin: withLost(originOf(probe, known), known).origin }))
    .filter(({ prose, origin }) => !prose || origin === "tool_output");
  const counted: Record<Origin, number> = { user: 0, directory: 0, tool_output: 0, unseen: 0 };
  for (const { origin } of found) counted[origin]++;
  const { origin: topic, source } = topicOf(asked, known);
  const untrusted = found.flatMap(({ pointer, origin }) => (origin === "tool_output" ? [pointer] : []));
  return {
    user_seen: by(known, SPOKE, "user") !== undefined,
    text_seen: by(known, SPOKE, "tool_output") !== undefined,
    topic,
    ...(source === undefined ? {} : { topic_source: source }),
    arguments: counted,
    untrusted_only: [...new Set(untrusted)].slice(0, MAX_POINTERS),
  };
}

/** The most trusted of those who said it: the user, then directories, then whatever else was read. */
function originOf({ exact, words, address }: Probe, known: Known): Found {
  const whole = best(exact, known);
  if (whole.origin === "user" || words.length === 0) return whole;
  // Its words, said by someone one by one, are the value where nothing depends on how they are put together.
  if (!address && words.every((word) => by(known, word, "user"))) return { origin: "user" };
  if (whole.origin === "directory") return whole;
  const said = words.map((word) => best([word], known));
  if (!address && said.every(({ origin }) => origin === "user" || origin === "directory"))
    return said.find(isDirectory) ?? UNSEEN;
  if (whole.origin === "tool_output") return whole;
  // An address that is written out ("amy at example dot com") so that nobody recognizes it is known by its parts.
  return said.every(({ origin }) => origin !== "unseen") ? (said.find(isText) ?? UNSEEN) : UNSEEN;
}

const isDirectory = ({ origin }: Found): boolean => origin === "directory";
const isText = ({ origin }: Found): boolean => origin === "tool_output";

/** A URL is known as a whole, or by whoever named its host. */
function originOfPlace({ probe, host, fixed }: Place, known: Known): Found {
  if (fixed) return { origin: "directory" };
  const whole = host === undefined ? originOf(probe, known) : best(probe.exact, known);
  return whole.origin === "unseen" && host !== undefined ? best([host], known) : whole;
}

/** Who speaks of what the tool is about: text does, where more of its words are in text alone than in what the user said. */
function topicOf({ topic, asking }: Asked, known: Known): Found {
  const byUser = new Set([...topic, ...asking].filter((word) => by(known, word, "user") !== undefined));
  const inText = topic.filter((word) => !byUser.has(word) && by(known, word, "directory") === undefined);
  const texts = inText.flatMap((word) => by(known, word, "tool_output") ?? []);
  const [first] = texts;
  if (first !== undefined && texts.length > byUser.size) return { origin: "tool_output", source: sourceOf(first) };
  if (byUser.size > 0) return { origin: "user" };
  return topic.some((word) => by(known, word, "directory")) ? { origin: "directory" } : UNSEEN;
}

/** Of text of which a part was not kept, nobody can tell that it did not say this. */
function withLost(found: Found, known: Known): Found {
  return found.origin === "unseen" && by(known, CUT, "tool_output") !== undefined ? LOST : found;
}

const LOST: Found = { origin: "tool_output" };

function best(values: readonly string[], known: Known): Found {
  for (const origin of ["user", "directory", "tool_output"] as const) {
    const found = values.map((value) => by(known, value, origin)).find((it) => it !== undefined);
    if (found !== undefined) return origin === "user" ? { origin } : { origin, source: sourceOf(found) };
  }
  return UNSEEN;
}

function by(known: Known, value: string, origin: Sighting["origin"]): Sighting | undefined {
  return known.get(value)?.find((it) => it.origin === origin);
}

function sourceOf({ tool, decision_id }: Sighting): ValueSource {
  return { tool, decision_id };
}

function foundIn(origin: Origin, source: ValueSource | undefined): Found {
  return source === undefined ? { origin } : { origin, source };
}
