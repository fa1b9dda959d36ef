import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LockedPackage, licenceProblems } from "./licences.ts";

// Usage: node tools/licences/main.ts. Ends with 1, and names the package, when the lock file has one whose terms nobody has agreed to.
const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../../package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const problems = licenceProblems(lock.packages);
for (const problem of problems) console.error(problem);
if (problems.length > 0)
  console.error("\nread its terms; where Writ can take them, name them in tools/licences/licences.ts");
else console.log(`${Object.keys(lock.packages).length} packages, all under terms that Writ can take`);
process.exitCode = problems.length === 0 ? 0 : 1;
