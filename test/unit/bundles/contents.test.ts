import { describe, expect, test } from "vitest";
import { readContents } from "../../../src/adapters/bundles/contents.ts";
import { ENTRYPOINT } from "../../../src/domain/bundle.ts";
import { filesOf, SAMPLE, yamlToJson } from "./fixture.ts";

const REGO = "package policy.x\n\nallow if true\n";
const WASM = "\0asm";

function contentsOf(contents: Readonly<Record<string, string>>) {
  return readContents(filesOf(contents), yamlToJson);
}

function dataOf(contents: Readonly<Record<string, string>>): string {
  return new TextDecoder().decode(contentsOf({ "x.rego": REGO, ...contents }).data.text);
}

describe("a bundle of plain Rego", () => {
  test("is to be compiled", () => {
    const { manifest, needsCompile, rego } = readContents(SAMPLE, yamlToJson);
    expect(needsCompile).toBe(true);
    expect(rego).toEqual(["policy/one.rego"]);
    expect(manifest).toEqual({ revision: "r1", roots: ["settings", "policy", "limits"], wasm: [], metadata: {} });
  });

  test("with its module is not", () => {
    expect(contentsOf({ "policy.wasm": WASM, "x.rego": REGO }).needsCompile).toBe(false);
  });
});

test("a manifest keeps what it says", () => {
  const wasm = [{ entrypoint: ENTRYPOINT, module: "/policy.wasm", annotations: [{ scope: "rule" }] }];
  const { manifest } = contentsOf({
    "policy.wasm": WASM,
    ".manifest": JSON.stringify({ revision: "r", roots: ["/writ/"], wasm, rego_version: 1, metadata: { owner: "a" } }),
  });
  expect(manifest).toEqual({
    revision: "r",
    roots: ["writ"],
    wasm: [{ entrypoint: ENTRYPOINT, module: "policy.wasm" }],
    regoVersion: 1,
    metadata: { owner: "a" },
  });
});

describe("data", () => {
  const merged: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ["is nothing where there is none", {}, "{}"],
    ["is the one file as it is written", { "data.json": '{ "a" : 1.0 }' }, '{ "a" : 1.0 }'],
    ["stands where its folder says", { "a/b/data.json": "[1]" }, '{"a":{"b":[1]}}'],
    ["is merged by path", { "data.json": '{"a":{"x":1}}', "a/data.json": '{"y":2}' }, '{"a":{"x":1,"y":2}}'],
    ["may be YAML", { "a/data.yaml": "b: [yes, 1, text]", "c/data.yml": "1" }, '{"a":{"b":["yes",1,"text"]},"c":1}'],
    [
      "keeps numbers as they are written",
      { "a/data.json": "[1.0,1e3,12345678901234567890,-0]" },
      '{"a":[1.0,1e3,12345678901234567890,-0]}',
    ],
    ["keeps numbers of JSON in YAML files", { "a/data.yaml": '{"n": 1.0}' }, '{"a":{"n":1.0}}'],
    [
      "knows no names that objects have",
      { "a/data.json": '{"__proto__":{"x":1}}', "__proto__/data.json": '{"y":2}' },
      '{"__proto__":{"y":2},"a":{"__proto__":{"x":1}}}',
    ],
    ["leaves dots before folders out, as OPA does", { ".a/data.json": "1" }, '{"a":1}'],
    ["is in files called data only", { "a/other.json": "{", "a/x.yaml": ":", "data.json.bak": "{" }, "{}"],
    ["may have a member twice, of which the last counts", { "a/data.json": '{"x":1,"x":2}' }, '{"a":{"x":2}}'],
  ];
  test.each(merged)("%s", (_what, contents, expected) => {
    expect(dataOf(contents)).toBe(expected);
  });
});

const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ["has neither policy nor module", { "data.json": "{}" }, /neither policy\.wasm nor policies/],
  ["has data that is no JSON", { "x.rego": REGO, "a/data.json": "{a: 1}" }, /^a\/data\.json is not JSON$/],
  ["has data in YAML under a name for JSON", { "x.rego": REGO, "data.json": "a: 1" }, /^data\.json is not JSON$/],
  ["has data that is no YAML", { "x.rego": REGO, "a/data.yaml": "a: [" }, /^a\/data\.yaml is not YAML$/],
  ["has data that is no text", { "x.rego": REGO, "data.json": "\ufeff{}" }, /^data\.json is not JSON$/],
  [
    "has data that nests too deep",
    { "x.rego": REGO, "data.json": `{"a":${"[".repeat(600)}` },
    /^data\.json nests deeper/,
  ],
  [
    "has root data that is no object",
    { "x.rego": REGO, "data.json": "[]" },
    /^data\.json is at the root and holds no object/,
  ],
  [
    "says a value twice",
    { "x.rego": REGO, "data.json": '{"a":{"b":1}}', "a/data.json": '{"b":1}' },
    /^a\/data\.json says \/a\/b again/,
  ],
  [
    "says a value and an object",
    { "x.rego": REGO, "data.json": '{"a":[]}', "a/data.json": "{}" },
    /^a\/data\.json says \/a again/,
  ],
  [
    "says the same in JSON and YAML",
    { "x.rego": REGO, "a/data.json": '{"b":1}', "a/data.yaml": "b: 1" },
    /^a\/data\.yaml says \/a\/b again/,
  ],
  ["has a manifest that is no JSON", { "x.rego": REGO, ".manifest": "roots: []" }, /^\.manifest is not JSON$/],
  ["has a manifest that is no object", { "x.rego": REGO, ".manifest": "[]" }, /^\.manifest is not a JSON object$/],
  [
    "has a revision that is no text",
    { "x.rego": REGO, ".manifest": '{"revision":1}' },
    /^\.manifest: revision is not a string/,
  ],
  [
    "has roots that are no list",
    { "x.rego": REGO, ".manifest": '{"roots":"a"}' },
    /^\.manifest: roots is not an array/,
  ],
  [
    "has the same root twice",
    { "x.rego": REGO, ".manifest": '{"roots":["a","/a/"]}' },
    /the roots "a" and "a" overlap/,
  ],
  [
    "has a root in another",
    { "x.rego": REGO, ".manifest": '{"roots":["a/b","c","a"]}' },
    /the roots "a\/b" and "a" overlap/,
  ],
  ["has a root beside all", { "x.rego": REGO, ".manifest": '{"roots":["","a"]}' }, /the roots "" and "a" overlap/],
  [
    "has data outside of its roots",
    { "x.rego": REGO, "data.json": '{"policy":{},"b":{"c":1}}', ".manifest": '{"roots":["policy","b/d"]}' },
    /the data at \/b\/c is outside of the manifest's roots \(policy, b\/d\)/,
  ],
  [
    "has data above its roots",
    { "x.rego": REGO, "data.json": '{"b":1}', ".manifest": '{"roots":["policy","b/d"]}' },
    /the data at \/b is outside/,
  ],
  [
    "has a package outside of its roots",
    { "x.rego": REGO, ".manifest": '{"roots":["policy/y"]}' },
    /the package policy\.x of x\.rego is outside/,
  ],
  [
    "has an entrypoint outside of its roots",
    {
      "policy.wasm": WASM,
      ".manifest": `{"roots":["policy"],"wasm":[{"entrypoint":"${ENTRYPOINT}","module":"/policy.wasm"}]}`,
    },
    /the entrypoint writ\/main\/decision of policy\.wasm is outside/,
  ],
  [
    "has an entrypoint twice",
    {
      "policy.wasm": WASM,
      ".manifest": '{"wasm":[{"entrypoint":"a","module":"/policy.wasm"},{"entrypoint":"a","module":"/x/policy.wasm"}]}',
    },
    /entrypoint a twice/,
  ],
  [
    "names a module that is not there",
    { "x.rego": REGO, ".manifest": '{"wasm":[{"entrypoint":"a","module":"/policy.wasm"}]}' },
    /names the module policy\.wasm, which is not there/,
  ],
  [
    "answers another question",
    { "policy.wasm": WASM, ".manifest": '{"wasm":[{"entrypoint":"authz/allow","module":"/policy.wasm"}]}' },
    /no module for the entrypoint writ\/main\/decision, only for authz\/allow/,
  ],
  [
    "answers in another module",
    {
      "policy.wasm": WASM,
      "x/policy.wasm": WASM,
      ".manifest": `{"wasm":[{"entrypoint":"${ENTRYPOINT}","module":"/x/policy.wasm"}]}`,
    },
    /writ\/main\/decision is in x\/policy\.wasm/,
  ],
  ["has a manifest in a folder", { "x.rego": REGO, "a/.manifest": "{}" }, /^a\/\.manifest is a second manifest/],
  ["has what OPA takes for a manifest", { "x.rego": REGO, "my.manifest": "{}" }, /^my\.manifest is a second manifest/],
  ["has a binary manifest", { "x.rego": REGO, ".manifest.pb": "" }, /^\.manifest\.pb is a binary manifest/],
  ["is a change to another bundle", { "patch.json": '{"data":[]}' }, /^patch\.json makes this a delta bundle/],
  [
    "has a signature in a folder",
    { "x.rego": REGO, "a/.signatures.json": "{}" },
    /^a\/\.signatures\.json is not at the root/,
  ],
];

test.each(REFUSED)("a bundle is refused that %s", (_what, contents, message) => {
  expect(() => contentsOf(contents)).toThrow(
    expect.objectContaining({ code: "invalid_argument", message: expect.stringMatching(message) }),
  );
});

describe("the package of a policy", () => {
  const inRoot = (text: string) => contentsOf({ "x.rego": text, ".manifest": '{"roots":["policy/a-b"]}' });
  test.each([
    'package policy["a-b"]\n',
    'package policy["a-b"].c # said so\n',
    '# METADATA\n# title: x\n\n  package   policy [ "a-b" ] ;import data.x\n',
    "package policy[`a-b`]\r\nallow := true\n",
    'package policy["a-b"]',
  ])("is read from %j", (text) => {
    expect(inRoot(text).rego).toEqual(["x.rego"]);
  });

  test.each([
    ["", /does not begin with its package/],
    ["allow := true", /does not begin with its package/],
    ["package policy.", /cannot be read/],
    ['package policy["a-b', /cannot be read/],
    ["package policy allow := true", /cannot be read/],
    ["package policy[x]", /cannot be read/],
  ])("is not read from %j", (text, message) => {
    expect(() => inRoot(text)).toThrow(message);
  });
});
