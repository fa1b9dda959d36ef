import type { WritError } from "../../domain/errors.ts";
import { ANSWER_HEADERS, deniedBody, headersOf } from "../forwarded/answer.ts";
import { challengeOf } from "../forwarded/challenge.ts";
import type { ForwardedAnswer } from "../forwarded/decide.ts";
import { encodeProblem } from "../native/encode-error.ts";
import type { HttpAnswer } from "../native/protocol.ts";
import { errorStatus } from "../native/status.ts";

/** 200 is a yes and nothing else is: nginx takes any 2xx for one, and 401 and 403 for a no. */
export function encodeAnswer(answer: ForwardedAnswer): HttpAnswer {
  const headers = headersOf(answer);
  if (answer.goes_on) return { status: 200, headers, body: "" };
  const challenge = challengeOf(answer.decision);
  const { type, text } = deniedBody(answer);
  return {
    status: challenge === undefined ? 403 : 401,
    headers: {
      ...headers,
      "content-type": type,
      ...(challenge === undefined ? {} : { "www-authenticate": challenge }),
    },
    body: text,
  };
}

/** No decision, and no yes: the fields of one are there, and empty. */
export function encodeFailed(error: WritError): HttpAnswer {
  const status = failedStatus(error);
  const { retryAfterMs } = error;
  return {
    status,
    headers: {
      ...Object.fromEntries(ANSWER_HEADERS.map((name) => [name, ""])),
      "x-writ-reasons": error.code,
      "content-type": "application/problem+json",
      ...(retryAfterMs === undefined ? {} : { "retry-after": `${Math.ceil(retryAfterMs / 1000)}` }),
    },
    body: JSON.stringify({ ...encodeProblem(error), status }),
  };
}

/**
 * 401 would ask the agent for another credential where it is the gateway's that is wrong, and 5xx is what some gateways can be told to take
 * for a yes: both are for what they mean only.
 */
function failedStatus({ code }: WritError): number {
  const { http } = errorStatus(code);
  return http === 401 ? 403 : http;
}
