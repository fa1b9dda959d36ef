import { expect, test } from "vitest";
import { NOUNS } from "../../../src/catalog/domains.ts";
import { inflections, nameWords, sentences, singular, wordSet } from "../../../src/catalog/tokens.ts";
import { FIRM, LOOSE, NOUNS_OR_VERBS, READING } from "../../../src/catalog/words.ts";

const VERBS = [READING, FIRM, LOOSE, NOUNS_OR_VERBS].flatMap((table) =>
  Object.values(table).flatMap((words) => words.split(/\s+/)),
);
const THINGS = Object.values(NOUNS).flatMap((words) => words.split(/\s+/));

test.each([
  ["verb", VERBS],
  ["noun", THINGS],
])("every %s stands in one table, once", (_, words) => {
  const twice = words.filter((word, index) => words.indexOf(word) !== index);
  expect(twice).toEqual([]);
});

const NAMES: readonly (readonly [string, readonly string[]])[] = [
  ["getUser_by-id", ["get", "user", "by", "id"]],
  ["APIKeyCreate", ["api", "key", "create"]],
  ["list_pull_requests", ["list", "pull-request"]],
  ["server.tool/run", ["server", "tool", "run"]],
  ["", []],
  ["日本", []],
];

test.each(NAMES)("the words of %j", (name, words) => {
  expect(nameWords(name)).toEqual(words);
});

test("a description falls into sentences of words and commas", () => {
  expect(sentences("Adds, or Removes. It doesn't\nread-only")).toEqual([
    ["adds", ",", "or", "removes"],
    ["it", "doesn't"],
    ["read-only"],
  ]);
});

test.each([
  ["policies", "policy"],
  ["branches", "branch"],
  ["issues", "issue"],
  ["status", "status"],
  ["address", "address"],
  ["dns", "dns"],
])("the singular of %s is %s", (plural, noun) => {
  expect(singular(plural)).toBe(noun);
});

test.each([
  ["create", ["creates", "creating"]],
  ["run", ["runs", "runing", "running"]],
  ["fetch", ["fetches", "fetching"]],
  ["modify", ["modifies", "modifying"]],
])("%s is written %j, too", (verb, forms) => {
  expect(inflections(verb)).toEqual(forms);
});

test("a set of words has no empty word", () => {
  expect([...wordSet("a b\n    c")]).toEqual(["a", "b", "c"]);
});
