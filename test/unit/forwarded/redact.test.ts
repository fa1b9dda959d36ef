import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/domain/action.ts";
import type { Decision, Obligation } from "../../../src/domain/decision.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { redactedBy, redactedParams, redacting } from "../../../src/transports/forwarded/redact.ts";

function decided(paths: unknown, findings: readonly Partial<Finding>[] = []): Decision {
  const obligations: Obligation[] = [{ type: "redact", fulfillment: "required", paths }];
  return { obligations, findings } as unknown as Decision;
}

const found = (path: string, start: number, end: number) => ({ path, start, end });

describe("what is left of a value", () => {
  test.each<{
    what: string;
    value: JsonObject;
    paths: unknown;
    findings?: readonly Partial<Finding>[];
    left: JsonObject;
  }>([
    {
      what: "a text without what was found in it",
      value: { arguments: { body: "key is SECRET, ok", to: "bob" } },
      paths: ["/arguments/body"],
      findings: [found("/arguments/body", 7, 13), found("/arguments/to", 0, 3)],
      left: { arguments: { body: "key is [REDACTED], ok", to: "bob" } },
    },
    {
      what: "findings that overlap, as one",
      value: { a: "0123456789" },
      paths: ["/a"],
      findings: [found("/a", 4, 8), found("/a", 2, 6), found("/a", 3, 4)],
      left: { a: "01[REDACTED]89" },
    },
    {
      what: "nothing of a text of which nobody says where",
      value: { a: "all of it" },
      paths: ["/a"],
      left: { a: "[REDACTED]" },
    },
    {
      what: "nothing of a number",
      value: { a: [1, 2] },
      paths: ["/a/1"],
      findings: [found("/a/1", 0, 1)],
      left: { a: [1, "[REDACTED]"] },
    },
    { what: "nothing of a whole branch", value: { a: { b: "c" } }, paths: ["/a"], left: { a: "[REDACTED]" } },
    { what: "names with / and ~", value: { "a/b~c": "d" }, paths: ["/a~1b~0c"], left: { "a/b~c": "[REDACTED]" } },
    {
      what: "a member that is called like the prototype",
      value: JSON.parse('{"__proto__":{"x":"s"},"x":"t"}') as JsonObject,
      paths: ["/__proto__/x"],
      left: JSON.parse('{"__proto__":{"x":"[REDACTED]"},"x":"t"}') as JsonObject,
    },
  ])("$what", ({ value, paths, findings = [], left }) => {
    const before = JSON.stringify(value);
    expect(JSON.stringify(redactedBy(value, [decided(paths, findings)]))).toBe(JSON.stringify(left));
    expect(JSON.stringify(value)).toBe(before);
  });

  test.each<{ what: string; paths: unknown }>([
    { what: "a place that is not there", paths: ["/a/b"] },
    { what: "an index past the end", paths: ["/list/3"] },
    { what: "an index with a zero before it", paths: ["/list/00"] },
    { what: "the length of a list", paths: ["/list/length"] },
    { what: "what every object inherits", paths: ["/toString"] },
    { what: "the whole", paths: [""] },
    { what: "no pointer", paths: ["a"] },
    { what: "no text", paths: [1] },
    { what: "no list", paths: "/a" },
    { what: "no places at all", paths: [] },
    { what: "nothing", paths: undefined },
    { what: "one place that is there and one that is not", paths: ["/a", "/c"] },
  ])("none where the obligation names $what", ({ paths }) => {
    expect(redactedBy({ a: "b", list: [1] }, [decided(paths)])).toBeUndefined();
  });

  test("the same where several decisions want the same, and one what is below it", () => {
    const findings = [found("/a/b", 0, 3)];
    const decisions = [decided(["/a/b"], findings), decided(["/a/b"], findings)];
    expect(redactedBy({ a: { b: "key it" } }, decisions)).toEqual({ a: { b: "[REDACTED] it" } });
    expect(redactedBy({ a: { b: "c" } }, [decided(["/a"]), decided(["/a/b"])])).toEqual({ a: "[REDACTED]" });
  });

  test("the value itself without such an obligation", () => {
    const value = { a: "b" };
    const obligations: Obligation[] = [{ type: "notify", fulfillment: "required" }];
    expect(redactedBy(value, [{ obligations } as unknown as Decision])).toBe(value);
  });
});

describe("the params of a call", () => {
  test("keep what is no argument", () => {
    const params = { name: "send", arguments: { body: "x" }, _meta: { a: 1 } };
    const decisions = [decided(["/arguments/body"])];
    expect(redactedParams(params, { decisions })).toEqual({ ...params, arguments: { body: "[REDACTED]" } });
  });

  test("stay as they are without such an obligation", () => {
    expect(
      redactedParams({ arguments: {} }, { decisions: [{ obligations: [] } as unknown as Decision] }),
    ).toBeUndefined();
  });

  test("go nowhere where the obligation cannot be fulfilled", () => {
    const decisions = [decided(["/arguments/body"])];
    expect(() => redactedParams({ name: "send" }, { decisions })).toThrow("is not there");
  });
});

test.each([
  { caller: "any" as const, all: {} },
  { caller: [], all: { obligations: ["redact"] } },
  { caller: ["notify"], all: { obligations: ["notify", "redact"] } },
])("beside $caller of the caller, redaction is fulfilled here", ({ caller, all }) => {
  expect(redacting({ obligations: caller })).toEqual(all);
});
