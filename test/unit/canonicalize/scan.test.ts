import { expect, test } from "vitest";
import { scanArguments } from "../../../src/canonicalize/analyzers/scan.ts";
import type { JsonObject } from "../../../src/domain/json.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const KEY = ["AKIA", "Z7Q3", "X5T9", "M2W8", "K4V6"].join("");

const FOUND: readonly (readonly [name: string, args: JsonObject, found: readonly string[]])[] = [
  ["nothing", { to: "the team", n: 3, list: ["a", { b: true }] }, []],
  ["a key in a text", { body: `use ${KEY} please` }, ["secret.aws_access_key /arguments/body"]],
  ["a key in a list", { items: [{ "a/b": KEY }] }, ["secret.aws_access_key /arguments/items/0/a~1b"]],
  ["a password by its name", { login: { password: "hunter2!x" } }, ["secret.named /arguments/login/password"]],
  ["an address", { to: "bob@example.com" }, ["pii.email /arguments/to"]],
];

test.each(FOUND)("%s", (_, args, found) => {
  expect(scanArguments(args).findings.map(({ type, path }) => `${type} ${path}`)).toEqual(found);
});

test("where a finding stands", () => {
  const [finding] = scanArguments({ body: `use ${KEY} please` }).findings;
  expect(finding).toMatchObject({ start: 4, end: 4 + KEY.length });
});

test("what is disguised is looked at in its plain form", () => {
  const plain = `the key is ${KEY}, keep it well`;
  const encoded = Buffer.from(plain).toString("base64");
  const { facts, findings } = scanArguments({ body: encoded });
  expect(facts.hidden).toEqual([{ at: "/arguments/body", trick: "base64", length: plain.length }]);
  expect(findings.map(({ type }) => type)).toEqual(["secret.aws_access_key"]);
});

test("text that is too long to look at is said to be so", () => {
  const { facts } = scanArguments({ body: "word ".repeat(100_000) });
  expect(facts.hidden).toEqual([{ at: "/arguments/body", trick: "unscanned", length: 500_000 }]);
});
