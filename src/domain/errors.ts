/** Every way in which Writ refuses a request that it cannot read. A decision is never an error, nor an error a decision. */
export const ERROR_CODES = [
  "invalid_argument",
  "payload_too_large",
  "unsupported_media_type",
  "method_not_allowed",
  "unauthenticated",
  "permission_denied",
  "not_found",
  "conflict",
  "resource_exhausted",
  "deadline_exceeded",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Which field is wrong, and why, in words that never repeat the field's value. */
export interface FieldViolation {
  /** JSON Pointer (RFC 6901) into the request; "" is the whole document. */
  readonly pointer: string;
  readonly description: string;
}

/** As `google.rpc.ErrorInfo` has it. */
export interface ErrorReason {
  readonly code: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ErrorDetails {
  readonly violations?: readonly FieldViolation[];
  /** When it is worth trying again, in milliseconds. */
  readonly retryAfterMs?: number;
  /** More exact than the code, of a closed set of the one operation that gives it, and what belongs to it. */
  readonly reason?: ErrorReason;
  readonly cause?: unknown;
}

/** The one error type that crosses a boundary. Its message is safe to show and to log. */
export class WritError extends Error {
  readonly code: ErrorCode;
  readonly violations: readonly FieldViolation[];
  readonly retryAfterMs: number | undefined;
  readonly reason: ErrorReason | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "WritError";
    this.code = code;
    this.violations = details.violations ?? [];
    this.retryAfterMs = details.retryAfterMs;
    this.reason = details.reason;
  }
}

/** An `invalid_argument` that names one field. */
export function invalidField(pointer: string, description: string): WritError {
  return new WritError("invalid_argument", `${pointer === "" ? "the request" : pointer}: ${description}`, {
    violations: [{ pointer, description }],
  });
}
