import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BundleFiles } from "../../../src/domain/bundle.ts";

const OPA = process.env["OPA"] ?? "var/bin/opa";

/** A policy of the contract's entrypoint: what stands behind `decision`, and rules beside it. */
export function rego(decision: string, more = ""): string {
  return `package writ.main\n\nimport rego.v1\n\n${decision}\n\n${more}\n`;
}

/** Compiles Rego into a bundle: `policy.wasm`, `data.json` and `.manifest`. */
export function compile(source: string, data: unknown = {}): BundleFiles {
  const dir = mkdtempSync(join(tmpdir(), "writ-rego-"));
  try {
    const bundle = join(dir, "bundle");
    mkdirSync(bundle);
    writeFileSync(join(dir, "main.rego"), source);
    writeFileSync(join(dir, "data.json"), JSON.stringify(data));
    const archive = join(dir, "b.tar.gz");
    const sources = [join(dir, "main.rego"), join(dir, "data.json")];
    run(OPA, ["build", "-t", "wasm", "-e", "writ/main/decision", "-o", archive, ...sources]);
    run("tar", ["-C", bundle, "-xzf", archive, "/policy.wasm", "/data.json", "/.manifest"]);
    return new Map(readdirSync(bundle).map((name) => [name, readFileSync(join(bundle, name))]));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What `opa eval` makes of the same policy and input: the document, or undefined. */
export function evalByOpa(source: string, input: unknown, data: unknown = {}): unknown {
  const dir = mkdtempSync(join(tmpdir(), "writ-opa-"));
  try {
    writeFileSync(join(dir, "main.rego"), source);
    writeFileSync(join(dir, "data.json"), JSON.stringify(data));
    const args = ["eval", "--format=json", "--stdin-input", "-d", dir, "data.writ.main.decision"];
    const output = execFileSync(OPA, args, { input: JSON.stringify(input), stdio: "pipe" }).toString();
    const { result } = JSON.parse(output) as { result?: readonly { expressions: readonly { value: unknown }[] }[] };
    return result?.[0]?.expressions[0]?.value;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** OPA reports what it does not compile on either stream. */
function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stdout + stderr}`);
}
