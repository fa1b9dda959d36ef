import type { Action } from "../domain/action.ts";
import { maxTier, type Tier, TRAITS, VERBS } from "../domain/vocabulary.ts";
import { merged, NOTHING, type Surroundings } from "./analyzers/analysis.ts";
import { scanArguments } from "./analyzers/scan.ts";
import { type Described, dataClasses, sensitivityOf } from "./described.ts";
import type { NormalCall, StatedMeaning } from "./formats/result.ts";
import { impliedFacts } from "./implied.ts";

/**
 * A message that says itself what it does.
 * @param known whether the catalogue has the server that it is for
 */
export function describeStated(
  call: NormalCall,
  meaning: StatedMeaning,
  known: boolean,
  surroundings: Surroundings,
): Described {
  const { verb, resource, destinations = [], parts = [], parse } = meaning;
  const spec = VERBS[verb];
  const touched = parts.length === 0 ? [{ verb, resource, destinations }] : parts;
  const implied = touched.map((it) => impliedFacts(it.verb, it.resource, it.destinations, surroundings));
  const { facts, findings } = merged([
    ...implied.map((found) => ({ ...NOTHING, facts: found })),
    scanArguments(call.arguments),
  ]);
  const traits = new Set([...spec.traits, ...parts.flatMap((part) => part.traits)]);
  const action: Omit<Action, "digest"> = {
    verb,
    tier: parse === "complete" ? parts.reduce<Tier>((tier, part) => maxTier(tier, part.tier), spec.tier) : "privileged",
    traits: TRAITS.filter((trait) => traits.has(trait)).sort(),
    tool: { server: call.server, name: call.name, known, pin: "none" },
    ...(resource === undefined ? {} : { resource }),
    destinations: parts.length === 0 ? destinations : parts.flatMap((part) => part.destinations),
    count: Math.max(1, parts.length),
    sensitivity: sensitivityOf("internal", facts),
    data_classes: dataClasses([], findings),
    parse,
    ...(parts.length === 0 ? {} : { parts }),
  };
  return { action, bound: { ...call.arguments, ...call.bound }, facts, findings };
}
