import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const OPA = process.env["OPA"] ?? "var/bin/opa";

/** A policy of the contract's entrypoint: what stands behind `decision`, and rules beside it. */
export function rego(decision: string, more = ""): string {
  return `package writ.main\n\nimport rego.v1\n\n${decision}\n\n${more}\n`;
}

/** Compiles Rego into a bundle's folder, which is gone after the test. */
export function compile(source: string, data: unknown = {}): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-rego-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const bundle = join(dir, "bundle");
  mkdirSync(bundle);
  writeFileSync(join(dir, "main.rego"), source);
  writeFileSync(join(dir, "data.json"), JSON.stringify(data));
  execFileSync(
    OPA,
    [
      "build",
      "-t",
      "wasm",
      "-e",
      "writ/main/decision",
      "-o",
      join(dir, "b.tar.gz"),
      join(dir, "main.rego"),
      join(dir, "data.json"),
    ],
    {
      stdio: "pipe",
    },
  );
  execFileSync("tar", ["-C", bundle, "-xzf", join(dir, "b.tar.gz"), "/policy.wasm", "/data.json", "/.manifest"], {
    stdio: "pipe",
  });
  return bundle;
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
