import type { JsonObject } from "./json.ts";
import type { Tier } from "./vocabulary.ts";

/** `retired` is final: a name that was taken back is nobody else's. */
export const AGENT_STATUSES = ["active", "suspended", "retired"] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

/** What an agent may do without an intent. Fields as those of an intent's allowance. */
export interface AgentEnvelope {
  readonly verbs: readonly string[];
  readonly max_tier?: Tier;
  readonly resources?: readonly string[];
  readonly destinations?: readonly string[];
  readonly max_amount?: string;
  readonly currency?: string;
  readonly max_calls?: number;
}

/** What somebody answers for when an agent is registered. What is absent is no limit, except that an absent envelope permits nothing. */
export interface AgentRegistration {
  /** A person or a team; "" where nobody is. */
  readonly owner: string;
  /** For people. */
  readonly purpose: string;
  readonly labels: JsonObject;
  /** The highest tier of anything that it does, with an intent as well. */
  readonly max_tier?: Tier;
  /** All that it may do, with an intent as well: verbs, or `domain.*`. */
  readonly verbs?: readonly string[];
  /** For which audiences it gets grants. */
  readonly audiences?: readonly string[];
  readonly envelope?: AgentEnvelope;
  /** The day until which somebody has to have looked at it again, `YYYY-MM-DD`, UTC. */
  readonly review_at?: string;
}

/** What the registry that is kept in the database says of one agent. */
export interface KnownAgent {
  /** Absent for an agent that only the bundle declares, or nobody. */
  readonly registration?: AgentRegistration;
  /** What people ordered, whoever registered it; `active` when they ordered nothing. */
  readonly status: AgentStatus;
}

/** What policy sees of a registration of the database. */
export interface PolicyRegistration extends AgentRegistration {
  readonly source: "api";
}

/** An agent for which another one acts, as far as the database knows it. */
export interface ChainMember {
  readonly id: string;
  /** Whether the database has a registration of it; the bundle may have one as well. */
  readonly registered: boolean;
  readonly status: AgentStatus;
  readonly registration?: PolicyRegistration;
}

export const AGENT_ACTIONS = ["registered", "updated", "suspended", "resumed", "retired"] as const;
export type AgentAction = (typeof AGENT_ACTIONS)[number];

/** What somebody did. Never changed. */
export interface AgentEvent {
  readonly tenant: string;
  readonly agent: string;
  readonly action: AgentAction;
  readonly by: string;
  readonly reason: string;
  readonly at_ms: number;
  /** The names of the registration's fields that are other than before. */
  readonly changed: readonly string[];
}

/** What the registration of an agent was, and by whose hand it is what it is. */
export interface RegistrationRecord {
  readonly registration: AgentRegistration;
  /** Counts up with each change, from 1. */
  readonly version: number;
  readonly registered_at_ms: number;
  readonly registered_by: string;
  readonly updated_at_ms: number;
  readonly updated_by: string;
}

/** The last order about an agent. */
export interface AgentState {
  readonly status: AgentStatus;
  readonly by: string;
  readonly reason: string;
  readonly at_ms: number;
}

/** Registrations of one tenant. Each worker holds them all, some 2 KiB each; more agents than this are a script's doing. */
export const MAX_AGENTS = 10_000;

/** Orders about agents that nobody registered here: those of the bundle, and such as were stopped in an emergency. */
export const MAX_AGENT_STATES = 20_000;
