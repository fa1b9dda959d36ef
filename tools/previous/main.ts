import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { PREVIOUS, previousFolder, previousMain } from "./previous.ts";

// Usage: node tools/previous/main.ts. Builds the version before from git's history into var/previous, with the packages that are installed
// here, and prints the path of its main.js. A tarball has no history: there it says so, and the tests that need it are skipped.
const root = join(import.meta.dirname, "..", "..");
const folder = previousFolder(root);
if (previousMain(root) === undefined) {
  const draft = `${folder}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const archive = execFileSync("git", ["archive", "--format=tar", PREVIOUS], { cwd: root, maxBuffer: 1 << 30 });
  execFileSync("tar", ["-xf", "-", "-C", draft], { input: archive });
  renameSync(draft, folder);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  symlinkSync(join(root, "var"), join(folder, "var"));
  execFileSync("make", ["-o", "node_modules/.installed", "-s", "build", "bundle"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
console.log(previousMain(root));
