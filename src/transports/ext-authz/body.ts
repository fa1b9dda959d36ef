import { invalidField } from "../../domain/errors.ts";
import type { AttributeContext_HttpRequest } from "../../gen/envoy/service/auth/v3/attribute_context_pb.ts";
import { isPartial } from "../forwarded/body.ts";
import type { ForwardedRequest } from "../forwarded/request.ts";
import type { HeaderValues } from "../native/protocol.ts";

const utf8 = new TextEncoder();

/**
 * The body of the request that is held back, as far as the gateway shows it. A gateway that shows no bodies and one that shows an empty
 * one send the same: only a Content-Length of 0, which the gateway itself has read the request by, tells them apart.
 * @throws WritError invalid_argument for two bodies
 */
export function bodyOf(http: AttributeContext_HttpRequest, headers: HeaderValues): ForwardedRequest["body"] {
  const { rawBody, body: text, size } = http;
  if (rawBody.length > 0 && text !== "") {
    throw invalidField("/attributes/request/http/raw_body", "must not stand beside body");
  }
  if (isPartial(headers)) return "truncated";
  const bytes = text === "" ? rawBody : utf8.encode(text);
  const lengths = headers.get("content-length") ?? [];
  if (bytes.length === 0) return lengths.length > 0 && lengths.every((value) => value === "0") ? bytes : "absent";
  // agentgateway marks a part by -1 and by nothing else; proto3 cannot tell 0 from absent.
  const whole = [...(size === 0n ? [] : [`${size}`]), ...lengths].every((length) => length === `${bytes.length}`);
  return whole ? bytes : "truncated";
}
