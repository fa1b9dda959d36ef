import type { Action, Destination, Finding } from "../domain/action.ts";
import type { Facts } from "../domain/facts.ts";
import type { JsonObject } from "../domain/json.ts";
import {
  maxSensitivity,
  maxTier,
  type Sensitivity,
  type Tier,
  TRAITS,
  type Trait,
  verbSpec,
} from "../domain/vocabulary.ts";
import { type Analysis, merged, type Surroundings, worseParse } from "./analyzers/analysis.ts";
import { inspect } from "./analyzers/inspect.ts";
import { scanArguments } from "./analyzers/scan.ts";
import { applyEntry } from "./catalogue/apply.ts";
import type { ToolEntry, ToolMeaning } from "./catalogue/entry.ts";
import { normalizedArguments } from "./catalogue/normalized.ts";
import type { NormalCall } from "./formats/result.ts";
import { impliedFacts } from "./implied.ts";

/** More destinations than a person could read before they approve. */
const MAX_DESTINATIONS = 256;

/** An action without its digest, and what policy may look at beside it. */
export interface Described {
  readonly action: Omit<Action, "digest">;
  /** The arguments as the digest binds them. */
  readonly bound: JsonObject;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

/** A call of a tool that the catalogue has: what the entry says, and what analyzers find in the arguments. */
export function describe(
  entry: ToolEntry,
  call: NormalCall,
  pin: Action["tool"]["pin"],
  surroundings: Surroundings,
  dialect: string | undefined,
): Described {
  const args: JsonObject = call.arguments;
  const { meaning, parse: applied, ...values } = applyEntry(entry, args, surroundings);
  const inside = inspect(meaning.analyze, args, surroundings, dialect);
  const implied = impliedFacts(meaning.verb, values.resource, values.destinations, surroundings);
  const text = scanArguments(args);
  const all = merged([inside, { parse: "complete", parts: [], facts: implied, findings: [] }, text]);
  const parse = worseParse(applied, inside.parse);
  const whole = meaning.analyze.length > 0 && parse === "complete";
  const destinations = union(values.destinations, inside);
  const action: Omit<Action, "digest"> = {
    verb: whole ? sharpened(meaning.verb, inside) : meaning.verb,
    tier: tierOf(meaning, inside, parse === "complete"),
    traits: whole ? traitsOf([], inside) : traitsOf(meaning.traits, inside),
    tool: { server: call.server, name: call.name, known: true, pin },
    ...values,
    destinations,
    sensitivity: sensitivityOf(meaning.sensitivity, all.facts),
    data_classes: dataClasses(meaning.dataClasses, all.findings),
    parse,
    ...(inside.parts.length === 0 ? {} : { parts: inside.parts }),
  };
  const bound = { ...normalizedArguments(meaning, args, surroundings), ...call.bound };
  return { action, bound, facts: all.facts, findings: all.findings };
}

/** What was not understood in full is never less dangerous for it; what was is as dangerous as its parts. */
function tierOf(meaning: ToolMeaning, { parts }: Analysis, complete: boolean): Tier {
  if (!complete) return "privileged";
  const raised = meaning.tier !== verbSpec(meaning.verb)?.tier;
  const least: Tier = meaning.analyze.length > 0 && !raised ? "read_only" : meaning.tier;
  return parts.reduce<Tier>((tier, part) => maxTier(tier, part.tier), least);
}

/** A query tool whose statement writes is a write: the verb of the highest part of the same domain. */
function sharpened(verb: string, { parts }: Analysis): string {
  const domain = `${verb.split(".")[0]}.`;
  let best: { readonly verb: string; readonly tier: Tier } | undefined;
  for (const part of parts) {
    if (!part.verb.startsWith(domain)) continue;
    if (best === undefined || (best.tier !== part.tier && maxTier(best.tier, part.tier) === part.tier)) best = part;
  }
  return best?.verb ?? verb;
}

function traitsOf(own: readonly Trait[], { parts }: Analysis): readonly Trait[] {
  if (parts.length === 0) return own;
  const all = new Set([...own, ...parts.flatMap(({ traits }) => traits)]);
  return TRAITS.filter((trait) => all.has(trait)).sort();
}

function union(own: readonly Destination[], { parts }: Analysis): readonly Destination[] {
  if (parts.length === 0) return own;
  const found = new Map<string, Destination>();
  for (const it of [...own, ...parts.flatMap(({ destinations }) => destinations)])
    found.set(`${it.kind} ${it.value}`, it);
  return [...found.values()].slice(0, MAX_DESTINATIONS);
}

/** Files that hold credentials make a call restricted, whatever the tool. */
export function sensitivityOf(own: Sensitivity, { files = [] }: Facts): Sensitivity {
  const secret = files.some(
    ({ access, classes }) => access !== "mention" && classes.some((name) => name.startsWith("credential.")),
  );
  return secret ? maxSensitivity(own, "restricted") : own;
}

/** What kinds of personal data a call holds, beside those that its tool is known for. */
export function dataClasses(own: readonly string[], findings: readonly Finding[]): readonly string[] {
  const found = findings.map(({ type }) => type).filter((type) => type.startsWith("pii."));
  return found.length === 0 ? own : [...new Set([...own, ...found])].sort();
}
