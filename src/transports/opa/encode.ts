import { gzipSync } from "node:zlib";
import type { PolicyRef } from "../../domain/decision.ts";
import type { ErrorCode, WritError } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { retryAfter } from "../native/answer.ts";
import type { HttpAnswer } from "../native/protocol.ts";
import { errorStatus } from "../native/status.ts";
import type { AnswerOptions } from "./decode.ts";

/** `server.encoding.gzip.min_length` of OPA, by default: below it compressing gains nothing. */
const MIN_GZIP_BYTES = 1_024;

/** What a path has answered; without a result it is undefined. */
export interface Answered {
  readonly result?: JsonValue;
  readonly decision_id?: string;
  /** By what was decided, of the decisions. */
  readonly policy?: PolicyRef;
}

/** How long it took, and whether the request had an input. */
export interface AnswerNotes {
  readonly elapsed_ns: number;
  readonly no_input: boolean;
}

/** OPA, server/types: what is said to a client that forgot to wrap its input. */
const NO_INPUT = { code: "api_usage_warning", message: "'input' key missing from the request" };

/** The body of `/v1/data`. */
export function dataBody({ result, decision_id, policy }: Answered, options: AnswerOptions, notes: AnswerNotes) {
  return {
    ...(notes.no_input ? { warning: NO_INPUT } : {}),
    ...(decision_id === undefined ? {} : { decision_id }),
    ...(options.provenance ? { provenance: provenanceOf(policy) } : {}),
    ...(options.metrics ? { metrics: { timer_server_handler_ns: notes.elapsed_ns } } : {}),
    ...(result === undefined ? {} : { result }),
  } satisfies JsonObject;
}

/** The bundle that decided. Which build answers is not told: an OPA's version would be none. */
function provenanceOf(policy: PolicyRef | undefined): JsonObject {
  const bundles: JsonObject = policy === undefined ? {} : { [policy.bundle]: { revision: policy.revision } };
  return { version: "", build_commit: "", build_timestamp: "", build_hostname: "", bundles };
}

/** @param accept the values of the request's Accept-Encoding */
export function json(
  status: number,
  value: JsonValue,
  { pretty = false, accept = [] }: { readonly pretty?: boolean; readonly accept?: readonly string[] } = {},
): HttpAnswer {
  const body = pretty ? JSON.stringify(value, null, 2) : JSON.stringify(value);
  const headers = { "content-type": "application/json", vary: "Accept-Encoding" };
  if (!takesGzip(accept) || body.length < MIN_GZIP_BYTES) return { status, headers, body };
  return { status, headers: { ...headers, "content-encoding": "gzip" }, body: "", bytes: gzipSync(body) };
}

/** RFC 9110 section 12.5.3, as far as OPA reads it. */
function takesGzip(accept: readonly string[]): boolean {
  return accept.some((value) => /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(value));
}

/** OPA's codes (server/types), as near as they come. */
const CODES: Readonly<Record<ErrorCode, string>> = {
  invalid_argument: "invalid_parameter",
  payload_too_large: "invalid_parameter",
  unsupported_media_type: "invalid_parameter",
  method_not_allowed: "invalid_operation",
  unauthenticated: "unauthorized",
  permission_denied: "unauthorized",
  not_found: "resource_not_found",
  conflict: "resource_conflict",
  resource_exhausted: "internal_error",
  deadline_exceeded: "internal_error",
  unavailable: "internal_error",
  internal: "internal_error",
};

/** `{code, message, errors?}`: never a `result`, which some clients look for whatever the status says. */
export function errorBody(error: WritError): JsonObject {
  const code = CODES[error.code];
  const errors = error.violations.map(({ pointer, description }) => ({
    code,
    message: pointer === "" ? description : `${pointer}: ${description}`,
  }));
  return { code, message: error.message, ...(errors.length === 0 ? {} : { errors }) };
}

export function encodeFailed(error: WritError): HttpAnswer {
  const { headers, ...answer } = json(errorStatus(error.code).http, errorBody(error));
  return { ...answer, headers: { ...headers, ...retryAfter(error) } };
}

/** What `/v0` and `/` say of a document that is undefined. */
export function undefinedDocument(path: readonly string[]): HttpAnswer {
  return json(404, { code: "undefined_document", message: `document undefined: data.${path.join(".")}` });
}
