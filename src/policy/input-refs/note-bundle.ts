import { createHash } from "node:crypto";
import { BUNDLE_MANIFEST, type BundleFiles, POLICY_WASM } from "../../domain/bundle.ts";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { withReadsNote } from "../../domain/reads-note.ts";
import type { Plan } from "./plan.ts";
import { policyReads } from "./policy-reads.ts";

/** The plan's place in the archive that `opa build -t plan` writes. */
export const PLAN_FILE = "plan.json";

/**
 * A bundle whose manifest says what the policy can read of input and data.
 * @param plan what `opa build -t plan` made of the sources that `policy.wasm` was made of, with the same entrypoints
 */
export function noteReads(files: BundleFiles, plan: Uint8Array): BundleFiles {
  const wasm = files.get(POLICY_WASM);
  if (wasm === undefined) throw new WritError("invalid_argument", `${POLICY_WASM} is missing`);
  const manifest = parse(files.get(BUNDLE_MANIFEST) ?? Buffer.from("{}"), BUNDLE_MANIFEST) as JsonObject;
  const reads = policyReads(parse(plan, PLAN_FILE) as Plan);
  const digest = `sha256:${createHash("sha256").update(wasm).digest("hex")}`;
  const noted = `${JSON.stringify(withReadsNote(manifest, reads, digest))}\n`;
  return new Map(files).set(BUNDLE_MANIFEST, Buffer.from(noted));
}

function parse(text: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(Buffer.from(text).toString());
  } catch (cause) {
    throw new WritError("invalid_argument", `${name} is not JSON`, { cause });
  }
}
