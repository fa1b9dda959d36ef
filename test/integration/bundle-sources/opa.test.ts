import { readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readArchive, writeArchive } from "../../../src/adapters/bundles/archive.ts";
import { readContents } from "../../../src/adapters/bundles/contents.ts";
import { canonicalText } from "../../../src/adapters/bundles/json.ts";
import {
  loadSigningKey,
  loadVerificationKey,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from "../../../src/adapters/bundles/keys.ts";
import { openBundleSource } from "../../../src/adapters/bundles/open.ts";
import { signBundle } from "../../../src/adapters/bundles/sign.ts";
import { verifySignature } from "../../../src/adapters/bundles/signature.ts";
import type { BundleFiles } from "../../../src/domain/bundle.ts";
import { filesOf, keyPairFor, SAMPLE, yamlToJson } from "../../unit/bundles/fixture.ts";
import { opa, opaIn, temporaryFolder } from "./opa-cli.ts";

const dir = temporaryFolder();
let counter = 0;
const fresh = (suffix: string) => join(dir, `${counter++}${suffix}`);

async function archiveFile(files: BundleFiles): Promise<string> {
  const path = fresh(".tar.gz");
  writeFileSync(path, await writeArchive(files));
  return path;
}

/** As `opa build` takes its sources. */
async function folderOf(files: BundleFiles): Promise<string> {
  const root = fresh("");
  for (const [path, content] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

async function builtByOpa(files: BundleFiles, ...args: readonly string[]): Promise<BundleFiles> {
  const out = fresh(".tar.gz");
  opa("build", "-o", out, ...args, "-b", await folderOf(files));
  return readArchive(readFileSync(out));
}

const read = (files: BundleFiles) => readContents(files, yamlToJson);

/** JSON text as OPA makes it of all data of a bundle, numbers and all. */
const dataOf = (files: BundleFiles) => canonicalText(read(files).data.document);

describe.each(SIGNING_ALGORITHMS)("signatures with %s", (algorithm: SigningAlgorithm) => {
  const pair = keyPairFor(algorithm);
  const isSecret = algorithm.startsWith("HS");
  const stored = (pem: string) => {
    if (isSecret) return pem;
    const path = fresh(".pem");
    writeFileSync(path, pem);
    return path;
  };
  const byOpa = (archive: string, id = "release") => {
    const key = ["--verification-key", stored(pair.publicKey), "--verification-key-id", id];
    return opa("build", "-b", archive, ...key, "--signing-alg", algorithm, "-o", fresh(".tar.gz"));
  };

  test("ours are verified by OPA, which refuses what was changed after", async () => {
    const key = loadSigningKey(algorithm, pair.privateKey);
    const signed = await signBundle(SAMPLE, { key, keyId: "release" }, yamlToJson);
    expect(byOpa(await archiveFile(signed))).toBe("");
    const changed = new Map([...signed, ["policy/one.rego", Buffer.from("package policy.one")]]);
    const archive = await archiveFile(changed);
    expect(() => byOpa(archive)).toThrow(/policy\/one\.rego: digest mismatch/);
  });

  test("OPA's are verified by us, and refused when something was changed after", async () => {
    const signed = await builtByOpa(SAMPLE, "--signing-key", stored(pair.privateKey), "--signing-alg", algorithm);
    const material = isSecret ? { secret: pair.publicKey } : { key: pair.publicKey };
    const keys = new Map([["default", loadVerificationKey("default", { algorithm, ...material })]]);
    const how = { signatures: "required", keys, keyId: "default" } as const;
    await verifySignature(signed, how, yamlToJson);
    const changed = new Map([...signed, ["data.json", Buffer.from("{}")]]);
    await expect(verifySignature(changed, how, yamlToJson)).rejects.toThrow(/data\.json is not what was signed/);
  });
});

test("what `opa sign` signs is a folder that we read, though it names no key", async () => {
  const pair = keyPairFor("ES384");
  const pem = fresh(".pem");
  writeFileSync(pem, pair.privateKey);
  const path = await folderOf(SAMPLE);
  opaIn(path, "sign", "-b", ".", "--signing-key", pem, "--signing-alg", "ES384");
  const keys = new Map([["any", loadVerificationKey("any", { algorithm: "ES384", key: pair.publicKey })]]);
  const reading = { yamlToJson, verification: { signatures: "required", keys } } as const;
  const source = openBundleSource({ kind: "folder", path, watch: false }, reading);
  const found = await source.fetch(undefined, new AbortController().signal);
  expect([...(found?.files.keys() ?? [])]).toContain("limits/data.yaml");
});

describe("what OPA builds is read", () => {
  const policy = filesOf({
    "writ/main/main.rego": "package writ.main\n\ndecision := data.settings.answer\n",
    "settings/data.json": '{"answer": 1.0}',
    ".manifest": '{"revision": "r7", "roots": ["writ", "settings"], "metadata": {"team": "a"}}',
  });

  test("as plain Rego", async () => {
    const { manifest, needsCompile, data } = read(await builtByOpa(policy));
    expect(needsCompile).toBe(true);
    expect(manifest).toMatchObject({ revision: "r7", roots: ["writ", "settings"], metadata: { team: "a" } });
    expect(canonicalText(data.document)).toBe('{"settings":{"answer":1.0}}');
  });

  test("as WebAssembly", async () => {
    const built = await builtByOpa(policy, "-t", "wasm", "-e", "writ/main/decision");
    const { manifest, needsCompile } = read(built);
    expect(needsCompile).toBe(false);
    expect(manifest.wasm).toEqual([{ entrypoint: "writ/main/decision", module: "policy.wasm" }]);
  });

  test("and what we write is read by OPA, modules too", async () => {
    const built = await builtByOpa(policy, "-t", "wasm", "-e", "writ/main/decision");
    const report = JSON.parse(opa("inspect", "-f", "json", await archiveFile(built)));
    expect(report.manifest).toMatchObject({ revision: "r7", wasm: [{ module: "/policy.wasm" }] });
    expect(opa("eval", "-b", await archiveFile(policy), "data.settings.answer", "-f", "raw").trim()).toBe("1.0");
  });
});

describe("data means what it means to OPA", () => {
  const key = fc.oneof(fc.string({ minLength: 1, unit: "binary" }), fc.constantFrom("\u{1f600}", "\ufffe", "<&>", "1"));
  const documents = fc.dictionary(key, fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }), { noNullPrototype: true });

  test("when it is signed: three hundred random documents in one bundle", async () => {
    const samples = fc.sample(documents, { numRuns: 300, seed: 20261121 });
    const files = filesOf(Object.fromEntries(samples.map((value, i) => [`d${i}/data.json`, JSON.stringify(value)])));
    const pair = keyPairFor("ES256");
    const signed = await signBundle(files, { key: loadSigningKey("ES256", pair.privateKey), keyId: "k" }, yamlToJson);
    const pem = fresh(".pem");
    writeFileSync(pem, pair.publicKey);
    const out = fresh(".tar.gz");
    const how = ["--verification-key", pem, "--verification-key-id", "k", "--signing-alg", "ES256"];
    opa("build", "-b", await archiveFile(signed), ...how, "-o", out);
    expect(dataOf(await readArchive(readFileSync(out)).then(withPolicy))).toBe(dataOf(withPolicy(files)));
  });

  const trees: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      "merged by folder",
      { "data.json": '{"a":{"x":1},"b":[1.50]}', "a/data.json": '{"y":{"z":1e2}}', "a/y/w/data.json": "7" },
    ],
    [
      "of YAML",
      {
        "a/data.yaml":
          "b: [yes, 010, 0x1f, 1:30, 2020-01-01, ~, 1e3, 0.1e-7, 12345678901234567890, .5]\nc: &x {d: 1}\ne: {<<: *x, f: 2}\n",
      },
    ],
    ["of JSON in YAML files", { "a/data.yml": '{"n": 1.0, "s": "\\u2028"}' }],
    ["in folders with dots", { ".a/data.json": '{"x":1}', "b.c/data.json": "2" }],
    ["beside files that are none", { "a/data.json": "1", "a/other.json": "{}", "b/x.yaml": "c: 1" }],
  ];
  test.each(trees)("when it is %s", async (_what, contents) => {
    const files = withPolicy(filesOf(contents));
    expect(dataOf(files)).toBe(dataOf(withPolicy(await builtByOpa(files))));
  });

  const conflicts: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["two values at one place", { "data.json": '{"a":1}', "a/data.json": "2" }],
    ["an array that is an object elsewhere", { "data.json": '{"a":[]}', "a/data.json": "{}" }],
    ["root data that is no object", { "data.json": "[]" }],
    ["overlapping roots", { ".manifest": '{"roots":["a","a/b"]}' }],
    ["data outside of its roots", { "data.json": '{"b":1}', ".manifest": '{"roots":["policy"]}' }],
    ["a package outside of its roots", { ".manifest": '{"roots":["b"]}' }],
    ["two manifests", { ".manifest": "{}", "a/.manifest": "{}" }],
    ["broken JSON", { "data.json": "{" }],
    ["broken YAML", { "data.yaml": "a: [" }],
  ];
  test.each(conflicts)("OPA and we refuse %s", async (_what, contents) => {
    const files = withPolicy(filesOf(contents));
    expect(() => read(files)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
    const archive = await archiveFile(files);
    expect(() => opa("build", "-b", archive, "-o", fresh(".tar.gz"))).toThrow(/load error|error/);
  });
});

function withPolicy(files: BundleFiles): BundleFiles {
  return new Map([...files, ["policy/p.rego", Buffer.from("package policy.p\n\nallow := true\n")]]);
}
