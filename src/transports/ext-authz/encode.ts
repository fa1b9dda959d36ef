import type { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { StatusCode } from "../../gen/envoy/type/v3/http_status_pb.ts";
import { OWN_HEADERS } from "../forwarded/admit.ts";
import { deniedBody, headersOf } from "../forwarded/answer.ts";
import { challengeOf } from "../forwarded/challenge.ts";
import type { ForwardedAnswer } from "../forwarded/decide.ts";
import { retryAfter } from "../native/answer.ts";
import { encodeProblem } from "../native/encode-error.ts";
import { errorStatus } from "../native/status.ts";
import { writeResponse } from "./wire.ts";

// `status` and the response beside it always say the same: Envoy goes by the one, and agentgateway takes code 0 for a yes whatever the other says.

/** google.rpc.Code */
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

/** @param withheld further fields of the client's that the upstream server does not see */
export function encodeAnswer(answer: ForwardedAnswer, withheld: readonly string[]): Buffer {
  const fields = Object.entries(headersOf(answer));
  const said = fields.filter(([, value]) => value !== "");
  const metadata = metadataOf(answer);
  if (!answer.goes_on) return denied(answer, said, metadata);
  // What this answer does not say, the client has not said either.
  const unsaid = fields.filter(([, value]) => value === "").map(([name]) => name);
  return writeResponse({ ok: { headers: said, remove: [...OWN_HEADERS, ...unsaid, ...withheld] }, metadata });
}

function denied(answer: ForwardedAnswer, said: readonly [string, string][], metadata: JsonObject): Buffer {
  const { type, text: body } = deniedBody(answer);
  const challenge = challengeOf(answer.decision);
  const message = answer.decision.reasons.map(({ code }) => code).join(",");
  const headers: [string, string][] = [...said, ["content-type", type]];
  if (challenge !== undefined) headers.push(["www-authenticate", challenge]);
  const [code, http] =
    challenge === undefined ? [PERMISSION_DENIED, StatusCode.Forbidden] : [UNAUTHENTICATED, StatusCode.Unauthorized];
  return writeResponse({ denied: { code, message, http, headers, body }, metadata });
}

/**
 * A failure is a no like any other. A gRPC status would say more to Envoy's statistics, but gateways can be told to take that, and the like
 * of it, for a yes (failure_mode_allow); nothing makes them take this for one.
 */
export function encodeFailed(error: WritError): Buffer {
  const { grpc: code } = errorStatus(error.code);
  const http = httpStatus(error);
  const headers = Object.entries({ "content-type": "application/problem+json", ...retryAfter(error) });
  const body = JSON.stringify({ ...encodeProblem(error), status: http });
  return writeResponse({
    denied: { code, message: error.code, http, headers, body },
    metadata: { error: error.code },
  });
}

/** What the client of the gateway is told: that the gateway itself is not known here is nothing that the client's credentials could mend. */
function httpStatus({ code }: WritError): StatusCode {
  switch (code) {
    case "invalid_argument":
      return StatusCode.BadRequest;
    case "payload_too_large":
      return StatusCode.PayloadTooLarge;
    case "resource_exhausted":
      return StatusCode.TooManyRequests;
    case "deadline_exceeded":
      return StatusCode.GatewayTimeout;
    case "unavailable":
      return StatusCode.ServiceUnavailable;
    case "internal":
      return StatusCode.InternalServerError;
    default:
      return StatusCode.Forbidden;
  }
}

/** For access logs and for filters after this one. */
function metadataOf({ decision }: ForwardedAnswer): JsonObject {
  const { decision_id, effect, reasons, obligations, approval } = decision;
  return {
    decision_id,
    effect,
    reasons: reasons.map(({ code }) => code),
    ...(obligations.length === 0 ? {} : { obligations: obligations as readonly object[] as JsonObject[] }),
    ...(approval === undefined ? {} : { approval: { ...approval } }),
  };
}
