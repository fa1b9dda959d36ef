/** What the output of a check that succeeded still has to say. */
export interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Shown beneath the check's line when it failed. */
  readonly complaint?: string;
}

export interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Reads the output of a command that exited with 0; without it, that is one check passed. */
  readonly read?: (output: string) => Result;
}

/** Rules about allow and block that no test runs are rules that nobody knows. */
const REGO_TEST_OPTIONS = ["--threshold", "95", "--format", "json"];

export const PASSED: Result = { passed: 1, failed: 0, skipped: 0 };

/** Every check that needs no running service. They read and write nothing that another one writes. */
export const STATIC_CHECKS: readonly Check[] = [
  { name: "types", command: ["tsc", "--project", "tsconfig.json"] },
  { name: "format and lint", command: ["biome", "ci", "--error-on-warnings", "--colors=off"] },
  { name: "import rules", command: ["depcruise", "--config", ".dependency-cruiser.mjs", "src"], read: modulesSeen },
  { name: "unused code", command: ["knip", "--no-progress"] },
  { name: "licences", command: ["node", "tools/licences/main.ts"] },
  { name: "proto format", command: ["buf", "format", "--diff", "--exit-code"] },
  { name: "proto lint", command: ["buf", "lint"] },
  { name: "proto compatibility", command: ["buf", "breaking", "--against", "proto/baseline.binpb"] },
  { name: "rego types", command: ["var/bin/opa", "check", "--strict", "--bundle", "rego"] },
  { name: "rego format", command: ["var/bin/opa", "fmt", "--fail", "--diff", "rego"] },
  { name: "rego lint", command: ["var/bin/regal", "lint", "rego"] },
  {
    name: "rego tests",
    command: ["env", "OPA=var/bin/opa", "node", "dist/main.js", "policy", "test", "rego", ...REGO_TEST_OPTIONS],
    read: policyTests,
  },
];

/** dependency-cruiser finds no violation where it finds no module, for want of a TypeScript that it knows. */
export function modulesSeen(output: string): Result {
  const modules = /\((\d+) modules?/.exec(output)?.[1];
  if (modules !== undefined && modules !== "0") return PASSED;
  return { passed: 0, failed: 1, skipped: 0, complaint: "dependency-cruiser saw no module at all" };
}

/** Where OPA and our own runtime differ, one of them is wrong. */
export function policyTests(output: string): Result {
  const { counts } = JSON.parse(output) as { readonly counts: Readonly<Record<string, number>> };
  const { passed = 0, failed = 0, differed = 0, skipped = 0 } = counts;
  if (passed === 0) return { passed, failed: 1, skipped, complaint: "no Rego test passed at all" };
  return { passed, failed: failed + differed, skipped };
}
