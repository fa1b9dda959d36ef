import type { WritError } from "../../domain/errors.ts";
import { retryAfter } from "../../transports/native/answer.ts";
import type { HttpAnswer } from "../../transports/native/protocol.ts";
import { errorStatus } from "../../transports/native/status.ts";
import { html } from "../html.ts";
import { page } from "../layout.ts";
import type { Place } from "../place.ts";

/** Errors are pages: their messages are safe to show. */
export function errorPage(place: Place, error: WritError): HttpAnswer {
  const { http, title } = errorStatus(error.code);
  const answer = page(place, {
    title,
    status: http,
    body: html`<h1>${title}</h1>
<p role="alert">${error.message}</p>
<p><a class="button" href="${place.at("/approvals")}">To what waits for an answer</a></p>`,
  });
  return { ...answer, headers: { ...answer.headers, ...retryAfter(error) } };
}
