import type {
  AgentEvent,
  AgentRegistration,
  AgentState,
  AgentStatus,
  KnownAgent,
  RegistrationRecord,
} from "../domain/agent.ts";

/** The registry in this process's memory. */
export interface AgentReader {
  /** Costs no query. @returns undefined for an agent that the database does not know */
  get(tenant: string, id: string): KnownAgent | undefined;
}

/** Of a bundle's entry, what lists are filtered by. */
export interface DeclaredAgent {
  readonly id: string;
  readonly owner: string;
  /** "" where the bundle says none. */
  readonly status: string;
  /** `YYYY-MM-DD` */
  readonly review_at?: string;
}

/** All that is known of one agent. */
export interface AgentRow {
  readonly id: string;
  /** Whether it is in the bundle. */
  readonly declared: boolean;
  /** The strictest of what was ordered and what the bundle says; "" where nobody says anything. */
  readonly status: string;
  readonly record?: RegistrationRecord;
  readonly state?: AgentState;
}

export interface AgentFilter {
  readonly status?: AgentStatus;
  readonly owner?: string;
  /** Those that have no owner, or whose review is due on this day, `YYYY-MM-DD`; without the retired ones. */
  readonly due_by?: string;
}

export interface AgentPage {
  readonly size: number;
  /** The last id of the page before. */
  readonly after?: string;
}

/** Who changes something, and why. */
export interface AgentNote {
  readonly by: string;
  readonly reason: string;
  readonly at_ms: number;
}

/** The agents of a tenant as the database has them. Every method rejects with WritError `unavailable` when it cannot be reached. */
export interface AgentStore {
  /** In the order of ids (bytes of UTF-8), those of the bundle among them. */
  list(
    tenant: string,
    declared: readonly DeclaredAgent[],
    filter: AgentFilter,
    page: AgentPage,
  ): Promise<readonly AgentRow[]>;
  find(tenant: string, declared: DeclaredAgent | undefined, id: string): Promise<AgentRow | undefined>;
  /** Newest first. */
  events(tenant: string, id: string, limit: number): Promise<readonly AgentEvent[]>;
  /** Rejects with `conflict` for an id that is registered or retired, `resource_exhausted` past MAX_AGENTS. */
  register(tenant: string, id: string, registration: AgentRegistration, note: AgentNote): Promise<void>;
  /**
   * @param version that the change was made to; whatever is there when absent
   * Rejects with `not_found`, and with `conflict` for a retired agent or another version.
   */
  update(
    tenant: string,
    id: string,
    registration: AgentRegistration,
    version: number | undefined,
    note: AgentNote,
  ): Promise<void>;
  /**
   * Revokes the agent's grants in the same transaction, unless it becomes active. What is so already stays as it is.
   * Rejects with `conflict` for a retired agent, `resource_exhausted` past MAX_AGENT_STATES.
   */
  order(tenant: string, id: string, status: AgentStatus, note: AgentNote): Promise<{ readonly grants_revoked: number }>;
}
