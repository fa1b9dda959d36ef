import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import {
  type AuthorizationErrorSchema,
  AuthorizationError_Code as Code,
  McpRequestResultSchema,
  McpResponseResultSchema,
} from "../../gen/agentgateway/dev/ext_mcp/ext_mcp_pb.ts";
import { OWN_HEADERS } from "../forwarded/admit.ts";
import { denialOf, headersOf } from "../forwarded/answer.ts";
import type { ForwardedAnswer } from "../forwarded/decide.ts";
import { writeMessage } from "../native/messages.ts";

/** Under this name the gateway finds in `mcpGuardrails` what was decided of the request, and gives it back with the answer. */
export const METADATA_KEY = "writ";

type Refusal = MessageInitShape<typeof AuthorizationErrorSchema>;

/** @param params what replaces the request's; undefined: they go on as they are */
export function encodeGoesOn(answer: ForwardedAnswer, params: JsonObject | undefined): Buffer {
  const set = Object.entries(headersOf(answer)).map(([key, value]) => ({ key, value: Buffer.from(value, "latin1") }));
  return writeMessage(
    McpRequestResultSchema,
    create(McpRequestResultSchema, {
      result: params === undefined ? { case: "pass", value: {} } : { case: "mutated", value: jsonBytes(params) },
      headerMutation: { set, remove: [...OWN_HEADERS] },
      metadata: { [METADATA_KEY]: said(answer) },
    }),
  );
}

/** @param result what replaces the answer's; undefined: it goes on as it is */
export function encodeResult(result: JsonObject | undefined): Buffer {
  const message = create(McpResponseResultSchema, {
    result: result === undefined ? { case: "pass", value: {} } : { case: "mutated", value: jsonBytes(result) },
  });
  return writeMessage(McpResponseResultSchema, message);
}

/** What the client of a blocked request is told: `reason` becomes the message of the JSON-RPC error, the rest its data. */
export function denied({ decision }: ForwardedAnswer): Refusal {
  const { message, data } = denialOf(decision);
  return { code: Code.PERMISSION_DENIED, reason: `blocked: ${message}`, mcpError: jsonBytes(data) };
}

/**
 * An error of Writ as a refusal, which agentgateway takes for a no even with `failureMode: failOpen`; a gRPC status it would let pass then.
 */
export function failure({ code, message }: WritError): Refusal {
  return { code: failureCode(code), reason: `Writ: ${message}` };
}

function failureCode(code: WritError["code"]): Code {
  if (code === "invalid_argument" || code === "payload_too_large") return Code.INVALID;
  return code === "resource_exhausted" ? Code.RESOURCE_EXHAUSTED : Code.UNKNOWN;
}

export function encodeRefusal(method: "checkRequest" | "checkResponse", refusal: Refusal): Buffer {
  const result = { case: "error" as const, value: refusal };
  return method === "checkRequest"
    ? writeMessage(McpRequestResultSchema, create(McpRequestResultSchema, { result }))
    : writeMessage(McpResponseResultSchema, create(McpResponseResultSchema, { result }));
}

function said({ decision, decisions }: ForwardedAnswer): JsonObject {
  return {
    decision_ids: decisions.map(({ decision_id }) => decision_id),
    effect: decision.effect,
    reasons: decision.reasons.map(({ code }) => code),
    obligations: decisions.flatMap(({ obligations }) => obligations.map(({ type }) => type)),
  };
}

function jsonBytes(value: JsonObject): Buffer {
  return Buffer.from(JSON.stringify(value));
}
