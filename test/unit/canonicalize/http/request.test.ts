import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/domain/json.ts";
import { actionOf, forwardedCalls } from "../../../support/forwarded-requests.ts";

const http = (payload: JsonObject) => actionOf({ format: "http", server: "", payload });
const get = (target: string, host = "api.example.com") => http({ method: "GET", scheme: "https", host, target });

describe("a request that nothing describes better", () => {
  test("is a request to its URL", () => {
    expect(get("/a/b?token=1")).toMatchObject({
      action: {
        verb: "http.request",
        tier: "bounded_write",
        parse: "complete",
        tool: { server: "", name: "http:GET", known: true, pin: "none" },
        resource: { type: "url", uri: "https://api.example.com/a/b" },
        destinations: [{ kind: "url", value: "https://api.example.com/a/b", domain: "api.example.com" }],
      },
      arguments: { method: "GET", host: "api.example.com", path: "/a/b", query: { token: "1" } },
    });
  });

  test.each([
    ["169.254.169.254", "metadata"],
    ["0xA9FEA9FE", "metadata"],
    ["2852039166", "metadata"],
    ["[::ffff:169.254.169.254]", "metadata"],
    ["127.1", "loopback"],
    ["10.0.0.8:8080", "private"],
    ["\u2460\u2466\u2461.\u24ea.0.1", "private"],
  ])("to %s is known as %s", (host, name) => {
    const classes = get("/", host).facts.hosts?.flatMap((fact) => fact.classes) ?? [];
    expect(classes.length).toBeGreaterThan(0);
    if (name !== "private") expect(classes).toContain(name);
  });

  test("to nobody knows where is not understood", () => {
    const { action } = http({ method: "GET", target: "/a" });
    expect(action).toMatchObject({ parse: "partial", tier: "privileged", destinations: [] });
  });

  test("has its query and its body looked into", () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    const { findings } = http({
      method: "POST",
      host: "api.example.com",
      target: `/a?key=${secret}`,
      headers: { "Content-Type": "application/json", authorization: `Bearer ${secret}` },
      body: JSON.stringify({ note: { text: secret } }),
    });
    expect(findings.map(({ path }) => path).sort()).toEqual(["/arguments/body/note/text", "/arguments/query/key"]);
  });

  test("keeps no head that is not about what it does", () => {
    const [call] = forwardedCalls(
      { target: "/x", headers: { authorization: "Bearer t", cookie: "s=1", "x-api-key": "k" }, body: "{}" },
      [],
    );
    expect(JSON.stringify(call?.call.payload)).not.toMatch(/Bearer|cookie|x-api-key/);
  });
});

describe("the digest binds", () => {
  const digest = (more: JsonObject) =>
    http({ method: "POST", host: "a.example", target: "/x", headers: { "content-type": "application/json" }, ...more })
      .action.digest;
  const bytes = (text: string) => Buffer.from(text).toString("base64");

  test.each([
    ["the path", { target: "/y" }],
    ["the query", { target: "/x?a=1" }],
    ["the host", { host: "b.example" }],
    ["the method", { method: "PUT" }],
    ["the body", { body: '{"a":2}' }],
    ["that there is a body that nobody sees", { body: undefined, body_state: "unseen" }],
    ["that there is none", { body: undefined, body_state: "none" }],
    ["bytes that nobody reads", { body: undefined, body_base64: bytes("\u0000\u0001") }],
  ])("%s", (_, more) => {
    const { body, ...given }: { readonly [key: string]: unknown } = { body: '{"a":1}', ...more };
    const changed = { ...given, ...(body === undefined ? {} : { body }) } as JsonObject;
    expect(digest(changed)).not.toBe(digest({ body: '{"a":1}' }));
  });

  test("every byte of what is not read", () => {
    const type = { headers: { "content-type": "application/octet-stream" } };
    const all = ["\u0000a", "\u0000b"].map((text) => digest({ ...type, body_base64: bytes(text) }));
    expect(new Set(all).size).toBe(2);
  });

  test("not how JSON is written", () => {
    expect(digest({ body: '{"a":1,"b":2}' })).toBe(digest({ body: '{ "b": 2, "a": 1 }' }));
    expect(digest({ body: '{"a":1}' })).toBe(digest({ body_base64: bytes('{"a":1}'), body: undefined } as never));
  });
});

test.each([
  ["an unknown field", { method: "GET", target: "/", cookies: {} }],
  ["no method", { target: "/" }],
  ["a method that is none", { method: "GET /x", target: "/" }],
  ["a target that is none", { method: "GET", target: "orders" }],
  ["a host that is no text", { method: "GET", target: "/", host: 1 }],
  ["another scheme", { method: "GET", target: "/", scheme: "file" }],
  ["two bodies", { method: "POST", target: "/", body: "a", body_base64: "YQ==" }],
  ["a body that is not there", { method: "POST", target: "/", body: "a", body_state: "none" }],
  ["a body that is no base64", { method: "POST", target: "/", body_base64: "*" }],
  ["a head twice", { method: "GET", target: "/", headers: { "content-type": "a/b", "Content-Type": "c/d" } }],
  ["a head that is a list", { method: "GET", target: "/", headers: { "content-type": ["a/b"] } }],
  ["a path of another server", { method: "GET", target: "/b", base: "/a" }],
])("%s is refused", (_, payload) => {
  expect(http(payload as JsonObject).refusal?.code).toBe("call_payload_unsupported");
});

test("a body that is cut off is refused", () => {
  expect(http({ method: "POST", target: "/", body_state: "truncated" }).refusal?.code).toBe("call_body_truncated");
});
