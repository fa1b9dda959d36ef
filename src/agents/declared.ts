import type { AgentEnvelope, AgentRegistration } from "../domain/agent.ts";
import { isDay } from "../domain/day.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import { TIERS, type Tier } from "../domain/vocabulary.ts";

/** An agent as a bundle declares it. */
export interface DeclaredEntry {
  readonly id: string;
  /** "" where the bundle says none. */
  readonly status: string;
  readonly registration: AgentRegistration;
}

/** An entry of `data.agents`. One that is no map of fields registers nobody, as in policy. */
export function declaredAgent(agents: JsonValue | undefined, id: string): DeclaredEntry | undefined {
  if (!isJsonObject(agents) || !Object.hasOwn(agents, id)) return undefined;
  const entry = agents[id];
  if (!isJsonObject(entry)) return undefined;
  return { id, status: textOf(entry["status"]) ?? "", registration: registrationOf(entry) };
}

export function declaredAgents(agents: JsonValue | undefined): readonly DeclaredEntry[] {
  if (!isJsonObject(agents)) return [];
  return Object.keys(agents).flatMap((id) => declaredAgent(agents, id) ?? []);
}

/** What of an entry is of its form. The rest is for policies of one's own, or a slip that `writ policy check` tells of. */
function registrationOf(entry: JsonObject): AgentRegistration {
  const { owner, purpose, labels, max_tier, verbs, audiences, envelope, review_at } = entry;
  return {
    owner: textOf(owner) ?? "",
    purpose: textOf(purpose) ?? "",
    labels: isJsonObject(labels) ? labels : {},
    ...present({ max_tier: tierOf(max_tier), verbs: textsOf(verbs), audiences: textsOf(audiences) }),
    ...present({ envelope: isJsonObject(envelope) ? envelopeOf(envelope) : undefined }),
    ...present({ review_at: typeof review_at === "string" && isDay(review_at) ? review_at : undefined }),
  };
}

function envelopeOf(envelope: JsonObject): AgentEnvelope {
  const { verbs, max_tier, resources, destinations, max_amount, currency, max_calls } = envelope;
  return {
    verbs: textsOf(verbs) ?? [],
    ...present({ max_tier: tierOf(max_tier), resources: textsOf(resources), destinations: textsOf(destinations) }),
    ...present({ max_amount: typeof max_amount === "number" ? String(max_amount) : textOf(max_amount) }),
    ...present({ currency: textOf(currency), max_calls: typeof max_calls === "number" ? max_calls : undefined }),
  };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function textsOf(value: JsonValue | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? (value as string[]) : undefined;
}

function tierOf(value: JsonValue | undefined): Tier | undefined {
  return TIERS.find((tier) => tier === value);
}

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
