import type { Catalogue, ToolMeaning } from "../canonicalize/catalogue/entry.ts";
import { destinationsOf } from "../canonicalize/values.ts";
import type { Action, Canonical } from "../domain/action.ts";
import { WritError } from "../domain/errors.ts";
import type { Identity } from "../domain/identity.ts";
import type { Said, Sighting } from "../domain/provenance.ts";
import type { Admission, DecisionRequest, Observation } from "../domain/request.ts";
import type { ValueMemory } from "../ports/value-store.ts";
import { type Asked, askedOf } from "../provenance/call.ts";
import { judgeOrigins, type Known } from "../provenance/judge.ts";
import { saidByUser } from "../provenance/repeated.ts";
import { saidBy, saidByTool } from "../provenance/results.ts";
import type { Situation } from "../situate/situate.ts";

/** What is looked for of a call, and who said it; nothing where nobody has said anything. */
export interface Trace {
  readonly asked: Asked;
  readonly known: Known;
}

interface Question {
  readonly request: DecisionRequest;
  readonly admission: Admission;
  readonly identity: Identity;
  readonly canonical: Canonical;
}

/**
 * Remembers what the request brings into its session, and finds what the session has heard of the call: one write and one read, at the
 * same time. What the request brings counts for its own call already.
 */
export async function trace(
  values: ValueMemory,
  catalogue: Catalogue,
  question: Question,
): Promise<Trace | "unavailable" | undefined> {
  const { request, admission, identity, canonical } = question;
  const { tenant, now_ms } = admission;
  const said = saidIn(request, admission, catalogue);
  // Whose name was not proven adds nothing to what a session trusts; nor does another agent than the session's (values.ts).
  const kept = identity.refusal === undefined ? said : said.filter(({ origin }) => origin === "tool_output");
  const stated = statedBy(identity);
  if (request.session === "" && said.length + stated.length === 0) return undefined;
  const asked = askedOf(canonical.action, canonical.arguments, fixedOf(canonical.action, catalogue));
  if (request.session === "") return { asked, known: merged(asked, new Map(), [...stated, ...said]) };
  try {
    const [stored] = await Promise.all([
      values.recall(tenant, request.session, asked.values),
      request.options.dry_run ? undefined : values.remember(tenant, request.session, kept, now_ms, identity.agent.id),
    ]);
    return { asked, known: merged(asked, stored, [...stated, ...said]) };
  } catch (error) {
    if (error instanceof WritError && error.code === "unavailable") return "unavailable";
    throw error;
  }
}

/** The situation with what the trace says of the call. */
export function withTrace(situation: Situation, traced: Trace | "unavailable" | undefined): Situation {
  if (traced === undefined) return situation;
  if (traced === "unavailable") {
    const message = "what the session has heard could not be read";
    return { ...situation, refusal: situation.refusal ?? { code: "record_unavailable", message } };
  }
  const { action, provenance } = judgeOrigins(situation.action, traced.asked, traced.known);
  return { ...situation, action, seen: { ...situation.seen, provenance } };
}

function saidIn({ observed, context }: DecisionRequest, { vouches }: Admission, catalogue: Catalogue): readonly Said[] {
  const excerpt = context["prompt_excerpt"];
  const said = observed.flatMap((observation) => saidOf(observation, vouches, catalogue));
  return typeof excerpt === "string" && excerpt !== "" ? [...said, saidByUser(excerpt)] : said;
}

/** Who vouches for agents is believed about directories, too; what anybody else calls one is what a tool returned. */
function saidOf(observation: Observation, vouches: boolean, catalogue: Catalogue): readonly Said[] {
  const { source, text, server = "", tool: name = "", decision_id = "" } = observation;
  if (text === "") return [];
  const tool = server === "" ? name : `${server}/${name}`;
  if (source === "user") return [saidBy("user", text)];
  if (source === "system" || (source === "directory" && vouches))
    return [saidBy("directory", text, { tool, decision_id })];
  const entry = name === "" ? undefined : catalogue.find(server, name);
  const results = entry?.results;
  return saidByTool(text, {
    verb: entry?.base.verb ?? "unknown",
    tool,
    decision_id,
    ...(results === undefined ? {} : { results }),
  });
}

/** The intent is the user's word as well: what it is for, and whom and what it names. One that was derived is an agent's. */
function statedBy({ intent }: Identity): readonly Said[] {
  if (intent === undefined || intent.parent !== undefined) return [];
  const named = intent.allows.flatMap(({ resource = "", destinations = [] }) => [resource, ...destinations]);
  const text = [intent.purpose, ...named].filter((it) => it !== undefined && it !== "").join("\n");
  return text === "" ? [] : [saidByUser(text)];
}

function fixedOf({ tool }: Action, catalogue: Catalogue): ReadonlySet<string> {
  const entry = catalogue.find(tool.server, tool.name);
  const meanings: readonly ToolMeaning[] =
    entry === undefined ? [] : [entry.base, ...entry.cases.map(({ meaning }) => meaning)];
  return new Set(
    meanings
      .flatMap(({ destinations }) => destinations)
      .flatMap((source) => ("value" in source ? destinationsOf(source.kind, source.value) : []))
      .map(({ kind, value }) => `${kind} ${value}`),
  );
}

function merged({ values }: Asked, stored: Known, said: readonly Said[]): Known {
  const known = new Map<string, readonly Sighting[]>(stored);
  const wanted = new Set(values);
  for (const { origin, tool, decision_id, values: heard } of said) {
    for (const value of heard) {
      if (wanted.has(value)) known.set(value, [...(known.get(value) ?? []), { origin, tool, decision_id }]);
    }
  }
  return known;
}
