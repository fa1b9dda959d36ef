import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENTRYPOINT } from "../../domain/bundle.ts";
import { WritError } from "../../domain/errors.ts";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import type { PolicyProject } from "../project/read.ts";
import { withStaged } from "../project/stage.ts";

const QUERY = `data.${ENTRYPOINT.replaceAll("/", ".")}`;

/** Not `data.json`, and no Rego: no part of the bundle. */
const INPUT = "bench-input.json";

/** The same policy and input in OPA's own interpreter, by its own benchmark. Only a native OPA has that. */
export function measureInOpa(
  project: PolicyProject,
  input: string,
  opa: OpaToolchain,
): Promise<{ readonly mean_us: number; readonly evaluations: number }> {
  return withStaged(project, async ({ dir }) => {
    writeFileSync(join(dir, INPUT), input);
    const { code, stdout, stderr } = await opa.run(["bench", "--format", "json", "-b", ".", "-i", INPUT, QUERY], {
      cwd: dir,
    });
    if (code === 0) return readReport(stdout);
    throw new WritError("unavailable", `opa bench ended with ${code}: ${`${stderr}${stdout}`.trim().slice(0, 500)}`);
  });
}

/** Go's benchmark result: `N` runs in `T` nanoseconds. */
function readReport(text: string): { mean_us: number; evaluations: number } {
  const { N: runs = 0, T: took = 0 } = JSON.parse(text) as { readonly N?: number; readonly T?: number };
  if (runs === 0) throw new WritError("internal", "opa bench reported no evaluation");
  return { mean_us: took / runs / 1000, evaluations: runs };
}
