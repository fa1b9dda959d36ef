// The payload of a call of format "http": an HTTP request that a gateway holds back.
//
// {"method": "POST", "scheme": "https", "host": "api.example.com", "target": "/v1/orders?dry=1", "base": "",
//  "headers": {"content-type": "application/json"}, "body": "{\"amount\":1}"}
//
// - `scheme` and `host` may be "" where the gateway does not know them; `base` is the path below which the server's own
//   paths begin, where the gateway puts one in front.
// - `body` is its text, or `body_base64` its bytes. Without either, `body_state` is "none" (there is none), "unseen" (the
//   gateway does not show it, the default) or "truncated".

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
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-url",
  "x-rewrite-url",
]);
