import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUILTINS } from "../../../src/adapters/opa/builtins/index.ts";
import { compilePolicy } from "../../../src/adapters/opa/compile.ts";
import { PolicyInstance } from "../../../src/adapters/opa/instance.ts";
import { OpaPolicy } from "../../../src/adapters/opa/policy.ts";
import { type BundleFiles, ENTRYPOINT } from "../../../src/domain/bundle.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { PolicyReads } from "../../../src/domain/reads.ts";
import type { Plan } from "../../../src/policy/input-refs/plan.ts";

const OPA = process.env["OPA"] ?? "var/bin/opa";

/** What `opa build -t plan` makes of the arguments, which name sources. */
export function planOf(sources: readonly string[]): Plan {
  const dir = mkdtempSync(join(tmpdir(), "writ-plan-"));
  try {
    const archive = join(dir, "p.tar.gz");
    const { status, stdout, stderr } = spawnSync(OPA, [
      "build",
      "-t",
      "plan",
      "-e",
      ENTRYPOINT,
      "-o",
      archive,
      ...sources,
    ]);
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    return JSON.parse(
      execFileSync("tar", ["-xzPOf", archive, "/plan.json"], { maxBuffer: 2 ** 28 }).toString(),
    ) as Plan;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The plan of one module. */
export function planOfSource(source: string): Plan {
  const dir = mkdtempSync(join(tmpdir(), "writ-plan-"));
  try {
    writeFileSync(join(dir, "main.rego"), source);
    return planOf([join(dir, "main.rego")]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** A compiled bundle as a policy that reads what it is said to. */
export async function policyReading(bundle: BundleFiles, reads?: PolicyReads, memoryMb = 256): Promise<OpaPolicy> {
  const compiled = await compilePolicy(bundle.get("policy.wasm") as Uint8Array, { memoryMb, builtins: BUILTINS });
  const entrypoint = new PolicyInstance(compiled, Buffer.from("{}")).entrypoints().get(ENTRYPOINT) as number;
  const dataText = bundle.get("data.json") as Uint8Array;
  const ref = { bundle: "test", revision: "1", digest: sha256(dataText), activated_at: "2026-11-20T00:00:00.000Z" };
  const data = JSON.parse(Buffer.from(dataText).toString()) as JsonObject;
  return new OpaPolicy({ ref, data, dataText, compiled, entrypoint, ...(reads === undefined ? {} : { reads }) });
}
