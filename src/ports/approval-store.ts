import type { ApprovalRecord, ApprovalState, ApprovalVote } from "../domain/approval.ts";

export interface ApprovalFilter {
  readonly state?: ApprovalState;
  readonly agent?: string;
  readonly session?: string;
  readonly task?: string;
  /** Only those that were asked before this one. */
  readonly after?: string;
}

/** What there is of one question, and how busy its agent keeps people. */
export interface ApprovalMatches {
  /** That wait or may be used, newest first. */
  readonly records: readonly ApprovalRecord[];
  /** Questions of the agent that wait, counted up to MAX_PENDING_OF_AGENT. */
  readonly pending: number;
}

/** More questions at once of one agent are an agent that asks until somebody says yes without reading. */
export const MAX_PENDING_OF_AGENT = 100;

export interface ApprovalReader {
  /** Rejects with `unavailable`. */
  matching(tenant: string, agent: string, scopeDigest: string, nowMs: number): Promise<ApprovalMatches>;
}

/** Approvals as kept; what a clock ended is `expired` in whatever is read here. Everything rejects with `unavailable` without the store. */
export interface ApprovalStore extends ApprovalReader {
  find(tenant: string, id: string, nowMs: number): Promise<ApprovalRecord | undefined>;
  /** Newest first. */
  list(tenant: string, filter: ApprovalFilter, size: number, nowMs: number): Promise<readonly ApprovalRecord[]>;
  /**
   * Adds a vote to a question that nobody else can change meanwhile.
   * @param judge the vote on the question as it is then, undefined where there is nothing to add; what it throws is rejected with
   * @returns undefined where there is none
   */
  vote(
    tenant: string,
    id: string,
    judge: (record: ApprovalRecord) => ApprovalVote | undefined,
    nowMs: number,
  ): Promise<ApprovalRecord | undefined>;
  /**
   * Takes back a question that waits or a yes that may be used, with the grants that rest on it; leaves any other as it is.
   * @returns undefined where there is none
   */
  withdraw(tenant: string, id: string, by: string, reason: string, nowMs: number): Promise<ApprovalRecord | undefined>;
}

/** Hears of changes, whichever replica made them. */
export interface ApprovalNews {
  /** Resolves when something happened to it, when the time is over, or at the signal. Rejects with `resource_exhausted`. */
  changed(tenant: string, id: string, timeoutMs: number, signal: AbortSignal): Promise<void>;
}
