import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { go } from "./go.ts";

const OPA_MODULE = "github.com/open-policy-agent/opa";

/** Our main package, seen from tools/opa. */
const MAIN = "./wasi/opa";

/** What `go build` and `go list` are told, so that they see OPA's sources with our stubs in them. */
export interface Sources {
  /** Folder that go runs in: tools/opa. */
  readonly folder: string;
  /** OPA's own sources, as they were published. */
  readonly opa: string;
  readonly flags: readonly string[];
  readonly main: string;
}

/**
 * Lays the stubs over OPA's sources. Go replaces no file of its module cache, so OPA is reached by a link that stands outside it;
 * the link's path is relative, because the program records it.
 * @param folder tools/opa
 * @param scratch a folder of our own
 */
export async function laySources(folder: string, scratch: string): Promise<Sources> {
  const opa = await downloadOpa(folder);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const link = join(scratch, "opa");
  symlinkSync(opa, link);
  const modfile = join(scratch, "go.mod");
  const replace = `\nreplace ${OPA_MODULE} => ${relative(folder, link)}\n`;
  writeFileSync(modfile, readFileSync(join(folder, "go.mod"), "utf8") + replace);
  copyFileSync(join(folder, "go.sum"), join(scratch, "go.sum"));
  const overlay = join(scratch, "overlay.json");
  writeFileSync(overlay, JSON.stringify({ Replace: replacements(join(folder, MAIN, "_stubs"), link) }));
  return { folder, opa, flags: ["-mod=readonly", "-modfile", modfile, "-overlay", overlay], main: MAIN };
}

/** The pinned module in Go's cache, checked against go.sum. */
async function downloadOpa(folder: string): Promise<string> {
  const { Dir: dir } = JSON.parse(await go(folder, ["mod", "download", "-json", OPA_MODULE])) as { Dir?: string };
  if (dir === undefined) throw new Error(`go does not say where ${OPA_MODULE} is`);
  return dir;
}

/** Each file under `stubs` takes the place of the file of the same path under `opa`. */
function replacements(stubs: string, opa: string): Readonly<Record<string, string>> {
  const files = readdirSync(stubs, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".go"));
  return Object.fromEntries(files.map((path) => [join(opa, path), join(stubs, path)]));
}
