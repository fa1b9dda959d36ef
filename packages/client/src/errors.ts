import type { Approval, Decision, OutcomeStatus, Reason } from "./types.ts";

/** Why there is no decision. */
export type UnavailableCode =
  /** No connection, or it broke. */
  | "unreachable"
  | "timeout"
  /** The caller's own signal. */
  | "aborted"
  /** An answer with another status than 200: `status` and `problem` say which. */
  | "refused"
  /** No decision, or not the one that was asked for. */
  | "malformed"
  | "too_large"
  /** The request is no JSON, or its arguments cannot be copied exactly. Nothing was sent. */
  | "request_invalid";

/** Every error of this package: whatever it is, the call did not run. */
export abstract class WritError extends Error {}

/** A policy said no, or an obligation cannot be fulfilled. Holds no grant: its text may reach the model. */
export class WritBlocked extends WritError {
  override readonly name = "WritBlocked";
  readonly decision_id: string;
  readonly reasons: readonly Reason[];
  /** How a person can lift the block. */
  readonly approval: Approval | undefined;

  constructor(decision: Pick<Decision, "decision_id" | "reasons" | "approval">, reasons = decision.reasons) {
    super(
      `blocked: ${reasons.map(({ code, message }) => (message === "" ? code : `${code} (${message})`)).join(", ")}`,
    );
    this.decision_id = decision.decision_id;
    this.reasons = reasons;
    this.approval = decision.approval;
  }
}

/** There is no decision, so the call must not run. Holds nothing of the request and no credential. */
export class WritUnavailable extends WritError {
  override readonly name = "WritUnavailable";
  readonly code: UnavailableCode;
  /** The HTTP status of an answer that was refused. */
  readonly status: number | undefined;
  /** Writ's own error code in that answer, e.g. `resource_exhausted`. */
  readonly problem: string | undefined;
  /** JSON Pointers of the request's fields that Writ found wrong. */
  readonly fields: readonly string[];

  constructor(
    code: UnavailableCode,
    message: string,
    more: { readonly status?: number; readonly problem?: string | undefined; readonly fields?: readonly string[] } = {},
  ) {
    super(`no decision: ${message}`);
    this.code = code;
    this.status = more.status;
    this.problem = more.problem;
    this.fields = more.fields ?? [];
  }
}

/** Thrown by a `run` of this package's own that saw no result: the outcome is neither a success nor a failure. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  readonly status: OutcomeStatus;

  constructor(status: OutcomeStatus) {
    super(`the call was left unanswered: ${status}`);
    this.status = status;
  }
}
