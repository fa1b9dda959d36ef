import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { writeSbom } from "./sbom.ts";

// Usage: node tools/sbom/main.ts [FILE]. Writes the software bill of materials, and prints where it is.
const root = join(import.meta.dirname, "..", "..");
const output = resolve(process.argv[2] ?? join(root, "var", "sbom.cdx.json"));
mkdirSync(dirname(output), { recursive: true });
await writeSbom(root, output);
console.log(output);
