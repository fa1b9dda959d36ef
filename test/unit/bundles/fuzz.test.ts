import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { readArchive, writeArchive } from "../../../src/adapters/bundles/archive.ts";
import { readContents } from "../../../src/adapters/bundles/contents.ts";
import { canonicalText } from "../../../src/adapters/bundles/json.ts";
import { type BundleKey, loadSigningKey, loadVerificationKey } from "../../../src/adapters/bundles/keys.ts";
import { receiveArchive } from "../../../src/adapters/bundles/receive.ts";
import { signBundle } from "../../../src/adapters/bundles/sign.ts";
import { isStructured, readStructured } from "../../../src/adapters/bundles/structured.ts";
import type { BundleFiles } from "../../../src/domain/bundle.ts";
import { WritError } from "../../../src/domain/errors.ts";
import { keyPairFor, SAMPLE, withChecksum, yamlToJson } from "./fixture.ts";

/** Archives of each kind; more of them with the variable, e.g. 20000. */
const RUNS = Number(process.env["WRIT_FUZZ_RUNS"] ?? 60);

/** Numbers that are the same at every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof seeded>;
type Damage = (bytes: Buffer, random: Random) => Buffer;

const DAMAGES: readonly Damage[] = [
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => flipped(bytes, random, 1),
  (bytes, random) => flipped(bytes, random, 8),
  (bytes, random) => Buffer.concat([bytes.subarray(0, random(bytes.length)), bytes.subarray(random(bytes.length))]),
  (bytes, random) => Buffer.concat([bytes, Buffer.from([random(256)])]),
  (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.from(bytes).fill(random(256), at, Math.min(bytes.length, at + random(64)));
  },
];

function flipped(bytes: Buffer, random: Random, times: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < times; i++) {
    const at = random(copy.length);
    copy[at] = (copy[at] as number) ^ (1 << random(8));
  }
  return copy;
}

let archive: Buffer;
let signed: BundleFiles;
let key: BundleKey;
beforeAll(async () => {
  const pair = keyPairFor("ES256");
  const signer = { key: loadSigningKey("ES256", pair.privateKey), keyId: "k" };
  signed = await signBundle(SAMPLE, signer, yamlToJson);
  archive = await writeArchive(signed);
  key = loadVerificationKey("k", { algorithm: "ES256", key: pair.publicKey });
});

/** What a policy can notice of a bundle. */
function meaningOf(files: BundleFiles): Record<string, string> {
  const said = [...files].map(([path, content]) => [
    path,
    isStructured(path)
      ? canonicalText(readStructured(path, content, yamlToJson))
      : Buffer.from(content).toString("hex"),
  ]);
  return Object.fromEntries(said.filter(([path]) => path !== ".signatures.json").sort());
}

/** @returns whether it was taken, which it may only be when it says what it said */
async function takes(bytes: Buffer): Promise<boolean> {
  const verification = { signatures: "required", keys: new Map([["k", key]]) } as const;
  const files = await receiveArchive(bytes, { verification, yamlToJson }).catch((error) => {
    expect(error).toBeInstanceOf(WritError);
    expect(error.code).toBe("invalid_argument");
    return undefined;
  });
  if (files === undefined) return false;
  expect(meaningOf(files)).toEqual(meaningOf(signed));
  return true;
}

describe("no damaged archive is a crash, or another bundle", () => {
  test("in its compressed form", async () => {
    const random = seeded(1);
    for (let run = 0; run < RUNS; run++) {
      for (const damage of DAMAGES) await takes(damage(archive, random));
    }
    expect(await takes(archive)).toBe(true);
  });

  test("in its tar, compressed again", async () => {
    const random = seeded(2);
    const tar = gunzipSync(archive);
    let taken = 0;
    for (let run = 0; run < RUNS; run++) {
      for (const damage of DAMAGES) taken += Number(await takes(gzipSync(damage(tar, random), { level: 1 })));
    }
    // Padding and times of files say nothing; if none were taken, the test would not get as far as the signature.
    expect(taken).toBeGreaterThan(0);
  });

  test("in a header whose checksum is right", async () => {
    const random = seeded(3);
    const tar = gunzipSync(archive);
    for (let run = 0; run < RUNS; run++) {
      const copy = Buffer.from(tar);
      for (let i = 0; i <= random(3); i++) copy[random(512)] = random(256);
      await takes(gzipSync(withChecksum(copy), { level: 1 }));
    }
    expect(await takes(gzipSync(withChecksum(tar)))).toBe(true);
  });
});

test("no damaged file is a crash of who reads an unsigned bundle", async () => {
  const random = seeded(4);
  const files = await readArchive(archive);
  for (let run = 0; run < RUNS; run++) {
    for (const [path, content] of files) {
      const damage = DAMAGES[random(DAMAGES.length)] as Damage;
      const damaged = new Map([...files, [path, damage(Buffer.from(content), random)]]);
      try {
        readContents(damaged, yamlToJson);
      } catch (error) {
        expect(error).toBeInstanceOf(WritError);
      }
    }
  }
});
