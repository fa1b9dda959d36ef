import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BundleDisk } from "../../../src/adapters/bundle-cache/disk.ts";
import { digestOf } from "../../support/records.ts";
import { dataDir } from "../../support/writ.ts";

const LAST = { name: "n", revision: "r", source: "file x", confirmed_at_ms: 1 };

test("what was written is read, a damaged file is written anew, and what is not there is nothing", async () => {
  const disk = new BundleDisk(join(dataDir(), "bundles"));
  const digest = digestOf("one");
  expect(await disk.read(digest)).toBeUndefined();
  expect(await disk.lastGood("t", "active")).toBeUndefined();
  const path = await disk.write(digest, Buffer.from("archive"));
  expect(path).toBe(disk.path(digest));
  writeFileSync(path, "arch");
  await disk.write(digest, Buffer.from("archive"));
  expect(String(await disk.read(digest))).toBe("archive");
  await disk.remember("t", "active", { digest, ...LAST });
  expect(await disk.lastGood("t", "active")).toEqual({ digest, ...LAST });
  expect(await disk.lastGood("t", "candidate")).toBeUndefined();
});

test("a pointer that was cut off is none", async () => {
  const dir = dataDir();
  writeFileSync(join(dir, "t.active.json"), '{"digest":"sha');
  expect(await new BundleDisk(dir).lastGood("t", "active")).toBeUndefined();
});

test("pruning keeps what is in use and the newest, and removes what a killed process left", async () => {
  const dir = dataDir();
  const disk = new BundleDisk(dir);
  const digests = Array.from({ length: 15 }, (_, index) => digestOf(String(index)));
  for (const [index, digest] of digests.entries()) {
    utimesSync(await disk.write(digest, Buffer.from("x")), index, index);
  }
  writeFileSync(join(dir, "abc.tar.gz.123.tmp"), "half");
  await disk.prune([digests[0]!]);
  const kept = await Promise.all(digests.map(async (digest) => (await disk.read(digest)) !== undefined));
  expect(kept).toEqual([true, ...Array(4).fill(false), ...Array(10).fill(true)]);
  expect(readdirSync(dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
