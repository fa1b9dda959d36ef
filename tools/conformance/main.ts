/**
 * Runs OPA's compliance cases through Writ's runtime: `node tools/conformance/main.ts [--shrink] [FOLDER...]`. Prints counts by
 * folder, what is new since tools/conformance/failing.txt, and `N of M` twice: with the builtins in TypeScript alone, and as its
 * last line with the fallback. With --shrink, cases that pass now are taken off that list.
 */
import { parseArgs } from "node:util";
import { keyOf, readFailing, writeFailing } from "./failing.ts";
import { runFolders } from "./run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { shrink: { type: "boolean", default: false } },
});

const listed = readFailing();
const { counts, failures, passedAlone } = await runFolders(positionals);
for (const [folder, { passed, all }] of [...counts].sort()) {
  console.log(`${folder.padEnd(44)} ${String(passed).padStart(5)} of ${all}${passed < all ? "  *" : ""}`);
}

const known = new Set(listed.map(keyOf));
const failing = new Set(failures.map(keyOf));
const fresh = failures.filter((failure) => !known.has(keyOf(failure)));
const fixed = listed.filter((failure) => counts.has(failure.folder) && !failing.has(keyOf(failure)));
for (const { folder, note, reason } of fresh) console.log(`fails: ${folder}: ${note}: ${reason}`);
for (const { folder, note } of fixed) console.log(`passes now: ${folder}: ${note}`);
if (values.shrink) writeFailing(listed.filter((failure) => !fixed.includes(failure)));
if (fixed.length > 0 && !values.shrink)
  console.log("take what passes off the list: node tools/conformance/main.ts --shrink");
const all = [...counts.values()].reduce((sum, count) => sum + count.all, 0);
console.log(`${passedAlone} of ${all} with the builtins in TypeScript alone`);
console.log("with OPA's own for the rest:");
console.log(`${all - failures.length} of ${all}`);
process.exitCode = fresh.length > 0 || (fixed.length > 0 && !values.shrink) ? 1 : 0;
