import type { WritError } from "../../domain/errors.ts";
import { ANSWER_HEADERS, deniedBody, deniedHead, headersOf } from "../forwarded/answer.ts";
import type { ForwardedAnswer } from "../forwarded/decide.ts";
import { retryAfter } from "../native/answer.ts";
import { encodeProblem } from "../native/encode-error.ts";
import type { HttpAnswer } from "../native/protocol.ts";
import { errorStatus } from "../native/status.ts";

/** 200 is a yes and nothing else is: nginx takes any 2xx for one, and 401 and 403 for a no. */
export function encodeAnswer(answer: ForwardedAnswer): HttpAnswer {
  if (answer.goes_on) return { status: 200, headers: headersOf(answer), body: "" };
  const { status, headers } = deniedHead(answer);
  const { type, text } = deniedBody(answer);
  return { status, headers: { ...headers, "content-type": type }, body: text };
}

/** No decision, and no yes: the fields of one are there, and empty. */
export function encodeFailed(error: WritError): HttpAnswer {
  const status = failedStatus(error);
  return {
    status,
    headers: {
      ...Object.fromEntries(ANSWER_HEADERS.map((name) => [name, ""])),
      "x-writ-reasons": error.code,
      "content-type": "application/problem+json",
      ...retryAfter(error),
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
