import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openOpaToolchain } from "../../../../src/adapters/opa-toolchain/open.ts";
import { type Mutation, mutationsOf } from "../../../../src/policy/mutate/mutations.ts";
import { parseModule } from "../../../../src/policy/mutate/syntax.ts";
import { readProject } from "../../../../src/policy/project/read.ts";
import { withStaged } from "../../../../src/policy/project/stage.ts";

export const toolchain = openOpaToolchain({ opa: process.env["OPA"] ?? "var/bin/opa" });

/** Writes files into a folder of their own for as long as `use` takes. */
export async function withFolder<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "writ-test-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The mutations of one file, `policy/a/a.rego`. */
export function mutationsIn(text: string): Promise<readonly Mutation[]> {
  return withFolder({ "policy.yaml": "extends: nothing\n", "policy/a/a.rego": text }, async (folder) => {
    const project = readProject(folder, "rego");
    const [file] = project.files;
    if (file === undefined) throw new Error("the project has no file");
    return withStaged(project, async (staged) => mutationsOf(await parseModule(toolchain, staged, file), "a.rego"));
  });
}
