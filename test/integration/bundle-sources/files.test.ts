import { execFileSync } from "node:child_process";
import { cpSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readArchive } from "../../../src/adapters/bundles/archive.ts";
import { MAX_ARCHIVE_BYTES } from "../../../src/adapters/bundles/limits.ts";
import { openBundleSource } from "../../../src/adapters/bundles/open.ts";
import type { BundleSource } from "../../../src/ports/bundle-source.ts";
import { textsOf } from "../../unit/bundles/fixture.ts";
import { temporaryFolder } from "./opa-cli.ts";
import { lookAt, never, problemOf, READING, signedArchive, unsignedArchive } from "./values.ts";

const dir = temporaryFolder();
let counter = 0;
const fresh = (suffix = "") => join(dir, `${counter++}${suffix}`);

/** Node makes none itself. */
const makePipe = (path: string, program = "mkfifo") => execFileSync(program, [path]);

const folder = (path: string, watch = false) => openBundleSource({ kind: "folder", path, watch }, READING);
const file = (path: string) => openBundleSource({ kind: "file", path }, READING);

async function unpacked(path: string, mark: string): Promise<string> {
  for (const [name, content] of await readArchive(await signedArchive(mark))) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

describe("a file", () => {
  test("gives its bundle once, and again when it was replaced", async () => {
    const path = fresh(".tar.gz");
    writeFileSync(path, await signedArchive("one"));
    const source = file(path);
    const first = await lookAt(source);
    expect(first?.mark).toBe("one");
    expect(await lookAt(source, first?.version)).toBeUndefined();
    writeFileSync(path, await signedArchive("two"));
    expect((await lookAt(source, first?.version))?.mark).toBe("two");
  });

  test("written again with the same bytes is the same, for a new source too", async () => {
    const path = fresh(".tar.gz");
    const archive = await signedArchive("one");
    writeFileSync(path, archive);
    const source = file(path);
    const version = (await lookAt(source))?.version;
    writeFileSync(path, archive);
    expect(await lookAt(source, version)).toBeUndefined();
    expect(await lookAt(file(path), version)).toBeUndefined();
  });

  test("may be a link, as Kubernetes mounts files", async () => {
    const [path, link] = [fresh(".tar.gz"), fresh(".tar.gz")];
    writeFileSync(path, await signedArchive("one"));
    symlinkSync(path, link);
    expect((await lookAt(file(link)))?.mark).toBe("one");
  });

  test("is refused, or not there", async () => {
    const [unsigned, huge, pipe] = [fresh(".tar.gz"), fresh(".tar.gz"), fresh()];
    writeFileSync(unsigned, await unsignedArchive());
    expect(await problemOf(file(unsigned))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(/is not signed/),
    });
    writeFileSync(huge, "");
    truncateSync(huge, MAX_ARCHIVE_BYTES + 1);
    expect(await problemOf(file(huge))).toEqual({
      code: "invalid_argument",
      message: `${huge} is longer than 67108864 bytes`,
    });
    makePipe(pipe);
    expect(await problemOf(file(pipe))).toEqual({ code: "invalid_argument", message: `${pipe} is not a regular file` });
    expect(await problemOf(file(dir))).toEqual({ code: "invalid_argument", message: `${dir} is not a regular file` });
    expect(await problemOf(file(join(dir, "none")))).toEqual({
      code: "unavailable",
      message: `${join(dir, "none")} cannot be read (ENOENT)`,
    });
  });
});

describe("a folder", () => {
  test("gives its bundle once, and again when something in it changed", async () => {
    const path = await unpacked(fresh(), "one");
    const source = folder(path);
    const first = await source.fetch(undefined, never);
    expect(first?.version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(textsOf(first?.files ?? new Map())["policy/p.rego"]).toContain('"one"');
    expect(await lookAt(source, first?.version)).toBeUndefined();
    await unpacked(path, "two");
    expect((await lookAt(source, first?.version))?.mark).toBe("two");
  });

  const strange: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    [
      "a file that nobody signed",
      (path) => writeFileSync(join(path, "more.rego"), "package more"),
      /^more\.rego is not covered/,
    ],
    [
      "a changed file",
      (path) => writeFileSync(join(path, "policy/p.rego"), "package p"),
      /^policy\/p\.rego is not what was signed/,
    ],
    [
      "a symbolic link",
      (path) => symlinkSync("/etc/passwd", join(path, "data.json")),
      /^data\.json is neither a file nor a folder/,
    ],
    [
      "a link to a folder",
      (path) => symlinkSync("/etc", join(path, "policy/etc")),
      /^policy\/etc is neither a file nor a folder/,
    ],
    ["a pipe", (path) => makePipe(join(path, "pipe")), /^pipe is neither a file nor a folder/],
    [
      "two names that differ in case only",
      (path) => linkSync(join(path, "policy/p.rego"), join(path, "policy/P.rego")),
      /are one name/,
    ],
  ];
  test.each(strange)("with %s is refused", async (_what, change, message) => {
    const path = await unpacked(fresh(), "one");
    change(path);
    expect(await problemOf(folder(path))).toEqual({
      code: "invalid_argument",
      message: expect.stringMatching(message),
    });
  });

  test("that is not there is away", async () => {
    const path = fresh();
    expect(await problemOf(folder(path))).toEqual({ code: "unavailable", message: `${path} cannot be read (ENOENT)` });
  });
});

describe("a watched folder", () => {
  const changed = async (change: (path: string) => void | Promise<void>) => {
    const path = await unpacked(fresh(), "one");
    const source = folder(path, true);
    const first = await lookAt(source);
    const next = lookAt(source, first?.version);
    await change(path);
    return next;
  };

  test("is waited for until it changed, and is read when all is written", async () => {
    const next = await changed(async (path) => {
      await unpacked(path, "half");
      await unpacked(path, "two");
    });
    expect(next?.mark).toBe("two");
  });

  test("may be replaced as a whole, as builds do", async () => {
    const next = await changed(async (path) => {
      const built = await unpacked(fresh(), "two");
      rmSync(path, { recursive: true });
      renameSync(built, path);
    });
    expect(next?.mark).toBe("two");
  });

  test("may be away at the moment of a look", async () => {
    const path = await unpacked(fresh(), "one");
    const built = await unpacked(fresh(), "two");
    const source = folder(path, true);
    const first = await lookAt(source);
    rmSync(path, { recursive: true });
    const next = lookAt(source, first?.version);
    setTimeout(() => renameSync(built, path), 20);
    expect((await next)?.mark).toBe("two");
  });

  test("that was touched only is still the same", async () => {
    const next = await changed((path) => {
      cpSync(join(path, "policy/p.rego"), join(path, "copy"));
      renameSync(join(path, "copy"), join(path, "policy/p.rego"));
    });
    expect(next).toBeUndefined();
  });

  test("is refused when what was written is", async () => {
    const path = await unpacked(fresh(), "one");
    const source = folder(path, true);
    const known = (await lookAt(source))?.version;
    const next = problemOf(source, known);
    writeFileSync(join(path, "policy/p.rego"), "package p");
    expect(await next).toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(/p\.rego is not what was signed/),
    });
    // The same again is refused again: what was refused is not what is known.
    expect(await problemOf(source, known)).toMatchObject({ code: "invalid_argument" });
  });

  test("is not waited for when the caller stops", async () => {
    const source: BundleSource = folder(await unpacked(fresh(), "one"), true);
    const known = (await lookAt(source))?.version;
    const stop = new AbortController();
    const next = source.fetch(known, stop.signal);
    stop.abort(new Error("stopping"));
    await expect(next).rejects.toThrow("stopping");
  });
});
