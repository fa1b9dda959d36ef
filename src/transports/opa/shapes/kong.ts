import type { JsonValue } from "../../../domain/json.ts";
import { headersOf as answerHeaders, deniedBody, deniedHead } from "../../forwarded/answer.ts";
import type { ForwardedAnswer } from "../../forwarded/decide.ts";
import { encodedPath, headersOf, hostOf, objectAt, questionOf, shownBody, targetOf, textOf } from "./http.ts";
import { judged } from "./shape.ts";

/**
 * Kong's plugin `opa` (developer.konghq.com/plugins/opa, "OPA input format"): `input.request.http`, with `body` and `body_size` where
 * `include_body_in_opa_input` is on. `parsed_body` is not what the upstream server reads.
 */
export const kong = judged((asked) => {
  const at = "/input/request/http";
  const http = objectAt(asked.input, "request", "http");
  const headers = headersOf(http["headers"], `${at}/headers`);
  const text = textOf(http, "body", at);
  return questionOf(asked, {
    method: textOf(http, "method", at),
    scheme: textOf(http, "scheme", at),
    host: hostOf(headers, http, at),
    target: targetOf(encodedPath(textOf(http, "path", at), true), http["querystring"], at),
    headers,
    body: text === "" ? "absent" : shownBody(text, headers, http["body_size"]),
  });
}, result);

/** The same page, "Response": headers go upstream, or to the client with the denial; `message` is its body. */
function result(answer: ForwardedAnswer): JsonValue {
  if (answer.goes_on) return { allow: true, headers: { ...answerHeaders(answer) } };
  const { status, headers } = deniedHead(answer);
  const message = JSON.parse(deniedBody(answer).text) as JsonValue;
  return { allow: false, status, headers: { ...headers }, message };
}
