import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { withHints } from "../problems/hints.ts";
import { opaProblems } from "../problems/opa.ts";
import type { Problem } from "../project/problem.ts";
import type { PolicyProject } from "../project/read.ts";
import { withStaged } from "../project/stage.ts";
import type { BuiltinProblem } from "./builtins.ts";
import { byPlace, checkProject } from "./check.ts";

/** OPA on a project, tests included: what does not parse or compile, and what its strict mode finds. */
function opaCheck(project: PolicyProject, opa: OpaToolchain): Promise<readonly Problem[]> {
  return withStaged(
    project,
    async (staged) => {
      const run = await opa.run(["check", "--format", "json", "--strict", "-b", "."], { cwd: staged.dir });
      return withHints(opaProblems(run, staged), project);
    },
    { tests: true },
  );
}

/** Everything that is wrong with a project, by OPA's rules and by Writ's. */
export async function checkPolicy(
  project: PolicyProject,
  opa: OpaToolchain,
  builtinProblem: BuiltinProblem,
): Promise<readonly Problem[]> {
  const byOpa = await opaCheck(project, opa);
  const unparsed = new Set(byOpa.filter(({ code }) => code === "rego_parse_error").map(({ file }) => file));
  const own = checkProject(project, builtinProblem).filter(({ file }) => !unparsed.has(file));
  const told = new Set(own.map(({ file, line }) => `${file}:${line}`));
  return [...own, ...byOpa.filter((problem) => !isSameMistake(problem, told))].sort(byPlace);
}

/** A rule that is a set here and a value there is one mistake; Writ's own message says which of the two is right. */
function isSameMistake({ message, file, line }: Problem, told: ReadonlySet<string>): boolean {
  return message.startsWith("conflicting rules ") && told.has(`${file}:${line}`);
}
