import { invalidField } from "../../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../../domain/json.ts";
import { headersOf as answerHeaders, deniedBody, deniedHead } from "../../forwarded/answer.ts";
import { isPartial } from "../../forwarded/body.ts";
import type { ForwardedAnswer } from "../../forwarded/decide.ts";
import type { ForwardedRequest } from "../../forwarded/request.ts";
import { SERVER_EXTENSION } from "../../forwarded/upstream.ts";
import { headersOf, objectAt, questionOf, shownBody, textOf } from "./http.ts";
import { judged } from "./shape.ts";

/**
 * opa-envoy-plugin's input (open-policy-agent/opa-envoy-plugin, envoyauth/request.go): a CheckRequest as proto JSON, with `parsed_body` and
 * `truncated_body` beside it. The parsed body is not what the upstream server reads: only the body itself counts.
 */
export const envoy = judged((asked) => {
  const at = "/input/attributes/request/http";
  const http = objectAt(asked.input, "attributes", "request", "http");
  const input = objectAt(asked.input);
  const source = objectAt(asked.input, "attributes")["source"];
  const headers = headersOf(http["headers"], `${at}/headers`);
  return questionOf(asked, {
    method: textOf(http, "method", at),
    scheme: textOf(http, "scheme", at),
    host: textOf(http, "host", at),
    target: textOf(http, "path", at),
    headers,
    body: input["truncated_body"] === true ? "truncated" : bodyOf(http, headers, at),
    certificate: certificateOf(source),
    server: serverOf(asked.input),
  });
}, result);

function bodyOf(http: JsonObject, headers: ForwardedRequest["headers"], at: string): ForwardedRequest["body"] {
  // The plugin itself looks at it for some types of bodies only.
  if (isPartial(headers)) return "truncated";
  const raw = textOf(http, "rawBody", at);
  if (raw !== "") {
    const bytes = Buffer.from(raw, "base64");
    // Buffer skips what is no base64: of such text nobody knows what it stands for.
    if (bytes.toString("base64") !== raw) throw invalidField(`${at}/rawBody`, "must be base64");
    return shownBody(bytes, headers, undefined);
  }
  const text = textOf(http, "body", at);
  return text === "" ? "absent" : shownBody(text, headers, undefined);
}

/** URL-encoded PEM (Envoy, `include_peer_certificate`). */
function certificateOf(source: JsonValue | undefined): string {
  const certificate = (source as JsonObject | undefined)?.["certificate"];
  return typeof certificate === "string" ? certificate : "";
}

/** Of the route's settings, which nobody but Envoy's configuration writes. */
function serverOf(input: JsonValue): string {
  const extensions = objectAt(input, "attributes")["contextExtensions"];
  const server = (extensions as JsonObject | undefined)?.[SERVER_EXTENSION];
  return typeof server === "string" ? server : "";
}

/** opa-envoy-plugin, "Example Policy with Object Response": headers go to the upstream server, or with the denial to the client. */
function result(answer: ForwardedAnswer): JsonValue {
  if (answer.goes_on) return { allowed: true, headers: { ...answerHeaders(answer) } };
  const { status, headers } = deniedHead(answer);
  const { type, text } = deniedBody(answer);
  return { allowed: false, headers: { ...headers, "content-type": type }, body: text, http_status: status };
}
