import { hash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { writeSbom } from "../sbom/sbom.ts";
import { pack } from "./pack.ts";

// Usage: node tools/package/main.ts [FOLDER]. Puts into the folder what a release is: the package, its bill of materials, and the
// SHA-256 of both. With $GITHUB_REPOSITORY the package says where it comes from, which npm compares with the provenance.
const root = join(import.meta.dirname, "..", "..");
const folder = resolve(process.argv[2] ?? join(root, "var", "release"));
mkdirSync(folder, { recursive: true });
const { path } = await pack(root, folder);
const sbom = path.replace(/\.tgz$/, ".cdx.json");
await writeSbom(root, sbom);
const sums = [path, sbom].map((file) => `${hash("sha256", readFileSync(file), "hex")}  ${basename(file)}`);
writeFileSync(join(folder, "SHA256SUMS"), `${sums.join("\n")}\n`);
console.log(sums.join("\n"));
