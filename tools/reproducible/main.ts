import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { type Packed, pack } from "../package/pack.ts";

// Usage: node tools/reproducible/main.ts. Installs, builds and packs the working tree twice, in folders, time zones and languages that
// differ, and compares the packages byte by byte. Ends with 1, and names the files, when they are not the same. Both are built by the
// same OPA, whose version tools/opa/go.mod pins; with $REPRODUCE that file is the first of the two, as a release has it.

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");

/** What must not leave a trace in what is built. */
const PLACES = [
  { name: "one", umask: "022", env: { TZ: "UTC", LANG: "C", LC_ALL: "C" } },
  { name: "another/and-deeper", umask: "077", env: { TZ: "Pacific/Auckland", LANG: "C.UTF-8", LC_ALL: "C.UTF-8" } },
] as const;

// OPA takes minutes to build, and is the same for both: the file itself, to which each place makes a link of its own.
const opa = realpathSync(process.env["OPA"] ?? join(root, "var", "bin", "opa"));
const work = mkdtempSync(join(tmpdir(), "writ-reproducible-"));
try {
  const files = await sources();
  const given = process.env["REPRODUCE"];
  const places = given === undefined ? PLACES : PLACES.slice(1);
  const packed: Packed[] = [];
  for (const place of places) packed.push(await build(place, files));
  const paths = [...(given === undefined ? [] : [given]), ...packed.map(({ path }) => path)];
  const digests = paths.map((path) => hash("sha256", readFileSync(path), "hex"));
  for (const [index, digest] of digests.entries()) console.log(`${digest}  ${paths[index]}`);
  const [one, other] = paths as [string, string];
  if (new Set(digests).size === 1) console.log("the same, byte for byte");
  else {
    console.error(`not the same:\n${(await differences(one, other)).join("\n")}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** What git has, or would take, of the working tree. */
async function sources(): Promise<readonly string[]> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await run("git", args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split("\0").filter((file) => file !== "");
}

async function build({ name, umask, env }: (typeof PLACES)[number], files: readonly string[]): Promise<Packed> {
  const folder = join(work, name, "writ");
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true });
  }
  console.error(`building in ${folder}`);
  const script = `umask ${umask} && exec make -s build bundle`;
  await run("sh", ["-c", script], {
    cwd: folder,
    env: { ...process.env, ...env, OPA: opa },
    maxBuffer: 64 * 1024 * 1024,
  });
  return pack(folder, join(work, name));
}

/** The entries of two packages that are not in both with the same bytes and mode. */
async function differences(one: string, other: string): Promise<readonly string[]> {
  const [left, right] = [await entries(one), await entries(other)];
  const names = new Set([...left.keys(), ...right.keys()]);
  const different = [...names].filter((name) => left.get(name) !== right.get(name)).sort();
  return different.length > 0 ? different : ["the entries are the same; their order or the compression is not"];
}

async function entries(tarball: string): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(work, "unpacked-"));
  await run("tar", ["-xpzf", tarball, "-C", folder]);
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    found.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), `${statSync(path).mode} ${hash("sha256", readFileSync(path), "hex")}`];
    }),
  );
}
