import type { Recorded } from "../domain/decision.ts";
import type { DecisionRow, Outcome, RecordEntry, StoredDecision } from "../domain/record.ts";
import type { LabelSources } from "../domain/session.ts";
import type { VersionedSession } from "../domain/session-state.ts";
import type { VersionedUsage } from "../domain/usage.ts";

/** `conflict`: another replica changed the session first; nothing of this entry was written. */
export type AppendResult =
  | { readonly status: "recorded"; readonly recorded: Recorded }
  | { readonly status: "conflict" };

/** Where decisions become durable. `append` rejects with a WritError `unavailable` when no store takes the entry. */
export interface RecordSink {
  append(entry: RecordEntry): Promise<AppendResult>;
  /** Writes what is queued, then stops. */
  close(): Promise<void>;
}

/** `reason` of the WritError `unavailable` for an entry that the store will refuse each time, whatever the others are. */
export const ROW_REFUSED = "row_refused";

/** What is on record already. */
export interface RecordLookup {
  /** @returns the ids of those that are. Rejects with WritError `unavailable`. */
  recorded(rows: readonly Pick<DecisionRow, "tenant" | "at_ms" | "id">[]): Promise<ReadonlySet<string>>;
}

export interface DecisionFilter {
  readonly agent?: string;
  readonly session?: string;
  readonly task?: string;
  readonly effect?: string;
  readonly verb?: string;
  readonly tool?: string;
  readonly reason?: string;
  readonly request_id?: string;
  /** Milliseconds since 1970; from inclusive, to exclusive. */
  readonly from_ms?: number;
  readonly to_ms?: number;
}

export interface PageRequest {
  readonly size: number;
  /** The last row of the page before, undefined for the first page. */
  readonly after?: { readonly at_ms: number; readonly id: string };
}

export interface DecisionReader {
  get(tenant: string, id: string): Promise<StoredDecision | undefined>;
  /** Newest first. */
  list(tenant: string, filter: DecisionFilter, page: PageRequest): Promise<readonly StoredDecision[]>;
}

/** What a task's sessions have been labelled with; sorted. */
export interface TaskLabels {
  readonly labels: readonly string[];
  readonly sources: LabelSources;
}

export interface SessionReader {
  /** The stored session, or undefined when there is none yet. */
  load(tenant: string, id: string): Promise<VersionedSession | undefined>;
  /** Of all the task's sessions but this one. */
  labels(tenant: string, task: string, except: string): Promise<TaskLabels>;
}

export interface UsageReader {
  /** What the calls of one task or agent have come to, or undefined when nothing was counted yet. */
  load(tenant: string, id: string): Promise<VersionedUsage | undefined>;
}

export interface OutcomeWriter {
  /** `repeated`: the same outcome was there already. Rejects with `not_found` or `conflict` (another outcome is there). */
  report(outcome: Outcome): Promise<"recorded" | "repeated">;
}

export interface TaskWriter {
  /** Revokes the task's grants, closes its sessions; completing twice is the same as once. */
  complete(
    tenant: string,
    task: string,
    now_ms: number,
  ): Promise<{ readonly grants_revoked: number; readonly sessions_closed: number }>;
}

export interface TaskReader {
  /** From memory, kept current by the store's notifications: costs no query. */
  isCompleted(tenant: string, task: string): boolean;
}
