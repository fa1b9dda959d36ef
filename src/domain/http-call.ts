// The payload of a call of format "http": an HTTP request that a gateway holds back.
//
// {"method": "POST", "scheme": "https", "host": "api.example.com", "target": "/v1/orders?dry=1", "base": "",
//  "headers": {"content-type": "application/json"}, "body": "{\"amount\":1}"}
//
// - `scheme` and `host` may be "" where the gateway does not know them; `base` is the path below which the server's own
//   paths begin, where the gateway puts one in front.
// - `body` is its text, or `body_base64` its bytes. Without either, `body_state` is "none" (there is none), "unseen" (the
//   gateway does not show it, the default), "withheld" (the same, and there is one) or "truncated".

export const HTTP_CALL_FIELDS: ReadonlySet<string> = new Set([
  "method",
  "scheme",
  "host",
  "target",
  "base",
  "headers",
  "body",
  "body_base64",
  "body_state",
]);

/** The heads that say what a request does. Credentials are none of them: what is not listed is never kept. */
export const HTTP_CALL_HEADERS: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-type",
  "upgrade",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-url",
  "x-rewrite-url",
]);

/** Heads by which servers are told another method or target than the request line says. */
const METHOD_OVERRIDES = ["x-http-method", "x-http-method-override", "x-method-override"];
const TARGET_OVERRIDES = ["x-original-url", "x-rewrite-url"];

/** @param head a field's value, "" without one */
export function overridesOf(method: string, target: string, head: (name: string) => string): readonly string[] {
  const methods = METHOD_OVERRIDES.map(head).filter((value) => value !== "");
  const urls = TARGET_OVERRIDES.map(head).filter((value) => value !== "");
  return [
    ...(methods.some((value) => value.toUpperCase() !== method) ? ["method_override"] : []),
    ...(urls.some((value) => value.replace(/^https?:\/\/[^/?#]*/i, "") !== target) ? ["target_override"] : []),
  ];
}

/** Letters that percent-encoding changes nothing about (RFC 3986 section 2.3). */
const UNRESERVED = /%(?:2d|2e|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi;

/** With what is encoded without need decoded (RFC 3986 section 6.2.2.2). */
export function plainly(path: string): string {
  return path.replace(UNRESERVED, (code) => decodeURIComponent(code));
}
