import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { writeArchive } from "../../src/adapters/bundles/archive.ts";
import { bundleDigest } from "../../src/adapters/opa/bundle-files.ts";
import type { BundleFiles } from "../../src/domain/bundle.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { compile, rego } from "../unit/opa/fixture.ts";
import { post } from "./writ.ts";

/** For services that compile plain Rego. */
export const OPA = resolve(process.env["OPA"] ?? "var/bin/opa");

export interface MarkedBundle {
  readonly mark: string;
  readonly digest: string;
  readonly files: BundleFiles;
}

/** A bundle whose every answer says which bundle gave it. */
export function markedBundle(mark: string, effect = "allow"): MarkedBundle {
  const files = compile(rego(`decision := {"effect": "${effect}", "reasons": [{"code": "${mark}"}]}`));
  return { mark, digest: bundleDigest(files), files };
}

/** A bundle that says what it saw of `input.bundle`. */
export function freshnessBundle(): MarkedBundle {
  const code = 'sprintf("stale_%v", [input.bundle.stale])';
  const files = compile(rego(`decision := {"effect": "allow", "reasons": [{"code": ${code}}]}`));
  return { mark: "", digest: bundleDigest(files), files };
}

/** Puts an archive where a source looks, at once and whole. */
export async function offer(path: string, files: BundleFiles): Promise<void> {
  offerBytes(path, await writeArchive(files));
}

export function offerBytes(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

export interface Listing {
  readonly active: { readonly digest: string; readonly age_s: number; readonly stale: boolean };
  readonly candidate?: { readonly digest: string };
  readonly offered?: string;
  readonly order?: { readonly kind: string; readonly digest: string; readonly by: string };
  readonly bundles: readonly { readonly digest: string }[];
  readonly activations: readonly {
    readonly digest: string;
    readonly cause: string;
    readonly by: string;
    readonly slot: string;
  }[];
  readonly refusals: readonly { readonly problem: string; readonly digest: string }[];
}

export async function bundlesOf(base: string): Promise<Listing> {
  return (await (await fetch(`${base}/v1/bundles`)).json()) as Listing;
}

/** The digest and the first reason of one answer. */
export async function decideAt(
  base: string,
  body: JsonObject,
): Promise<{ digest: string; reason: string; status: number }> {
  const { status, body: answer } = await post(base, "/v1/decisions", body);
  const { policy, reasons } = answer as unknown as {
    readonly policy?: { readonly digest: string };
    readonly reasons?: readonly { readonly code: string }[];
  };
  return { status, digest: policy?.digest ?? "", reason: reasons?.[0]?.code ?? "" };
}
