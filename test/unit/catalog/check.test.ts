import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { checkCatalogue, readCatalogueFile } from "../../../src/catalog/check.ts";
import { diffCatalogue, hasChanges } from "../../../src/catalog/diff.ts";
import { readManifest } from "../../../src/catalog/manifest.ts";
import { catalogueYaml } from "../../../src/catalog/write.ts";
import type { JsonObject } from "../../../src/domain/json.ts";

function placesOf(text: string): readonly string[] {
  return checkCatalogue([{ path: "f", text }]).problems.map(
    ({ line, column, reason }) => `${line}:${column} ${reason}`,
  );
}

const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  ["no YAML", "server: x\ntools: [", ["2:9 is not YAML (BAD_INDENT)"]],
  ["no map", "- 1\n", ["1:1 is not an object"]],
  ["nothing", "", ["1:1 is not an object"]],
  ["no server", "tools: {}\n", ["1:1 /server is not a name"]],
  ["no tools", "server: x\n", ["1:1 /tools is not an object"]],
  ["a field too many", "server: x\ntools: {}\nowner: me\n", ["3:8 /owner is no field of the catalogue"]],
  [
    "an unknown verb",
    "server: x\ntools:\n  a:\n    verb: nope\n",
    ["4:11 /tools/a/verb is no verb of writ.actions/v1"],
  ],
  ["no verb", "server: x\ntools:\n  a:\n    tier: privileged\n", ["3:3 /tools/a/verb is no verb of writ.actions/v1"]],
  [
    "several entries of an API",
    "server: x\nroutes:\n  GET /a: {verb: nope}\n  get /b: {verb: file.read}\nrpc:\n  endpoint: /\n  operations:\n    m: {verb: nope}\n",
    [
      "3:18 /routes/GET ~1a/verb is no verb of writ.actions/v1",
      "4:3 /routes/get ~1b is no method and URI template",
      "8:15 /rpc/operations/m/verb is no verb of writ.actions/v1",
    ],
  ],
  [
    "two routes of one shape",
    "server: x\nroutes:\n  GET /{a}: {verb: file.read}\n  GET /{b}: {verb: file.read}\n",
    ["4:3 /routes/GET ~1{b} has the same paths as another route"],
  ],
  [
    "several entries",
    "server: x\ntools:\n  a: {verb: file.read, tier: low}\n  b/c: {verb: file.read, when: 1}\n",
    ["3:30 /tools/a/tier is no tier", "4:32 /tools/b~1c/when is no field of the catalogue"],
  ],
  [
    "an element of a list",
    "server: x\ntools:\n  a:\n    verb: file.read\n    destinations:\n      - {kind: email, from: /a}\n      - {kind: owl, from: /b}\n",
    ["7:16 /tools/a/destinations/1/kind is no kind"],
  ],
  [
    "an aliased entry, where it is written",
    "server: x\ntools:\n  a: &a\n    verb: nope\n  b: *a\n",
    ["4:11 /tools/a/verb is no verb of writ.actions/v1", "4:11 /tools/b/verb is no verb of writ.actions/v1"],
  ],
  [
    "a mark that is none",
    "server: x\ntools:\n  a: {verb: file.read, suggested: yes}\n",
    [
      "3:35 /tools/a/suggested is neither true nor false",
      "3:35 reads differently in YAML 1.1, as opa build reads it: quote it",
    ],
  ],
  [
    "a name that YAML 1.1 takes for a truth value",
    "server: x\ntools:\n  on: {verb: file.read}\n",
    ["3:3 reads differently in YAML 1.1, as opa build reads it: quote it"],
  ],
  [
    "a merge key",
    "server: x\ntools:\n  a: &a {verb: file.read}\n  b: {<<: *a}\n",
    [
      "4:11 /tools/b/<< is no field of the catalogue",
      "4:11 reads differently in YAML 1.1, as opa build reads it: quote it",
    ],
  ],
];

describe("writ catalog check", () => {
  test.each(BROKEN)("%s", (_, text, places) => {
    expect([...placesOf(text)].sort()).toEqual([...places].sort());
  });

  test("a server that stands in two files", () => {
    const text = "server: x\ntools: {}\n";
    const { problems } = checkCatalogue([
      { path: "a", text },
      { path: "b", text },
    ]);
    expect(problems).toEqual([{ path: "b", line: 1, column: 9, reason: "/server stands in another file too" }]);
  });

  test("counts what is accepted and what is not", () => {
    const text = "server: x\ntools:\n  a: {verb: file.read}\n  b: {verb: file.read, suggested: true}\n";
    expect(checkCatalogue([{ path: "f", text }])).toEqual({ problems: [], accepted: 1, suggested: 1 });
  });

  test("a bomb of aliases", () => {
    const lists = Array.from({ length: 30 }, (_, n) => `  k${n}: &k${n} [${`*k${n - 1},`.repeat(9)}]`).slice(1);
    expect(placesOf(`server: x\ntools:\n  k0: &k0 [1]\n${lists.join("\n")}\n`)).toEqual([
      "1:1 has more than 10000 aliases, or one without its anchor",
    ]);
  });

  test("reading one file says all that is wrong with it", () => {
    const text = "server: ''\ntools: {a: 1}\n";
    expect(() => readCatalogueFile({ path: "f", text })).toThrow(
      "f:1:9: /server is not a name\nf:2:12: /tools/a is not an object",
    );
  });
});

const TOOLS: readonly JsonObject[] = [
  {
    name: "send_mail",
    description: "Send a mail # now\n- to: all",
    inputSchema: { properties: { to: { type: "string" } } },
  },
  { name: "on", description: "Turn\u2028suggested: false" },
  { name: "<<", description: "x".repeat(500) },
  { name: "a/b~c {x}" },
];

describe("a catalogue file of suggestions", () => {
  test("is a catalogue, of which nothing counts before it is accepted", () => {
    const text = catalogueYaml("acme", readManifest([...TOOLS]));
    expect(checkCatalogue([{ path: "f", text }])).toEqual({ problems: [], accepted: 0, suggested: TOOLS.length });
    expect(compileCatalogue({ f: parse(text) as JsonObject }).size).toBe(0);
    const accepted = text.replaceAll("    suggested: true\n", "");
    const catalogue = compileCatalogue({ f: parse(accepted) as JsonObject });
    expect(TOOLS.map(({ name }) => catalogue.find("acme", name as string)?.base.verb)).toEqual([
      "message.send",
      "record.update",
      "tool.call",
      "tool.call",
    ]);
  });

  test("whatever the names and descriptions are", () => {
    const tool = fc.record(
      { name: fc.string({ unit: "binary", minLength: 1 }), description: fc.string({ unit: "binary" }) },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.uniqueArray(tool, { selector: ({ name }) => name, maxLength: 5 }), (tools) => {
        const text = catalogueYaml("acme", readManifest(tools));
        const { server, tools: entries } = parse(text) as { server: string; tools: Record<string, JsonObject> };
        expect(server).toBe("acme");
        expect(Object.keys(entries).sort()).toEqual(tools.map(({ name }) => name).sort());
        expect(checkCatalogue([{ path: "f", text }]).problems).toEqual([]);
      }),
    );
  });
});

describe("writ catalog diff", () => {
  const manifest = readManifest([...TOOLS]);
  const file = parse(catalogueYaml("acme", manifest)) as JsonObject;

  test("nothing changed", () => {
    const diff = diffCatalogue(file, manifest);
    expect(diff).toEqual({ server: "acme", added: [], removed: [], changed: [], unpinned: [] });
    expect(hasChanges(diff)).toBe(false);
  });

  test("added, removed, changed", () => {
    const [first = {}, second = {}] = TOOLS;
    const now = readManifest([{ ...first, description: "Send a mail, and a copy to us" }, second, { name: "new" }]);
    const diff = diffCatalogue(file, now);
    expect(diff).toMatchObject({ added: ["new"], removed: ["<<", "a/b~c {x}"], changed: [{ name: "send_mail" }] });
    expect(hasChanges(diff)).toBe(true);
  });

  test("a tool without a pin cannot have changed", () => {
    const diff = diffCatalogue(
      { server: "acme", tools: { on: { verb: "file.read" } } },
      readManifest([{ name: "on" }]),
    );
    expect(diff).toMatchObject({ unpinned: ["on"], changed: [] });
    expect(hasChanges(diff)).toBe(false);
  });
});
