import { describe, expect, test } from "vitest";
import { writeArchive } from "../../../src/adapters/bundles/archive.ts";
import { loadSigningKey, loadVerificationKey } from "../../../src/adapters/bundles/keys.ts";
import { type Reading, receiveArchive, receiveFiles } from "../../../src/adapters/bundles/receive.ts";
import { signBundle } from "../../../src/adapters/bundles/sign.ts";
import type { BundleFiles } from "../../../src/domain/bundle.ts";
import { filesOf, keyPairFor, SAMPLE, textsOf, yamlToJson } from "./fixture.ts";

const PAIR = keyPairFor("EdDSA");
const READING: Reading = {
  yamlToJson,
  verification: {
    signatures: "required",
    keys: new Map([["k", loadVerificationKey("k", { algorithm: "EdDSA", key: PAIR.publicKey })]]),
  },
};
const signed = (files: BundleFiles) =>
  signBundle(files, { key: loadSigningKey("EdDSA", PAIR.privateKey), keyId: "k" }, yamlToJson);

const MODULE = { "policy.wasm": "\0asm" };

test("a signed archive is received as it is", async () => {
  const files = await signed(SAMPLE);
  expect(textsOf(await receiveArchive(await writeArchive(files), READING))).toEqual(textsOf(files));
});

test("a bundle with its module has one data file at the end, with the numbers of all", async () => {
  const files = filesOf({ ...MODULE, "data.json": '{"a":{"x":1.0}}', "a/b/data.yaml": "- 1\n", "a/notes.json": "{}" });
  const received = await receiveFiles(await signed(files), READING);
  expect(textsOf(received)).toEqual({ ...MODULE, "a/notes.json": "{}", "data.json": '{"a":{"b":[1],"x":1.0}}' });
});

test.each([{}, { "data.json": '{ "a": 1 }' }])(
  "a bundle with its module and the data %j stays as it is",
  async (data) => {
    const files = await signed(filesOf({ ...MODULE, ...data }));
    expect(await receiveFiles(files, READING)).toBe(files);
  },
);

describe("what is signed and broken all the same is refused", () => {
  test.each([
    [
      "overlapping roots",
      { "x.rego": "package x", ".manifest": '{"roots":["a","a/b"]}' },
      /the roots "a" and "a\/b" overlap/,
    ],
    [
      "data outside of its roots",
      { "x.rego": "package x", "data.json": '{"b":1}', ".manifest": '{"roots":["x"]}' },
      /the data at \/b is outside/,
    ],
    ["neither policy nor module", { "data.json": "{}" }, /neither policy\.wasm nor policies/],
  ])("%s", async (_what, contents, message) => {
    await expect(signed(filesOf(contents)).then((files) => receiveFiles(files, READING))).rejects.toThrow(message);
  });
});

test("nothing is read before the signature was verified", async () => {
  const broken = filesOf({ ".manifest": "{", "data.json": "{", "a/.manifest": "" });
  await expect(receiveFiles(broken, READING)).rejects.toThrow(/is not signed/);
  const another = new Map([
    ...broken,
    [".signatures.json", (await signed(SAMPLE)).get(".signatures.json") as Uint8Array],
  ]);
  await expect(receiveFiles(another, READING)).rejects.toThrow(/^a\/\.manifest is not covered/);
});
