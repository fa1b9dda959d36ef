import type { JsonValue } from "../../../domain/json.ts";
import { headersOf as answerHeaders, deniedBody, deniedHead } from "../../forwarded/answer.ts";
import type { ForwardedAnswer } from "../../forwarded/decide.ts";
import { encodedPath, headersOf, hostOf, isShown, objectAt, questionOf, targetOf, textOf } from "./http.ts";
import { judged } from "./shape.ts";

/**
 * APISIX's plugin `opa` (apache/apisix, apisix/plugins/opa/helper.lua): `{type, request, var, …}`. It shows no body, and the path as nginx
 * has normalized it. A body that some later version shows is not read: how it is encoded is not settled there.
 */
export const apisix = judged((asked) => {
  const at = "/input/request";
  const request = objectAt(asked.input, "request");
  const headers = headersOf(request["headers"], `${at}/headers`);
  return questionOf(asked, {
    method: textOf(request, "method", at),
    scheme: textOf(request, "scheme", at),
    host: hostOf(headers, request, at),
    target: targetOf(encodedPath(textOf(request, "path", at), false), request["query"], at),
    headers,
    body: isShown(request["body"]) ? "truncated" : "absent",
  });
}, result);

/** apisix/plugins/opa.lua: `reason` is the body of a denial, text or a table; headers go to the client then, else upstream by name. */
function result(answer: ForwardedAnswer): JsonValue {
  if (answer.goes_on) return { allow: true, headers: { ...answerHeaders(answer) } };
  const { status, headers } = deniedHead(answer);
  const { type, text } = deniedBody(answer);
  return { allow: false, headers: { ...headers, "content-type": type }, status_code: status, reason: text };
}
