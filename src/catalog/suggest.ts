import type { JsonObject } from "../domain/json.ts";
import { maxTier, type StandardVerb, type Tier, VERBS } from "../domain/vocabulary.ts";
import { readAuthzenMapping } from "./authzen.ts";
import { readDescription, verdict } from "./description.ts";
import { domainOf } from "./domain.ts";
import { DOMAIN_VERBS, type Domain, RECORD_VERBS, SENSITIVE } from "./domains.ts";
import type { ManifestTool } from "./manifest.ts";
import { isReading, type Sense, senseOfName, worse } from "./operation.ts";
import { placesOf } from "./places.ts";
import { DIALECTS } from "./properties.ts";
import { type Property, programsOf, propertiesOf, senseOfSchema } from "./schema.ts";
import { nameWords } from "./tokens.ts";
import type { Operation } from "./words.ts";

/** What a tool probably does. A person reads it before it counts. */
export interface Suggestion {
  readonly verb: StandardVerb;
  readonly tier: Tier;
  /** The catalogue fields beside verb and tier. */
  readonly fields: JsonObject;
  /** What said so, for the person who accepts it. */
  readonly because: readonly string[];
}

/** Names whose verb says only that something changes: what changes stands in the description. */
const VAGUE = new Set(["manage", "handle", "act", "write", "modify", "perform"]);

/** Leading words that say nothing: who serves the tool. */
const PREFIXES = new Set(["mcp", "api", "tool", "tools"]);

/** What a tool does by its words; hints raise its tier and never lower it. */
export function suggest(server: string, tool: ManifestTool): Suggestion {
  const words = ownWords(server, tool.name);
  const properties = propertiesOf(tool);
  const domain = domainOf(words, server, tool);
  const said = hinted(senseOf(words, tool, properties), tool);
  const verb = said === undefined ? "tool.call" : verbOf(domain, said.operation);
  const mapping = readAuthzenMapping(tool.raw);
  return {
    verb,
    tier: said === undefined ? "privileged" : maxTier(VERBS[verb].tier, floorOf(said.operation)),
    fields: {
      ...placesOf(domain, said?.operation, properties, dialectOf(server)),
      ...(mapping !== undefined && "resource" in mapping ? { resource: mapping.resource } : {}),
      ...(SENSITIVE[domain] === undefined ? {} : { sensitivity: SENSITIVE[domain] }),
    },
    because: [
      said === undefined ? "no word says what it does" : said.word,
      ...(mapping !== undefined && "unread" in mapping ? [`x-authzen-mapping is not read: ${mapping.unread}`] : []),
    ],
  };
}

function dialectOf(server: string): string | undefined {
  const named = nameWords(server).find((word) => Object.hasOwn(DIALECTS, word));
  return named === undefined ? undefined : DIALECTS[named];
}

function verbOf(domain: Domain, operation: Operation): StandardVerb {
  return DOMAIN_VERBS[domain][operation] ?? RECORD_VERBS[operation];
}

function floorOf(operation: Operation): Tier {
  return isReading(operation) ? "read_only" : "bounded_write";
}

/** The words of a name behind those that only repeat the server's. */
function ownWords(server: string, name: string): readonly string[] {
  const words = nameWords(name);
  const known = new Set([...nameWords(server), ...PREFIXES]);
  const start = words.findIndex((word) => !known.has(word) || senseOfName([word]) !== undefined);
  return start < 0 ? words : words.slice(start);
}

function senseOf(words: readonly string[], tool: ManifestTool, properties: readonly Property[]): Sense | undefined {
  const name = senseOfName(words);
  const described = readDescription(tool.description);
  const schema = worst([senseOfSchema(properties), senseOfPrograms(properties, name, described.harmless)]);
  if (name === undefined) return worst([verdict(described), schema]);
  if (!name.weak && !isReading(name.operation)) {
    return worst([name, schema, VAGUE.has(name.word) ? verdict(described) : undefined]);
  }
  const { first, effects } = described;
  const opening = first === undefined || first.weak ? undefined : first;
  // A query of which the description says that it only reads is executed, and reads.
  if (!name.weak && described.harmless && first?.operation === "execute") return worst([name, ...effects, schema]);
  // "git_commit" and "server_info": the description knows whether the noun is a deed.
  const base = name.weak && opening !== undefined ? opening : name;
  return worst([base, opening, ...effects, schema]);
}

/** A program can do what its language can; only the description of a query tool can say that it just reads. */
function senseOfPrograms(
  properties: readonly Property[],
  name: Sense | undefined,
  harmless: boolean,
): Sense | undefined {
  const reads = name !== undefined && !name.weak && isReading(name.operation);
  return worst(
    programsOf(properties).map(({ kind, words }) => {
      if (kind === "sql") return harmless ? undefined : { operation: "update", word: words, weak: false };
      if (kind === "shell" || (kind === "code" && !reads)) return { operation: "execute", word: words, weak: false };
      return undefined;
    }),
  );
}

function worst(senses: readonly (Sense | undefined)[]): Sense | undefined {
  const [first, ...others] = senses.filter((sense) => sense !== undefined);
  return first === undefined ? undefined : others.reduce(worse, first);
}

function hinted(sense: Sense | undefined, { hints }: ManifestTool): Sense | undefined {
  const changes = hints.readOnly === false || hints.destructive === true;
  if (!changes || sense === undefined || !isReading(sense.operation)) return sense;
  return {
    operation: "update",
    word: hints.readOnly === false ? "readOnlyHint: false" : "destructiveHint: true",
    weak: false,
  };
}
