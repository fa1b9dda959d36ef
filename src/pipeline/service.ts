import type { Peer } from "../domain/caller.ts";
import type { Decision } from "../domain/decision.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { UnreadyCode } from "../domain/health.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import type { Brought, Outcome, StoredDecision } from "../domain/record.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { DecisionFilter, PageRequest } from "../ports/record-store.ts";
import type { Trail } from "../record/trail/trail.ts";
import type { AgentCommands } from "./agent-commands.ts";
import type { ApprovalCommands } from "./approval-commands.ts";
import type { BundleCommands } from "./bundle-commands.ts";
import type { EventCommands } from "./event-commands.ts";
import type { GrantCommands } from "./grant-commands.ts";
import type { IntentCommands } from "./intent-commands.ts";
import type { KeyCommands } from "./key-commands.ts";
import type { OperatorCommands } from "./operator-commands.ts";
import type { SessionCommands } from "./session-commands.ts";

/** What became of a call, as the gateway says it; whose it is and when it came, the service knows. */
export type OutcomeReport = Omit<Outcome, "tenant" | "at_ms"> & { readonly brought?: Brought };

/** All that a transport may ask. Every method rejects with a WritError and with nothing else. */
export interface Service {
  /**
   * Who asks, and when: the one clock value of the whole decision. Rejects with `unauthenticated`.
   */
  admit(peer: Peer, protocol: string): Promise<Admission>;
  /** Rejects with what `decide` would now, whatever is asked, so that a call that has to come back need not be read. */
  expect(admission: Admission): Promise<void>;
  /** Within the request's `timeout_ms` and the worker's room; past either it rejects. */
  decide(request: DecisionRequest, admission: Admission): Promise<Decision>;
  report(outcome: OutcomeReport, admission: Admission): Promise<"recorded" | "repeated">;
  completeTask(
    task: string,
    admission: Admission,
  ): Promise<{ readonly grants_revoked: number; readonly sessions_closed: number }>;
  /** Rejects with `not_found`. */
  get(id: string, admission: Admission): Promise<StoredDecision>;
  /** All that is known of a decision, from the question to the result. Rejects with `not_found`. */
  trail(id: string, admission: Admission): Promise<Trail>;
  /** A decision that this very caller asked for; rejects with `not_found` for any other. */
  asked(id: string, admission: Admission): Promise<StoredDecision>;
  list(filter: DecisionFilter, page: PageRequest, admission: Admission): Promise<readonly StoredDecision[]>;
  /** What the bundle in use has at a path of its data, undefined where that is nothing. Which paths may be read is for the transport to say. */
  document(path: readonly string[], admission: Admission): JsonValue | undefined;
  /** Which policies are in use, were in use, and are to be. */
  readonly bundles: BundleCommands;
  /** Who is registered, and who was stopped. */
  readonly agents: AgentCommands;
  /** What tasks agents have: issued, derived, agreed to, ended. */
  readonly intents: IntentCommands;
  /** What people are asked, and what they answer. */
  readonly approvals: ApprovalCommands;
  /** What becomes of grants. */
  readonly grants: GrantCommands;
  /** What sessions have done, and stopping them. */
  readonly sessions: SessionCommands;
  /** What is signed with. */
  readonly keys: KeyCommands;
  /** What is told of revocations. */
  readonly events: EventCommands;
  /** RFC 7517 key set. */
  jwks(): JsonObject;
  /** OpenID Connect Discovery 1.0 metadata. */
  discovery(): JsonObject;
  /** Whether decisions can be made and recorded now. */
  ready(): boolean;
  /** Why not. */
  unready(): readonly UnreadyCode[];
  /** What the people ask who run the process. */
  readonly operator: OperatorCommands;
  /** Logs what nobody foresaw, before it becomes an `internal` error. */
  failed(error: unknown, protocol: string): void;
  /** Counts a request that got an error for an answer. */
  refused(code: ErrorCode, protocol: string): void;
  /** Counts the time of a step that is the transport's. */
  took(step: "decode" | "encode", milliseconds: number): void;
}
