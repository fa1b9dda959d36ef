import type { WritError } from "../../domain/errors.ts";
import type { HttpAnswer } from "./protocol.ts";

/** @param document what JSON can say */
export function jsonAnswer(
  status: number,
  document: object | string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(document) };
}

/** When it is worth trying again (RFC 9110 section 10.2.3), in whole seconds; nothing where nobody knows. */
export function retryAfter({ retryAfterMs }: WritError): Readonly<Record<string, string>> {
  return retryAfterMs === undefined ? {} : { "retry-after": `${Math.ceil(retryAfterMs / 1000)}` };
}
