import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { readArchive, writeArchive } from "../../../src/adapters/bundles/archive.ts";
import { MAX_ENTRIES, MAX_PATH_BYTES } from "../../../src/adapters/bundles/limits.ts";
import { WritError } from "../../../src/domain/errors.ts";
import { type ForgedEntry, filesOf, namesIn, SAMPLE, tarGzOf, tarOf, textsOf, withChecksum } from "./fixture.ts";

const BLOCK = 512;

describe("what is written", () => {
  test("is read back, in the order of the paths, long and foreign names too", async () => {
    const files = filesOf({ ...textsOf(SAMPLE), [`deep/${"n".repeat(200)}/ü.rego`]: "package deep", empty: "" });
    const read = await readArchive(await writeArchive(files));
    expect(textsOf(read)).toEqual(textsOf(files));
    expect([...read.keys()]).toEqual([...read.keys()].sort());
  });

  test("has the same bytes for the same files, in whatever order they come", async () => {
    const reversed = new Map([...SAMPLE].reverse());
    expect((await writeArchive(reversed)).equals(await writeArchive(SAMPLE))).toBe(true);
  });

  test.each(["../a", "/a", "./a", "a//b", "a/", ""])("refuses to write the path %j", async (path) => {
    await expect(writeArchive(filesOf({ [path]: "x" }))).rejects.toThrow(WritError);
  });
});

describe("names that are read", () => {
  const spellings: readonly (readonly [string, string])[] = [
    ["data.json", "data.json"],
    ["/data.json", "data.json"],
    ["./data.json", "data.json"],
    ["./a/b/data.json", "a/b/data.json"],
    [".manifest", ".manifest"],
  ];
  test.each(spellings)("%j is %j", async (name, path) => {
    const read = await readArchive(await tarGzOf([{ name, content: "{}" }]));
    expect([...read.keys()]).toEqual([path]);
  });

  test("folders are no entries", async () => {
    const folders: ForgedEntry[] = [
      { name: "./", type: "directory" },
      { name: "a/", type: "directory" },
    ];
    const read = await readArchive(await tarGzOf([...folders, { name: "a/b", content: "x" }]));
    expect(textsOf(read)).toEqual({ "a/b": "x" });
  });
});

const file = (name: string): ForgedEntry => ({ name, content: "x" });

const FORGED: readonly (readonly [string, readonly ForgedEntry[], RegExp])[] = [
  ["leads out", [file("../evil")], /"\.\.\/evil" leads out/],
  ["leads out on the way", [file("a/../../evil")], /"a\/\.\.\/\.\.\/evil" leads out/],
  ["leads out after a leading slash", [file("/../evil")], /leads out/],
  ["is absolute twice", [file("//etc/passwd")], /"\/\/etc\/passwd" is an absolute path/],
  ["is absolute after a dot", [file(".//etc/passwd")], /is an absolute path/],
  ["has a drive", [file("C:/evil")], /"C:\/evil" is an absolute path/],
  ["has a backslash", [file("..\\evil")], /backslash/],
  ["has an empty segment", [file("a//b")], /"a\/\/b" has an empty segment/],
  ["has a dot segment", [file("a/./b")], /"a\/\.\/b" has an empty segment/],
  ["has a line break", [file("a\nb")], /"a\\nb" has a control character/],
  ["has no name", [file(".")], /"\." is a file without a name/],
  ["has a folder's name", [file("a/")], /"a\/" is a file with a folder's name/],
  ["is too long", [file("n".repeat(MAX_PATH_BYTES + 1))], /is longer than 255 bytes/],
  ["is a symbolic link", [{ name: "a", type: "symlink", linkname: "/etc/passwd" }], /^"a" is a symbolic link/],
  ["is a hard link", [file("b"), { name: "a", type: "link", linkname: "b" }], /^"a" is a hard link/],
  ["is a character device", [{ name: "a", type: "character-device" }], /^"a" is a character device/],
  ["is a block device", [{ name: "a", type: "block-device" }], /^"a" is a block device/],
  ["is a pipe", [{ name: "a", type: "fifo" }], /^"a" is a pipe/],
  ["is there twice", [file("a"), file("a")], /^a is there twice/],
  ["is there twice, spelled otherwise", [file("a"), file("./a")], /^a is there twice/],
  ["is there twice, with a slash", [file("a/b"), file("/a/b")], /^a\/b is there twice/],
  ["differs in case only", [file("policy.wasm"), file("Policy.wasm")], /Policy\.wasm and policy\.wasm are one name/],
  ["has a folder that differs in case only", [file("a/b"), file("A/c")], /A and a are one name/],
  ["differs in composition only", [file("\u00e9"), file("e\u0301")], /are one name/],
  ["is a file and a folder", [file("a"), file("a/b")], /^a is a file and a folder/],
  ["is a folder and a file", [file("a/b"), file("a")], /^a is a file and a folder/],
  ["is a folder's entry and a file", [{ name: "a/", type: "directory" }, file("a")], /^a is a file and a folder/],
  ["is sparse", [{ ...file("a"), pax: { "GNU.sparse.name": "b" } }], /has the pax record "GNU.sparse.name"/],
  ["has its size by pax", [{ ...file("a"), pax: { size: "1" } }], /has the pax record "size"/],
  [
    "is empty by pax, which would make its content a header",
    [file("b"), { ...file("a"), pax: { size: "0" } }],
    /pax record "size", after "b"/,
  ],
];

describe("an archive is refused", () => {
  test.each(FORGED)("when an entry %s", async (_what, entries, message) => {
    const archive = await tarGzOf(entries);
    const error = await readArchive(archive).then(
      () => undefined,
      (caught) => caught,
    );
    expect(error).toBeInstanceOf(WritError);
    expect(error).toMatchObject({ code: "invalid_argument", message: expect.stringMatching(message) });
  });

  test("when it has too many entries", async () => {
    const entries = Array.from({ length: MAX_ENTRIES + 1 }, (_, i) => ({ name: `f${i}` }));
    await expect(readArchive(await tarGzOf(entries))).rejects.toThrow(/f10000 is entry 10001/);
  });

  test("when it holds much more than it is long", async () => {
    const bomb = await tarGzOf([{ name: "zeros", content: "\0".repeat(8 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(10_000);
    await expect(readArchive(bomb)).rejects.toThrow(/more than 200 times its size/);
  });

  test("when it is not gzip, and when gzip holds no tar", async () => {
    await expect(readArchive(Buffer.from("<html>"))).rejects.toThrow(/not gzip/);
    await expect(readArchive(gzipSync("x".repeat(2000)))).rejects.toThrow(/no tar/);
    await expect(readArchive(gzipSync(""))).rejects.toThrow(/cut off/);
    await expect(readArchive(gzipSync("old".padEnd(2048, "\0")))).rejects.toThrow(/is no tar$/);
  });

  test("when an entry's type is unknown", async () => {
    const tar = await tarOf([file("a")]);
    tar.write("S", 156);
    await expect(readArchive(gzipSync(withChecksum(tar)))).rejects.toThrow(/^"a" is of an unknown type/);
  });

  const sizes: readonly (readonly [string, Buffer, RegExp])[] = [
    ["beyond the archive", Buffer.from("77777777777\0"), /cut off$/],
    ["that is no number", Buffer.from("0000000000x\0"), /size cannot be read/],
    ["that is nothing", Buffer.alloc(12), /size cannot be read/],
    ["in GNU's form for huge files", Buffer.from([0x80, ...Buffer.alloc(10), 1]), /size cannot be read/],
    ["below zero in GNU's form", Buffer.alloc(12, 0xff), /size cannot be read/],
    ["in no form, for which other readers wait for ever", Buffer.alloc(12, 0x81), /size cannot be read/],
  ];
  test.each(sizes)("when an entry has a size %s", async (_what, size, message) => {
    const tar = await tarOf([file("a")]);
    size.copy(tar, 124);
    await expect(readArchive(gzipSync(withChecksum(tar)))).rejects.toThrow(message);
  });

  test("when a checksum is wrong, or the format is neither POSIX's nor GNU's", async () => {
    const tar = await tarOf([file("a")]);
    tar.write("b", 0);
    await expect(readArchive(gzipSync(tar))).rejects.toThrow(/is no tar$/);
    await expect(readArchive(gzipSync(withChecksum(tar.fill(0, 257, 265))))).rejects.toThrow(/no tar of POSIX or GNU/);
  });

  const paxes: readonly (readonly [string, string, string, RegExp])[] = [
    ["a record without a length", "x", "path=b\n", /a pax header cannot be read/],
    ["a record that is too long", "x", "99 path=b\n", /a pax header cannot be read/],
    ["a record that does not end", "x", "9 path=b;", /a pax header cannot be read/],
    ["a record without a key", "x", "5 =b\n", /a pax header cannot be read/],
    ["two names", "x", "9 path=b\n9 path=c\n", /named twice/],
    ["a name for all entries", "g", "9 path=b\n", /pax record "path"/],
    ["no entry behind it", "x", "9 path=b\n", /ends where an entry was named/],
    ["too much", "x", "x".repeat(17_000), /a header is longer than 16384 bytes/],
    ["a long name that does not end", "L", "name", /a long name does not end/],
    ["a long name that ends early", "L", "na\0me\0", /a long name does not end/],
  ];
  test.each(paxes)("when a header has %s", async (_what, type, content, message) => {
    const tar = await tarOf([{ name: "h", content }]);
    tar.write(type, 156);
    await expect(readArchive(gzipSync(withChecksum(tar)))).rejects.toThrow(message);
  });

  test("when a folder has content, for which other readers wait for ever", async () => {
    const tar = await tarOf([file("a")]);
    tar.write("5", 156);
    await expect(readArchive(gzipSync(withChecksum(tar)))).rejects.toThrow(/"a" is a folder with content/);
  });

  test("when its name is no UTF-8", async () => {
    const tar = await tarOf([file("a")]);
    tar[0] = 0xff;
    await expect(readArchive(gzipSync(withChecksum(tar)))).rejects.toThrow(/an entry's name is not UTF-8/);
  });
});

/** What stands after the end, and would be seen by one reader and not by another. */
describe("an archive ends once", () => {
  const hidden = async () => {
    const [first, second] = await Promise.all([tarOf([file("a")]), tarOf([file("b")])]);
    return { first, second };
  };

  test("an entry behind the end is refused, though other readers see it", async () => {
    const { first, second } = await hidden();
    const tar = Buffer.concat([first, second]);
    expect(await namesIn(tar)).toEqual(["a", "b"]);
    await expect(readArchive(gzipSync(tar))).rejects.toThrow(/goes on after its end, after "a"/);
  });

  test("one block of zeros between entries is an end too", async () => {
    const { first, second } = await hidden();
    const tar = Buffer.concat([first.subarray(0, 2 * BLOCK), Buffer.alloc(BLOCK), second]);
    await expect(readArchive(gzipSync(tar))).rejects.toThrow(/goes on after its end, after "a"/);
  });

  test("a second gzip member is refused, though gunzip joins them", async () => {
    const { first, second } = await hidden();
    const archive = Buffer.concat([gzipSync(first), gzipSync(second)]);
    await expect(readArchive(archive)).rejects.toThrow(/goes on after its gzip member/);
  });

  test("anything after the gzip member is refused, though gunzip forgets it", async () => {
    const archive = Buffer.concat([gzipSync(await tarOf([file("a")])), Buffer.from("more")]);
    await expect(readArchive(archive)).rejects.toThrow(/goes on after its gzip member/);
  });

  test("more padding of zeros is taken: tar writes records of twenty blocks", async () => {
    const tar = Buffer.concat([await tarOf([file("a")]), Buffer.alloc(16 * BLOCK)]);
    expect(textsOf(await readArchive(gzipSync(tar)))).toEqual({ a: "x" });
  });

  test("bytes in the padding of the end are refused", async () => {
    const padding = Buffer.alloc(BLOCK);
    padding[BLOCK - 1] = 1;
    const tar = Buffer.concat([await tarOf([file("a")]), padding]);
    await expect(readArchive(gzipSync(tar))).rejects.toThrow(/goes on after its end, after "a"/);
  });

  test("a header behind the end that no entry follows is refused", async () => {
    const pax = (await tarOf([{ ...file("b"), pax: { comment: "hidden" } }])).subarray(0, 2 * BLOCK);
    const tar = Buffer.concat([await tarOf([file("a")]), pax]);
    expect(await namesIn(tar)).toEqual(["a"]);
    await expect(readArchive(gzipSync(tar))).rejects.toThrow(/goes on after its end, after "a"/);
  });

  test("no end is no archive", async () => {
    const tar = await tarOf([file("a")]);
    for (const [blocks, message] of [
      [1, /cut off$/],
      [2, /cut off, after "a"/],
      [3, /cut off, after "a"/],
    ] as const) {
      await expect(readArchive(gzipSync(tar.subarray(0, blocks * BLOCK)))).rejects.toThrow(message);
    }
  });
});

describe("other programs' archives", () => {
  const long = `deep/${"n".repeat(200)}/ü.rego`;
  const files = filesOf({ ...textsOf(SAMPLE), [long]: "package deep" });
  const dir = mkdtempSync(join(tmpdir(), "writ-tar-"));
  afterAll(() => rmSync(dir, { recursive: true }));

  test("are read as tar writes them, in each of its formats", async () => {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    for (const format of ["gnu", "posix"]) {
      const archive = execFileSync("tar", [`--format=${format}`, "-C", dir, "-czf", "-", "."]);
      expect(textsOf(await readArchive(archive))).toEqual(textsOf(files));
    }
  });

  test("are read as a library writes them, and it reads ours", async () => {
    const entries = [...files].map(([name, content]) => ({ name, content: Buffer.from(content).toString() }));
    expect(textsOf(await readArchive(await tarGzOf(entries)))).toEqual(textsOf(files));
    const tar = gunzipSync(await writeArchive(files));
    expect(await namesIn(tar)).toEqual([...files.keys()].sort().map((path) => `/${path}`));
  });
});

test("a gzip header may name a file and a time, as gzip writes it", async () => {
  const plain = gzipSync(await tarOf([file("a")]));
  const named = Buffer.concat([plain.subarray(0, 10), Buffer.from("bundle.tar\0"), plain.subarray(10)]);
  named[3] = 8;
  expect(textsOf(await readArchive(named))).toEqual({ a: "x" });
});
