import type { OpaRun, OpaToolchain } from "../../ports/opa-toolchain.ts";
import { withHints } from "../problems/hints.ts";
import { opaProblems } from "../problems/opa.ts";
import { ProjectRefused } from "../project/problem.ts";
import type { PolicyProject } from "../project/read.ts";
import type { Staged } from "../project/stage.ts";

/** Why OPA does not compile the tests; `opa check` knows more of the place than the run that failed. */
export async function testsRefused(
  run: OpaRun,
  project: PolicyProject,
  staged: Staged,
  opa: OpaToolchain,
): Promise<ProjectRefused> {
  const checked = await opa.run(["check", "--format", "json", "-b", "."], { cwd: staged.dir });
  return new ProjectRefused(withHints(opaProblems(checked.code === 0 ? run : checked, staged), project));
}
