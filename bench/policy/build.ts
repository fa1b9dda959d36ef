import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ENTRYPOINT } from "../../src/domain/bundle.ts";
import type { PolicyReads } from "../../src/domain/reads.ts";
import type { Plan } from "../../src/policy/input-refs/plan.ts";
import { policyReads } from "../../src/policy/input-refs/policy-reads.ts";

/** A policy's folder as OPA compiles it, and what the policy reads. */
export interface BuiltPolicy {
  readonly wasm: Buffer;
  readonly data: Buffer;
  readonly reads: PolicyReads;
  readonly digest: string;
}

export function buildPolicy(opa: string, sources: string, dir: string): BuiltPolicy {
  const build = (target: string, files: readonly string[]) => {
    const archive = join(dir, `${target}.tar.gz`);
    const args = ["build", "-t", target, "-e", ENTRYPOINT, "--ignore", "*_test.rego", "-o", archive, "-b", sources];
    execFileSync(opa, args, { stdio: ["ignore", "ignore", "inherit"] });
    execFileSync("tar", ["-C", dir, "-xzPf", archive, "--transform", "s|^/||", ...files]);
  };
  build("wasm", ["/policy.wasm", "/data.json"]);
  build("plan", ["/plan.json"]);
  const wasm = readFileSync(join(dir, "policy.wasm"));
  const plan = JSON.parse(readFileSync(join(dir, "plan.json"), "utf8")) as Plan;
  return {
    wasm,
    data: readFileSync(join(dir, "data.json")),
    reads: policyReads(plan),
    digest: `sha256:${createHash("sha256").update(wasm).digest("hex")}`,
  };
}
