import type { FieldViolation, WritError } from "../../domain/errors.ts";
import type { BatchFailure } from "./batch.ts";
import { errorStatus } from "./status.ts";

/** RFC 9457 problem details. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly retry_after_ms?: number;
  /** More exact than `code`, for the operations that have a closed set of such reasons. */
  readonly reason?: string;
  readonly instance?: string;
}

/** The answer to one broken item of a batch or stream. It has no `effect`: nobody can take it for a decision. */
export interface FailureAnswer {
  readonly request_id: string;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly violations: readonly FieldViolation[];
    readonly retry_after_ms?: number;
  };
}

/** @param instance the path or id of what the problem occurred with, where that says more than the request does */
export function encodeProblem(error: WritError, instance?: string): Problem {
  const { http, title } = errorStatus(error.code);
  return {
    type: `urn:writ:problem:${error.code}`,
    title,
    status: http,
    detail: error.message,
    code: error.code,
    ...(error.violations.length === 0
      ? {}
      : { errors: error.violations.map(({ pointer, description }) => ({ pointer, detail: description })) }),
    ...(error.retryAfterMs === undefined ? {} : { retry_after_ms: error.retryAfterMs }),
    ...(error.reason === undefined ? {} : { reason: error.reason.code, ...error.reason.metadata }),
    ...(instance === undefined ? {} : { instance }),
  };
}

export function encodeFailure({ request_id, error }: BatchFailure): FailureAnswer {
  const { code, message, violations, retryAfterMs } = error;
  return {
    request_id,
    error: { code, message, violations, ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }) },
  };
}
