import fc from "fast-check";
import { test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

const rows = (...lists: readonly (readonly unknown[])[]) => lists.map((list) => JSON.stringify(list));

test("JSON with options", () => {
  const values = [{ b: [1, { c: null }], a: "<&>\u2028ü" }, [], {}, [[]], "x", 1.5];
  const options = [
    {},
    { pretty: true },
    { pretty: false, indent: "  " },
    { indent: "  " },
    { prefix: ">" },
    { prefix: "a", indent: "", pretty: true },
    { pretty: 1 },
    { indent: 1 },
    { other: true },
  ];
  expectLikeOpa({
    "json.marshal_with_options": [
      ...rows(...values.flatMap((value) => options.map((option) => [value, option])), [1, null]),
      '[{{1}, {"a"}}, {}]',
      '[{[1]: 2, 3: 4}, {"pretty": true}]',
    ],
  });
});

// OPA 1.22 panics when a patch removes the whole document: none such here.
test("JSON patches", () => {
  const document = { a: [1, 2, { b: 3 }], "c/d": { "~": 1 }, e: null };
  const patches = [
    [],
    [{ op: "add", path: "/a/1", value: 9 }],
    [{ op: "add", path: "a/-", value: 9 }],
    [{ op: "add", path: ["x"], value: {} }],
    [{ op: "add", path: "/a/4", value: 1 }],
    [{ op: "add", path: "/a/01", value: 1 }],
    [{ op: "add", path: "", value: 1 }],
    [{ op: "add", path: "/x/y", value: 1 }],
    [{ op: "add", path: "/e/y", value: 1 }],
    [{ op: "add", path: "/x" }],
    [{ op: "remove", path: "/a/2/b" }],
    [{ op: "remove", path: "/c~1d/~0" }],
    [{ op: "remove", path: "/none" }],
    [{ op: "remove", path: "/a/3" }],
    [{ op: "remove", path: "/a/-" }],
    [{ op: "replace", path: "/a", value: 1 }],
    [{ op: "replace", path: "", value: 1 }],
    [{ op: "replace", path: "/none", value: 1 }],
    [{ op: "move", from: "/e", path: "/f" }],
    [{ op: "move", from: "/none", path: "/f" }],
    [{ op: "move", from: "/a", path: "/a/0" }],
    [{ op: "copy", from: "/a/2", path: "/g" }],
    [{ op: "copy", path: "/g" }],
    [{ op: "test", path: "/e", value: null }],
    [{ op: "test", path: "/e", value: 1 }],
    [{ op: "test", path: "/none", value: null }],
    [{ op: "test", path: "/e" }],
    [{ op: "other", path: "/e" }],
    [{ op: 1, path: "/e" }],
    [{ path: "/e" }],
    [{ op: "add", value: 1 }],
    [1],
    [{ op: "add", path: 1, value: 1 }],
  ];
  expectLikeOpa({
    "json.patch": [
      ...rows(...patches.map((patch) => [document, patch]), [1, [{ op: "add", path: "/a", value: 1 }]], [document, {}]),
      '[{"s": {1, [2]}}, [{"op": "add", "path": ["s", 3], "value": 3}]]',
      '[{"s": {1, 2}}, [{"op": "remove", "path": ["s", 1]}]]',
      '[{"s": {1, 2}}, [{"op": "add", "path": ["s", 4], "value": 3}]]',
      '[{1: 2}, [{"op": "replace", "path": [1], "value": 3}]]',
    ],
  });
});

test("parts of collections", () => {
  expectLikeOpa({
    "object.subset": [
      ...rows(
        [{ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } }],
        [{ a: [1, 2, 3] }, { a: [2, 3] }],
        [{ a: 1 }, { a: 2 }],
        [{}, {}],
        [{ a: { b: 1 } }, { a: 1 }],
        [
          [1, 1, 2],
          [1, 2],
        ],
        [
          [1, 2],
          [2, 1],
        ],
        [[], []],
        [[1], [1, 1]],
        [
          [1, 2, 1, 2, 3],
          [1, 2, 3],
        ],
        [1, 2],
        [[1], {}],
      ),
      "[{1, 2}, {1}]",
      "[{1}, {1, 2}]",
      "[[1, 2, 2], {2, 1}]",
      "[[1], {1, 2}]",
      '[{"a": {1, 2}}, {"a": {2}}]',
      "[{1}, [1]]",
      "[[], set()]",
    ],
  });
});

test("paths of graphs", () => {
  const graph = { a: ["b", "c"], b: ["c", "a"], c: [], d: ["x"], e: "text", f: ["f"], g: null };
  expectLikeOpa({
    "graph.reachable_paths": [
      ...rows(
        ...["a", "b", "c", "d", "e", "f", "g", "none"].map((node) => [graph, [node]]),
        [graph, []],
        [graph, ["a", "d"]],
        [graph, "a"],
        [[], ["a"]],
      ),
      '[{"a": {"b"}, "b": {"a", "c"}, "c": set()}, {"a"}]',
    ],
  });
});

// Line ends beyond ASCII are written in other quotes than go-yaml's, and mean the same: none such here.
test("YAML", () => {
  const documents = [
    "a: y",
    "a: 0777",
    "a: 0o17",
    "a: 1_000",
    "a: 2001-01-01",
    "a: 1\na: 2",
    "1: x",
    "1.5: x",
    "true: x",
    "null: x",
    "a: .inf",
    "a: 12345678901234567890123",
    "a: 1e3",
    "a: 0x1F",
    "a: !!str 5",
    "a: !!binary aGk=",
    "a: !x 5",
    "b: &x {c: 1}\na: *x",
    "b: &x {c: 1}\na: {<<: *x, c: 2}",
    "a: '5'",
    "a: |\n x\n y\n",
    "",
    "- a\n- b",
    "a: 1\n---\nb: 2",
    "[1,2",
    "{",
    "a: b: c",
    "\tx",
    "a: *none",
    "! x",
    "a: 190:20:30",
    "a: 1e400",
    "? [1]\n: 2",
    "a: -.5",
    "# only",
    "--- \n...",
    "'a''b'",
    '"\\x41\\n"',
    "a: >-\n x\n y",
  ];
  const texts = [
    "",
    "a",
    "5",
    "true",
    "y",
    "null",
    "a: b",
    "- a",
    " a",
    "a\nb",
    "a\n",
    "a\n\n",
    "\n",
    "'",
    '"',
    "#",
    "a #b",
    "é",
    "\u0001",
    "~",
    "2001-01-01",
    "1e3",
    "@a",
    "-",
    "---",
    "a,b",
    "on",
    "1:20",
    "=",
    "?",
    "a:",
    "tab\there",
    "\u00a0",
    "😀",
    "\na",
    "a \nb",
    "x".repeat(200),
    "\ufeff",
  ];
  const values = [
    5,
    1.5,
    1e21,
    1e-7,
    null,
    true,
    [],
    {},
    [1, [2, []]],
    { a: { b: [1, { c: 2, d: [{}] }] } },
    { a10: 1, a9: 2, B: 3, b: 4, "": 5, _: 6, "1": 7, é: 8, a09: 9, "a 1": 1 },
    { "a\nb": 1 },
    [[[1]]],
    ["a\nb", { k: "a\n" }],
    { ["k".repeat(130)]: 1 },
  ];
  expectLikeOpa({
    "yaml.unmarshal": rows(...documents.map((document) => [document]), [1]),
    "yaml.is_valid": rows(...documents.map((document) => [document]), [1]),
    "yaml.marshal": [
      ...rows(...texts.flatMap((text) => [[text], [{ [text]: [text] }]]), ...values.map((value) => [value])),
      "[{3, 1}]",
      "[{[1]: 2}]",
      "[18446744073709551615]",
      "[18446744073709551616]",
    ],
  });
});

test("names that every object of JavaScript has are names like any other", () => {
  expectLikeOpa({ "yaml.marshal": ['["__proto__"]', '[{"toString": 1, "constructor": null}]', '["valueOf"]'] });
});

test("any JSON as YAML and back", { timeout: 60_000 }, () => {
  const lists = fc.sample(fc.jsonValue({ maxDepth: 4 }), 300).map((value) => JSON.stringify([value]));
  expectLikeOpa({ "yaml.marshal": lists.filter((text) => !/[\u0085\u2028\u2029]/.test(text)) });
});
