import type { ApprovalRecord, ApprovalState } from "../domain/approval.ts";
import type { Admission } from "../domain/request.ts";

export interface ApprovalFilter {
  readonly state?: ApprovalState;
  readonly agent?: string;
  readonly session?: string;
  readonly task?: string;
}

/** One person's answer, and what it answers. */
export interface ApprovalAnswer {
  readonly verdict: "approve" | "deny";
  readonly comment: string;
  /** The digest of what the person was shown; another one is refused. */
  readonly shown_digest: string;
  /** By which way in: api, cli, page. */
  readonly via: string;
  /** The address of the person's machine, as far as that is known. */
  readonly address: string;
}

/** Everything rejects with `permission_denied` where the caller may not, with `not_found`, and with `unavailable` without the store. */
export interface ApprovalCommands {
  /** Newest first. */
  list(filter: ApprovalFilter, size: number, admission: Admission): Promise<readonly ApprovalRecord[]>;
  get(id: string, admission: Admission): Promise<ApprovalRecord>;
  /** Rejects with `conflict` when it does not wait any more, or something else was shown. The same said twice is the same as once. */
  answer(id: string, answer: ApprovalAnswer, admission: Admission): Promise<ApprovalRecord>;
  /** Takes back a question, or a yes that is not used up: grants that rest on it die. */
  withdraw(id: string, reason: string, admission: Admission): Promise<ApprovalRecord>;
  /** Resolves as soon as it is not pending any more, or as it is when the time is over. */
  wait(id: string, timeoutMs: number, admission: Admission): Promise<ApprovalRecord>;
}
