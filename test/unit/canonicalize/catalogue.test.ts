import { describe, expect, it } from "vitest";
import { applyEntry } from "../../../src/canonicalize/catalogue/apply.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";

function entryOf(tool: JsonObject) {
  const entry = compileCatalogue({ f: { server: "s", tools: { t: tool } } }).find("s", "t");
  if (entry === undefined) throw new Error("the tool is in the catalogue");
  return entry;
}

describe("a tool's meaning from its arguments", () => {
  it("fills the resource, destinations, amount and count", () => {
    const entry = entryOf({
      verb: "payment.refund",
      resource: { type: "order", uri: "order:{/order/id}" },
      destinations: [
        { kind: "email", from: "/to" },
        { kind: "email", from: "/cc/*/address" },
      ],
      amount: { value: "/sum", currency: { from: "/currency" } },
      count: "/cc",
      sensitivity: "confidential",
      data_classes: ["financial"],
    });
    const args = {
      order: { id: 7 },
      to: "Bob <Bob@Example.com>; eve@example.org",
      cc: [{ address: "a@b.c" }, { address: "d@e.f" }],
      sum: 98.7,
      currency: "usd",
    };
    expect(applyEntry(entry, args, NOWHERE)).toMatchObject({
      parse: "complete",
      resource: { type: "order", uri: "order:7" },
      destinations: [
        { kind: "email", value: "bob@example.com", domain: "example.com" },
        { kind: "email", value: "eve@example.org", domain: "example.org" },
        { value: "a@b.c" },
        { value: "d@e.f" },
      ],
      amount: { value: "98.7", currency: "USD" },
      count: 2,
      meaning: { tier: "bounded_write", traits: ["irreversible", "spends", "writes"] },
    });
  });

  const UNREADABLE: readonly [string, JsonObject][] = [
    ["a resource that is an object", { id: {}, to: "a@b.c", sum: "1" }],
    ["a destination that is an object", { id: "1", to: { a: 1 }, sum: "1" }],
    ["a list of destinations that holds an object", { id: "1", to: ["a@b.c", {}], sum: "1" }],
    ["an amount that is no decimal", { id: "1", to: "a@b.c", sum: "1e3" }],
    ["an amount with a sign of currency", { id: "1", to: "a@b.c", sum: "$1" }],
  ];

  it.each(UNREADABLE)("%s makes the parse partial", (_, args) => {
    const entry = entryOf({
      verb: "payment.transfer",
      resource: { type: "account", uri: "account:{/id}" },
      destinations: [{ kind: "email", from: "/to" }],
      amount: { value: "/sum", currency: "USD" },
    });
    expect(applyEntry(entry, args, NOWHERE).parse).toBe("partial");
  });

  it("takes the first case whose arguments fit, over the base", () => {
    const entry = entryOf({
      verb: "record.update",
      cases: [
        { when: { "/action": "delete" }, verb: "record.delete" },
        { when: { "/action": "list", "/all": true }, verb: "record.list" },
      ],
    });
    expect(applyEntry(entry, { action: "delete" }, NOWHERE).meaning.verb).toBe("record.delete");
    expect(applyEntry(entry, { action: "list", all: true }, NOWHERE).meaning.verb).toBe("record.list");
    expect(applyEntry(entry, { action: "list" }, NOWHERE).meaning.verb).toBe("record.update");
  });

  const PATHS: readonly [string, string][] = [
    ["/repo/a.txt", "file:///repo/a.txt"],
    ["/repo/../etc/passwd", "file:///etc/passwd"],
    ["/repo//./b/../../etc", "file:///etc"],
  ];
  it.each(PATHS)("leaves no way up in the path %s", (path, uri) => {
    const entry = entryOf({ verb: "file.read", resource: { type: "file", uri: "file://{/path}" } });
    expect(applyEntry(entry, { path }, NOWHERE).resource).toEqual({ type: "file", uri });
  });

  it("never lowers a tier below the verb's", () => {
    expect(entryOf({ verb: "process.exec", tier: "read_only" }).base.tier).toBe("privileged");
    expect(entryOf({ verb: "file.read", tier: "privileged" }).base.tier).toBe("privileged");
  });
});

const NOWHERE = { workspace: [] };

const BROKEN: readonly [string, JsonValue, string][] = [
  ["an unknown verb", { verb: "file.shred" }, "/catalog/f/tools/t/verb"],
  ["the verb of unknown tools", { verb: "unknown" }, "/catalog/f/tools/t/verb"],
  ["a verb that is a method of objects", { verb: "constructor" }, "/catalog/f/tools/t/verb"],
  ["an unknown field", { verb: "file.read", destination: [] }, "/catalog/f/tools/t/destination"],
  ["an unknown tier", { verb: "file.read", tier: "none" }, "/catalog/f/tools/t/tier"],
  ["a pointer that is none", { verb: "file.read", count: "ids" }, "/catalog/f/tools/t/count"],
  [
    "an unknown kind",
    { verb: "file.read", destinations: [{ kind: "x", from: "/a" }] },
    "/catalog/f/tools/t/destinations/0/kind",
  ],
  [
    "from and value at once",
    { verb: "file.read", destinations: [{ kind: "url", from: "/a", value: "b" }] },
    "/catalog/f/tools/t/destinations/0",
  ],
  [
    "a case without condition",
    { verb: "file.read", cases: [{ verb: "file.write" }] },
    "/catalog/f/tools/t/cases/0/when",
  ],
  ["a tool that is no object", "file.read", "/catalog/f/tools/t"],
];

describe("a broken catalogue", () => {
  it.each(BROKEN)("%s is refused by name", (_, tool, pointer) => {
    expect(() => compileCatalogue({ f: { server: "s", tools: { t: tool } } })).toThrowError(
      expect.objectContaining({ violations: [expect.objectContaining({ pointer })] }),
    );
  });

  it("refuses two files of one server", () => {
    const file = { server: "s", tools: {} };
    expect(() => compileCatalogue({ a: file, b: file })).toThrowError(/\/catalog\/b\/server/);
  });
});
