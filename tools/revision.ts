import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A revision has to tell bundles apart, not to withstand forgery: the bundle's digest does that. */
const REVISION_HEX_CHARS = 16;

// Usage: node tools/revision.ts <folder>. Prints a revision that depends on the bundle's sources and on nothing else.
const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: node tools/revision.ts <folder>");
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith("_test.rego"))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const hash = createHash("sha256");
for (const file of files) {
  const content = readFileSync(file);
  hash.update(`${file}\0${content.length}\0`).update(content);
}
console.log(hash.digest("hex").slice(0, REVISION_HEX_CHARS));
