import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../../src/domain/json.ts";
import { Values } from "../../../../src/policy/explain/values.ts";

const input = {
  arguments: { to: "bob@example.com", amount: 7, note: "production" },
  context: { prompt: "be quick" },
  facts: { files: [{ path: "/home/alice/x", access: "read", classes: ["credential.ssh_key"] }] },
  action: { verb: "payment.refund", amount: { value: "7.00" }, resource: { uri: "order:123" } },
  agent: { id: "agent:a" },
  environment: "production",
  session: { calls: 41 },
};
const data = { settings: { limit: 99 }, catalog: { tool: "in the catalogue" } };
const constants = ["sandbox", 2];

/** Values, and whether they are shown to who has not asked for all. */
const SHOWN: readonly (readonly [string, JsonValue, boolean])[] = [
  ["what Writ says of the call", "payment.refund", true],
  ["a number of the session", 41, true],
  ["a setting", 99, true],
  ["a text of a rule", "sandbox", true],
  ["a number of a rule", 2, true],
  ["yes and no", [true, false, null], true],
  ["a word of Writ's in what the model wrote", "credential.ssh_key", true],
  ["an argument", "bob@example.com", false],
  ["a number among the arguments", 7, false],
  ["a word that is also an argument", "production", false],
  ["the context", "be quick", false],
  ["a path", "/home/alice/x", false],
  ["an amount", "7.00", false],
  ["a resource", "order:123", false],
  ["what was put together", "the order order:123", false],
  ["a number that was computed", 8, false],
  ["a list with one of these", ["payment.refund", "bob@example.com"], false],
  ["an object with one of these", { a: { b: "order:123" } }, false],
  ["what is in the catalogue only", "in the catalogue", false],
];

describe("values", () => {
  it.each(SHOWN)("%s", (_, value, shown) => {
    const text = JSON.stringify(value);
    expect(new Values(input, data, constants, false).show(value)).toBe(shown ? text : "(hidden)");
    expect(new Values(input, data, constants, true).show(value)).toBe(text);
  });

  it.each([
    [Array(60).fill(true), "[60 elements]"],
    [Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i, true])), "{60 members}"],
  ])("shortens what is long", (value, short) => {
    expect(new Values(input, data, constants, false).show(value)).toBe(short);
    expect(new Values(input, data, constants, true).show(value)).toBe(JSON.stringify(value));
  });

  it("says what is not there", () => {
    expect(new Values(input, data, constants, false).show(undefined)).toBe("undefined");
  });
});
