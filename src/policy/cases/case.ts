import type { AgentRegistration, AgentStatus } from "../../domain/agent.ts";
import type { GivenApproval } from "../../domain/approval.ts";
import type { Effect } from "../../domain/decision.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { Provenance } from "../../domain/provenance.ts";
import type { CallFormat, Observation } from "../../domain/request.ts";
import type { LabelSources, Session, UsageFacts } from "../../domain/session.ts";

/** What a case wants of the decision; what is absent is not looked at. */
export interface Expectation {
  readonly effect: Effect;
  /** Codes that must be among the reasons, and codes that must not. */
  readonly reasons?: readonly string[];
  readonly not_reasons?: readonly string[];
  /** Types, or objects of which every field must match an obligation. */
  readonly obligations?: readonly (string | JsonObject)[];
  /** Every field must match; `none` where there must be none. */
  readonly grant?: JsonObject | "none";
  readonly approval?: JsonObject | "none";
  /** Labels that the session must get. */
  readonly labels?: readonly string[];
  /** Fields of the canonical action. */
  readonly action?: JsonObject;
}

/** One case, with the file's defaults merged in. */
export interface Case {
  readonly name: string;
  readonly call?: { readonly format: CallFormat; readonly server?: string; readonly payload: JsonValue } & JsonObject;
  readonly action?: JsonObject;
  /** `verified`: proven by a token, or by nobody; when absent, vouched for by the caller as in development. */
  readonly agent?: {
    readonly id?: string;
    readonly verified?: boolean;
    readonly method?: string;
    readonly labels?: JsonObject;
    readonly delegation?: readonly string[];
  };
  /** By id, what is registered by the API: of the agent, and of those for which it acts. */
  readonly agents?: Readonly<Record<string, Partial<AgentRegistration> & { readonly status?: AgentStatus }>>;
  /** The plain claims; `verified` and `method` as of the agent. */
  readonly intent?: JsonObject;
  /** As policy sees it. What it began with and is another in the case, `context.changed` names. */
  readonly session?: Partial<Omit<Session, "spent">> & { readonly spent?: Readonly<Record<string, string | number>> };
  /** Of the intent's task, what its other sessions are labelled with. */
  readonly task?: { readonly labels?: readonly string[]; readonly sources?: LabelSources };
  /** What the agent's and the task's calls have come to. */
  readonly usage?: UsageFacts;
  /** What the session has heard, who said it, as gateways send it. */
  readonly observed?: readonly Observation[];
  /** Laid over what follows from that. */
  readonly provenance?: Partial<Provenance>;
  /** Of people who have said yes, where policy asks for that. */
  readonly approval?: Partial<GivenApproval> & Pick<GivenApproval, "approvers">;
  readonly environment?: string;
  readonly tenant?: string;
  readonly caller?: { readonly id?: string; readonly protocol?: string };
  readonly now?: string;
  readonly context?: JsonObject;
  /** Laid over `data.settings` for this case. */
  readonly settings?: JsonObject;
  readonly expect: Expectation;
}

/** A case and where its parts stand. */
export interface PlacedCase {
  readonly case: Case;
  /** As the author opens it. */
  readonly file: string;
  /** Where the value at these keys of the case is written: in the case itself, or in the defaults. */
  place(keys: readonly string[]): { readonly line: number; readonly column: number };
}
