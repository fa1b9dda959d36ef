import { expect, test } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { MAX_BATCH_ITEMS } from "../../../src/domain/limits.ts";
import { decodeBatch } from "../../../src/transports/authzen/decode-batch.ts";

const DEFAULTS: JsonObject = {
  subject: { type: "user", id: "alice", properties: { role: "admin" } },
  action: { name: "read", properties: { soft: true } },
  resource: { type: "record", id: "1", properties: { status: "archived" } },
  context: { a: 1, b: 2 },
};

const ALL = { ...DEFAULTS };

test.each<[string, JsonObject, JsonObject]>([
  ["nothing of its own", {}, ALL],
  [
    "an own resource, without the default's properties",
    { resource: { type: "record", id: "2" } },
    { ...ALL, resource: { type: "record", id: "2" } },
  ],
  ["an own id, and the default's type", { resource: { id: "2" } }, { ...ALL, resource: { type: "record", id: "2" } }],
  [
    "own properties, and the default's name",
    { action: { properties: {} } },
    { ...ALL, action: { name: "read", properties: {} } },
  ],
  [
    "a subject that is somebody else",
    { subject: { type: "user", id: "bob" } },
    { ...ALL, subject: { type: "user", id: "bob" } },
  ],
  ["an own context, which is the whole", { context: { a: 3 } }, { ...ALL, context: { a: 3 } }],
])("an item with %s", (_, item, expected) => {
  expect(decodeBatch({ ...DEFAULTS, evaluations: [item] })).toEqual({ semantic: "execute_all", items: [expected] });
});

test.each<[string, JsonObject, string]>([
  ["a subject that is none", { subject: null }, "/evaluations/0/subject"],
  ["a context that is none", { context: [] }, "/evaluations/0/context"],
  ["an empty id", { resource: { type: "record", id: "" } }, "/evaluations/0/resource/id"],
  ["properties that are none", { action: { name: "read", properties: 1 } }, "/evaluations/0/action/properties"],
])("an item with %s is an answer of its own", (_, item, field) => {
  const [first, second] = decodeBatch({ ...DEFAULTS, evaluations: [item, {}] })?.items ?? [];
  expect(first).toBeInstanceOf(WritError);
  expect((first as WritError).message).toContain(field);
  expect(second).toEqual(ALL);
});

test("more items than a batch may have are refused as a whole", () => {
  const evaluations = Array.from({ length: MAX_BATCH_ITEMS + 1 }, () => ({}));
  expect(() => decodeBatch({ ...DEFAULTS, evaluations })).toThrow("/evaluations");
});

test.each([[undefined], [[]]])("without items the whole is one question: %o", (evaluations) => {
  expect(decodeBatch(evaluations === undefined ? DEFAULTS : { ...DEFAULTS, evaluations })).toBeUndefined();
});
