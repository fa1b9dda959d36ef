import { describe, expect, test } from "vitest";
import { permits } from "../../../examples/broker/permits.ts";
import { scrub } from "../../../examples/broker/scrub.ts";

describe("what a target sends back loses the credential", () => {
  const SECRET = 's.Ab+/9"ü?credential=';
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  test.each([
    ["as it is", `Bearer ${SECRET}`, "Bearer [credential]"],
    ["in JSON", JSON.stringify({ a: SECRET }), '{"a":"[credential]"}'],
    ["in a URL", `?token=${encodeURIComponent(SECRET)}&x=1`, "?token=[credential]&x=1"],
    ["in hex", Buffer.from(SECRET).toString("hex"), "[credential]"],
    ["in HEX", Buffer.from(SECRET).toString("hex").toUpperCase(), "[credential]"],
    ["twice", `${SECRET}${SECRET}`, "[credential][credential]"],
    ["in base64", base64(SECRET), "[credential]"],
    ["in base64, one byte on", `"${base64(`x${SECRET}`)}"`, '"[credential]"'],
    ["in base64, two bytes on", base64(`u:${SECRET}`), "[credential]"],
    ["in base64 between others", `a ${base64(`user:${SECRET}:more`)} b`, "a [credential] b"],
    ["in base64url", Buffer.from(`u:${SECRET}`).toString("base64url"), "[credential]"],
    ["nowhere", "nothing to see", "nothing to see"],
  ])("%s", (_, text, clean) => {
    expect(scrub(text, SECRET)).toBe(clean);
  });

  test("what is too short to be told from other text is no credential", () => {
    expect(() => scrub("text", "short")).toThrow("at least 8");
  });
});

describe("a request is permitted by the action that was decided", () => {
  const action = { verb: "ticket.write", resource: { uri: "https://github.com/acme/shop" } };
  const request = { method: "POST", path: "/repos/acme/shop/issues/123/comments" };

  test.each([
    ["the same", {}, {}, true],
    ["another verb", { verb: "ticket.read" }, {}, false],
    ["another repository", { resource: { uri: "https://github.com/acme/other" } }, {}, false],
    ["another host", { resource: { uri: "https://github.example/acme/shop" } }, {}, false],
    ["a repository that climbs", { resource: { uri: "https://github.com/acme/.." } }, {}, false],
    ["another method", {}, { method: "DELETE" }, false],
    ["another path", {}, { path: "/repos/acme/shop/issues/123" }, false],
    ["a path that climbs", {}, { path: "/repos/acme/shop/../../other/repo/issues/123/comments" }, false],
    ["a path with another host", {}, { path: "@evil.example/repos/acme/shop/issues/123/comments" }, false],
    ["a query", {}, { path: `${request.path}?x=/../..` }, false],
    ["a path that goes on in a second line", {}, { path: `${request.path}\n` }, false],
  ])("%s", (_, act, asked, permitted) => {
    expect(permits({ ...action, ...act }, { ...request, ...asked })).toBe(permitted);
  });

  test("nothing without a resource", () => {
    expect(permits({ verb: "ticket.write" }, request)).toBe(false);
  });
});
