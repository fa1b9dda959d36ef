import {
  type Action,
  type ActionPart,
  type Canonical,
  type Destination,
  PARSES,
  type Resource,
} from "../domain/action.ts";
import { invalidField } from "../domain/errors.ts";
import {
  choiceField,
  countField,
  decimalField,
  listField,
  nameField,
  objectField,
  optionalField,
  stringField,
} from "../domain/fields.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { maxTier, SENSITIVITIES, TIERS, type Tier, verbSpec } from "../domain/vocabulary.ts";
import { merged, NOTHING } from "./analyzers/analysis.ts";
import { scanArguments } from "./analyzers/scan.ts";
import { surroundingsOf } from "./analyzers/surroundings.ts";
import type { Catalogue } from "./catalogue/entry.ts";
import { actionDigest } from "./digest.ts";
import { impliedFacts } from "./implied.ts";
import { destinationsOf, givenResourceUri } from "./values.ts";

/** URIs and addresses are names of things, not documents. */
const MAX_VALUE_CHARS = 4096;
/** More destinations or parts than a person could read before they approve is no one action. */
const MAX_PARTS = 256;

const FIELDS = [
  "verb", "tier", "traits", "tool", "resource", "destinations", "amount", "count",
  "sensitivity", "data_classes", "parse", "digest", "parts", "arguments",
]; // biome-ignore format: one list, read at a glance

/**
 * An action that the gateway canonicalized itself. What follows from the verb (traits, the tier's floor) and what
 * follows from the rest (digest, whether the tool is known) is never taken from it.
 */
export function readAction(given: JsonObject, catalogue: Catalogue, context: JsonObject): Canonical {
  const at = "/action";
  const fields = objectField(given, at, FIELDS);
  const spec = specOf(fields["verb"], `${at}/verb`);
  const tool = objectField(fields["tool"] ?? {}, `${at}/tool`, ["server", "name", "known", "pin"]);
  const server = stringField(tool["server"] ?? "", `${at}/tool/server`, MAX_ID_CHARS);
  const name = stringField(tool["name"] ?? "", `${at}/tool/name`, MAX_ID_CHARS);
  const args = objectField(fields["arguments"] ?? {}, `${at}/arguments`);
  const parse = choiceField(fields["parse"] ?? "complete", `${at}/parse`, PARSES);
  const stated = choiceField(fields["tier"] ?? TIERS[0], `${at}/tier`, TIERS);
  const parts = listField(fields["parts"] ?? [], `${at}/parts`, MAX_PARTS, readPart);
  const action: Omit<Action, "digest"> = {
    verb: spec.verb,
    tier: parts.reduce<Tier>(
      (tier, part) => maxTier(tier, part.tier),
      parse === "complete" ? maxTier(spec.tier, stated) : "privileged",
    ),
    traits: spec.traits,
    tool: { server, name, known: spec.verb !== "unknown" || catalogue.find(server, name) !== undefined, pin: "none" },
    ...optionalField("resource", fields, at, readResource),
    destinations: readDestinations(fields["destinations"], `${at}/destinations`),
    ...optionalField("amount", fields, at, readAmount),
    count: countField(fields["count"] ?? 1, `${at}/count`, 0),
    sensitivity: choiceField(fields["sensitivity"] ?? "internal", `${at}/sensitivity`, SENSITIVITIES),
    data_classes: listField(fields["data_classes"] ?? [], `${at}/data_classes`, MAX_PARTS, (item, itemAt) =>
      nameField(item, itemAt, MAX_ID_CHARS),
    ),
    parse,
    ...(parts.length === 0 ? {} : { parts }),
  };
  const surroundings = surroundingsOf(context);
  const { facts, findings } = merged([
    { ...NOTHING, facts: impliedFacts(action.verb, action.resource, action.destinations, surroundings) },
    scanArguments(args),
  ]);
  return { action: { ...action, digest: actionDigest(action, args) }, arguments: args, facts, findings };
}

function specOf(value: JsonValue | undefined, at: string) {
  const verb = nameField(value, at, MAX_ID_CHARS);
  const spec = verbSpec(verb);
  if (spec === undefined) throw invalidField(at, "must be a verb of writ.actions/v1 or of the tenant's own (x-…)");
  return { verb, ...spec };
}

function readPart(value: JsonValue, at: string): ActionPart {
  const part = objectField(value, at, ["verb", "resource", "destinations", "tier", "traits"]);
  const spec = specOf(part["verb"], `${at}/verb`);
  return {
    verb: spec.verb,
    ...optionalField("resource", part, at, readResource),
    destinations: readDestinations(part["destinations"], `${at}/destinations`),
    tier: maxTier(spec.tier, choiceField(part["tier"] ?? TIERS[0], `${at}/tier`, TIERS)),
    traits: spec.traits,
  };
}

function readResource(value: JsonValue, at: string): Resource {
  const fields = objectField(value, at, ["type", "uri"]);
  const type = nameField(fields["type"], `${at}/type`, MAX_ID_CHARS);
  const normal = givenResourceUri(nameField(fields["uri"], `${at}/uri`, MAX_VALUE_CHARS));
  if ("error" in normal) throw invalidField(`${at}/uri`, normal.error);
  return { type, uri: normal.uri };
}

function readDestinations(value: JsonValue | undefined, at: string): readonly Destination[] {
  return listField(value ?? [], at, MAX_PARTS, (item, itemAt) => {
    const fields = objectField(item, itemAt, ["kind", "value", "domain", "origin"]);
    const kind = nameField(fields["kind"], `${itemAt}/kind`, MAX_ID_CHARS);
    return destinationsOf(kind, nameField(fields["value"], `${itemAt}/value`, MAX_VALUE_CHARS));
  }).flat();
}

function readAmount(value: JsonValue, at: string) {
  const fields = objectField(value, at, ["value", "currency"]);
  return {
    value: decimalField(fields["value"], `${at}/value`),
    currency: stringField(fields["currency"] ?? "", `${at}/currency`, 16).toUpperCase(),
  };
}
