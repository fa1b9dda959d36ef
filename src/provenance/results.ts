import type { ResultTrust, Said, Trust, ValueSource } from "../domain/provenance.ts";
import { verbSpec } from "../domain/vocabulary.ts";
import { documentsIn } from "./envelope.ts";
import { type Leaf, leavesOf } from "./literal.ts";
import { MAX_VALUES, valuesIn, wordsOf } from "./values.ts";
import { yamlLeavesOf } from "./yaml.ts";

/** A tool that has returned something: what it does, and what the catalogue says of its results. */
export interface Returned extends ValueSource {
  readonly verb: string;
  readonly results?: ResultTrust;
  /** What it was called with, as text. */
  readonly asked?: readonly string[];
}

/** That a source has spoken at all, and that it said more than is kept. */
export const SPOKE = "!spoke";
export const CUT = "!cut";

/** Reading verbs whose results are entries of a store that the operator or the user keeps, and no letters of strangers. */
const DIRECTORIES = new Set([
  "calendar.read",
  "contact.read",
  "db.read",
  "device.read",
  "file.list",
  "file.search",
  "identity.read",
  "infra.read",
  "order.read",
  "payment.read",
  "protocol.list",
  "record.list",
  "record.read",
  "secret.read",
]);

/** What these bring may be from anybody, down to its ids. */
const FROM_ANYBODY = new Set([
  "web.browse",
  "web.search",
  "web.submit",
  "net.fetch",
  "net.connect",
  "http.request",
  "file.read",
  "unknown",
]);

/** Fields that people write sentences into, whatever else is in the result; all beneath them too. */
const FREE_TEXT = new Set(
  `about abstract answer article bio body caption comment content desc description detail excerpt feedback headline html instruction
  markdown memo message note post prompt question reason remark reply review snippet subject subtitle summary text title transcript
  tweet`
    .split(/\s+/)
    .flatMap((name) => [name, `${name}s`]),
);

/** An entry of a directory is a name, an address or a number; what is longer is prose, whatever its field is called. */
const MAX_ENTRY_CHARS = 120;
const MAX_ENTRY_WORDS = 10;

/** What a tool's result says, by what is believed of it. */
export function saidByTool(text: string, returned: Returned): readonly Said[] {
  if (text === "") return [];
  const { verb, results, tool, decision_id } = returned;
  const echoed = echoedBy(returned);
  const leaves = documentsIn(text).flatMap(({ text: one, lost }) =>
    lost ? [whole(one)] : leavesIn(one, results?.format),
  );
  const [entries, prose] = [new Set<string>(), new Set<string>()];
  for (const leaf of leaves) {
    const trust = leaf.lost === true ? "text" : trustOf(leaf, verb, results);
    if (leaf.name === true && trust === "text") continue;
    const misplaced =
      results?.format !== "text" && statedOf(leaf.path, results) === undefined ? misplacedIn(leaf, verb) : NONE;
    for (const value of valuesIn(leaf.text)) {
      if (trust === "directory" && echoed.has(value)) continue;
      (trust === "directory" && !misplaced.test(value) ? entries : prose).add(value);
    }
  }
  const source = { tool, decision_id };
  return [
    ...(entries.size === 0 ? [] : [said("directory", entries, source)]),
    ...(prose.size === 0 ? [] : [said("tool_output", prose, source)]),
  ];
}

/** What a change was asked with and its answer repeats: nobody has said that anew, so that it stays whatever it was. */
function echoedBy({ verb, asked = [] }: Returned): ReadonlySet<string> {
  const traits: readonly string[] = verbSpec(verb)?.traits ?? [];
  return traits.includes("reads") ? new Set() : new Set(asked.flatMap((text) => [...valuesIn(text)]));
}

/** What a person, or the operator, said. */
export function saidBy(
  origin: Said["origin"],
  text: string,
  source: ValueSource = { tool: "", decision_id: "" },
): Said {
  return said(origin, valuesIn(text), source);
}

/** Of a result that was too long, what nobody has read. */
export function restOf(source: ValueSource): Said {
  return { origin: "tool_output", ...source, values: [SPOKE, CUT], cut: true };
}

function said(origin: Said["origin"], found: ReadonlySet<string>, source: ValueSource): Said {
  const cut = found.size > MAX_VALUES;
  const kept = [...found].slice(0, MAX_VALUES);
  return { origin, ...source, values: [SPOKE, ...(cut ? [CUT] : []), ...kept], cut };
}

/** Where nothing has a place, all of it is prose, except of a tool that is said to answer in plain words. */
function leavesIn(text: string, format: ResultTrust["format"]): readonly PlacedLeaf[] {
  if (format === "text") return text.split("\n").map((line) => ({ path: [], text: line }));
  return (format === "yaml" ? yamlLeavesOf(text) : leavesOf(text)) ?? [whole(text)];
}

interface PlacedLeaf extends Leaf {
  readonly lost?: true;
}

function whole(text: string): PlacedLeaf {
  return { path: [], text, lost: true };
}

function trustOf(leaf: Leaf, verb: string, results: ResultTrust | undefined): Trust {
  if (leaf.text.length > MAX_ENTRY_CHARS || wordsOf(leaf.text).length > MAX_ENTRY_WORDS) return "text";
  const stated = statedOf(leaf.path, results);
  if (stated !== undefined) return stated;
  const [last = ""] = leaf.path.filter((token) => !/^\d+$/.test(token)).slice(-1);
  const isId = leaf.name !== true && /(?:^|_|-|[a-z](?=I))(?:id|ID|Id)s?_?$/.test(last) && !/\s/.test(leaf.text);
  if (isId && !FROM_ANYBODY.has(verb) && !namesAddress(leaf.text)) return "directory";
  if (leaf.path.some(isFreeText)) return "text";
  return results?.trust ?? usualOf(verb);
}

const NONE = /(?!)/;
const ADDRESS = /^[ehu]:/;
const ADDRESS_OR_NUMBER = /^[ehnu]:/;
/** People choose what they are called, and may call themselves by the address that they want to be put into a call. */
const NAMES =
  /^(?:(?:contact|customer|display|family|first|friend|full|given|last|nick|person|sender|user)[_-]?)?(?:label|location|names?|status)$/i;
/** Where names are those of machines and files, a host or a number is one. */
const OF_THINGS = /^(?:db|device|file|infra|protocol|repo|secret)\./;
/** An address, several of them, or each behind the name of whose it is (RFC 5322 section 3.4). */
const ALONE = /^\s*(?:[^\s<>]+|[^<>@]*<[^\s<>]+>)\s*$/;

/** Values that do not belong into such a field of an entry: somebody has put them there for whoever reads it. */
function misplacedIn({ path, text }: Leaf, verb: string): RegExp {
  const [last = ""] = path.filter((token) => !/^\d+$/.test(token)).slice(-1);
  if (NAMES.test(last) && !OF_THINGS.test(verb)) return ADDRESS_OR_NUMBER;
  return text.split(/[,;]/).every((one) => ALONE.test(one)) ? NONE : ADDRESS;
}

/** A mail's id is made by its sender (RFC 5322 section 3.6.4), as the one or other id is; what it is made of may be an address. */
function namesAddress(text: string): boolean {
  return [...valuesIn(text)].some((value) => ADDRESS.test(value));
}

/** What the catalogue says of the field, by the longest pointer that leads to it or above it. */
function statedOf(path: readonly string[], results: ResultTrust | undefined): Trust | undefined {
  let [best, found]: [number, Trust | undefined] = [-1, undefined];
  for (const { pointer, trust } of results?.fields ?? []) {
    if (pointer.length <= best || pointer.length > path.length) continue;
    if (pointer.every((token, index) => token === "*" || token === path[index]))
      [best, found] = [pointer.length, trust];
  }
  return found;
}

function isFreeText(token: string): boolean {
  const words = token
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => FREE_TEXT.has(word));
}

/** What the tool itself answers to a change is its own word: the id of what it made. */
function usualOf(verb: string): Trust {
  if (DIRECTORIES.has(verb)) return "directory";
  const traits: readonly string[] = verbSpec(verb)?.traits ?? [];
  return traits.includes("reads") || traits.length === 0 || FROM_ANYBODY.has(verb) ? "text" : "directory";
}
