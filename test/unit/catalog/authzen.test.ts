import { expect, test } from "vitest";
import { type AuthzenMapping, readAuthzenMapping } from "../../../src/catalog/authzen.ts";
import type { JsonValue } from "../../../src/domain/json.ts";

const RESOURCE = { resource: { type: "account", uri: "account:{/from/id}" } };

const MAPPINGS: readonly (readonly [string, JsonValue, AuthzenMapping])[] = [
  ["one evaluation", { evaluation: { resource: { type: "account", id: "$params.arguments.from.id" } } }, RESOURCE],
  [
    "one of a list, in the older form",
    {
      subject: { id: "token.sub" },
      evaluations: [{ resource: { type: "'account'", id: "params.arguments.from.id" } }],
    },
    RESOURCE,
  ],
  [
    "several evaluations",
    { evaluations: { evaluations: [{ resource: {} }, { resource: {} }] } },
    { unread: "it maps to several evaluations" },
  ],
  [
    "an expression",
    { evaluation: { resource: { type: "account", id: "$params.arguments.a + 'b'" } } },
    { unread: "its resource is an expression" },
  ],
  [
    "a type from the token",
    { evaluation: { resource: { type: "$token.role", id: "$params.arguments.a" } } },
    { unread: "its resource is an expression" },
  ],
  ["no resource", { evaluation: { action: { name: "read" } } }, { unread: "it names no resource" }],
  ["no object", "resource", { unread: "it names no resource" }],
];

test.each(MAPPINGS)("a mapping with %s", (_, mapping, read) => {
  expect(readAuthzenMapping({ name: "a", inputSchema: { "x-authzen-mapping": mapping } })).toEqual(read);
});

test("most tools have none", () => {
  expect(readAuthzenMapping({ name: "a", inputSchema: { type: "object" } })).toBeUndefined();
  expect(readAuthzenMapping({ name: "a" })).toBeUndefined();
});
