import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type ErrorCode, WritError } from "../../domain/errors.ts";
import type { Service } from "../../pipeline/service.ts";
import { retryAfter } from "../native/answer.ts";
import { encodeProblem } from "../native/encode-error.ts";

export const PROTOCOL = "http";

const PROBLEM_JSON = "application/problem+json";

/** What fastify itself refuses, by its own code. */
const FRAMEWORK_CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ["payload_too_large", "the body is too large"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["unsupported_media_type", "the content type must be application/json"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["invalid_argument", "the body is not as long as its content length says"],
  FST_ERR_BAD_URL: ["invalid_argument", "the path is not a valid URL path"],
};

/** What Node's HTTP parser refuses. */
const PARSER_CODES: Readonly<Record<string, readonly [status: string, code: ErrorCode, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "payload_too_large", "the head is too large"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "deadline_exceeded", "the request did not come in time"],
};

/** Answers with problem details (RFC 9457) whatever went wrong. Nothing of them comes from the request but field names. */
export function errorResponder(service: Service) {
  return (error: unknown, _: FastifyRequest, reply: FastifyReply): void => {
    const refusal = toWritError(error);
    if (refusal.code === "internal") service.failed(error, PROTOCOL);
    service.refused(refusal.code, PROTOCOL);
    const problem = encodeProblem(refusal);
    reply.code(problem.status).headers(retryAfter(refusal)).type(PROBLEM_JSON).send(JSON.stringify(problem));
  };
}

/** Answers bytes that are no HTTP request, or that do not come, on the bare socket. */
export function hangUp(service: Service, error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const malformed = ["400 Bad Request", "invalid_argument", "this is no HTTP request"] as const;
  const [status, code, detail] = PARSER_CODES[error.code ?? ""] ?? malformed;
  service.refused(code, PROTOCOL);
  const body = JSON.stringify({ ...encodeProblem(new WritError(code, detail)), status: Number(status.slice(0, 3)) });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: ${PROBLEM_JSON}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`);
}

export function toWritError(error: unknown): WritError {
  if (error instanceof WritError) return error;
  const [code, message] = FRAMEWORK_CODES[(error as { code?: string } | null)?.code ?? ""] ?? [];
  if (code !== undefined && message !== undefined) return new WritError(code, message);
  const status = (error as { statusCode?: number } | null)?.statusCode ?? 500;
  if (status >= 400 && status < 500) return new WritError("invalid_argument", "the request cannot be read");
  return new WritError("internal", "the request failed for a reason that is in the log");
}
