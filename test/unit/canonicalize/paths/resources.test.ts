import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalResource } from "../../../../src/canonicalize/analyzers/paths/resource.ts";

const FILE = join(process.env["WRIT_CASES"] ?? "../shared/cases", "normalize", "resources.jsonl");

interface Case {
  readonly resource: string;
  readonly normalized?: string;
  readonly error_contains?: string;
}

describe.skipIf(!existsSync(FILE))("resources of the collection (skipped where it is not)", () => {
  const cases: readonly Case[] = existsSync(FILE)
    ? readFileSync(FILE, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Case)
    : [];

  test("there are more than a hundred", () => {
    expect(cases.length).toBeGreaterThan(100);
  });

  test.each(cases)("$resource", ({ resource, normalized, error_contains = "" }) => {
    expect(normalResource(resource)).toEqual(
      normalized === undefined ? { error: expect.stringContaining(error_contains) } : { uri: normalized },
    );
  });
});

const NORMAL: readonly (readonly [resource: string, normal: string])[] = [
  ["file:///etc//passwd", "file:///etc/passwd"],
  ["FILE:///a/./b/", "file:///a/b"],
  ["file://localhost/a", "file:///a"],
  ["file:a/b", "file:a/b"],
  ["file:///", "file:///"],
  ["file:///C:\\Users\\Bob", "file:///c:/users/bob"],
  ["file://C:/Users", "file:///c:/users"],
  ["file:///50%25", "file:///50%"],
  ["file:///a%2520b", "file:///a%2520b"],
  ["file://Root", "file://root/"],
  ["repo://Acme/Shop.js", "repo://acme/shop.js"],
  ["url://EXAMPLE.com", "url://example.com/"],
  ["url://example.com:8443/a//b?x=1#y", "url://example.com:8443/a/b?x=1"],
  ["url://0x7f.1/", "url://127.0.0.1/"],
  ["url://bücher.example/", "url://xn--bcher-kva.example/"],
];

const ERRORS: readonly (readonly [resource: string, error: string])[] = [
  ["", "scheme"],
  ["etc/passwd", "scheme"],
  ["ftp://x/y", "scheme"],
  ["file:///a/../b", "traversal"],
  ["file://root/%252e%252e/x", "traversal"],
  ["file://root/a\\..\\b", "traversal"],
  ["file://root/a%252fb", "encoded separators"],
  ["file://root/a%00b", "control"],
  ["file:///a\nb", "control"],
  ["file:", "path"],
  ["repo://acme", "single segment"],
  ["repo://acme/shop/x", "single segment"],
  ["repo:acme/shop", "single segment"],
  ["repo://acme/..", "traversal"],
  ["url://user@example.com/", "user"],
  ["url://example.com:99999/", "invalid url host"],
  ["url://exa mple.com/", "invalid url host"],
  ["url:example.com", "host is required"],
];

describe("the normal form of resources", () => {
  test.each(NORMAL)("%s", (resource, uri) => {
    expect(normalResource(resource)).toEqual({ uri });
  });

  test.each(ERRORS)("there is none of %j", (resource, error) => {
    expect(normalResource(resource)).toEqual({ error: expect.stringContaining(error) });
  });

  test("is its own normal form, whatever it is made from", () => {
    const text = fc.string({ unit: fc.constantFrom(..."abZ.%25/\\:?#@e_ é2f0"), maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom("file:", "file://", "file:///", "repo://", "url://", ""), text, (start, rest) => {
        const normal = normalResource(start + rest);
        if ("uri" in normal) expect(normalResource(normal.uri)).toEqual(normal);
      }),
      { numRuns: 5000 },
    );
  });
});
