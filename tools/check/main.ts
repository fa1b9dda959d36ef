import { availableParallelism } from "node:os";
import { type Result, STATIC_CHECKS } from "./checks.ts";
import { type Finished, runAll } from "./run.ts";
import { runVitest } from "./vitest.ts";

// Usage: node tools/check/main.ts [--static]. Runs every check, then every test; the last line is the sum of both.
const results: Result[] = [...(await runAll(STATIC_CHECKS, availableParallelism(), report))];
if (!process.argv.includes("--static")) results.push(await runVitest());

const passed = sum("passed");
const failed = sum("failed");
const skipped = sum("skipped");
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed === 0 ? 0 : 1;

function report({ name, seconds, passed, failed, output, complaint }: Finished): void {
  const count = passed > 1 ? ` (${passed})` : "";
  console.log(`${failed === 0 ? "ok    " : "FAILED"} ${(name + count).padEnd(28)} ${seconds.toFixed(1).padStart(5)} s`);
  if (failed > 0)
    console.log(
      [output.trimEnd(), complaint]
        .filter((text) => text)
        .join("\n")
        .replace(/^/gm, "  "),
    );
}

function sum(key: "passed" | "failed" | "skipped"): number {
  return results.reduce((total, result) => total + result[key], 0);
}
