import { WritError } from "../../domain/errors.ts";
import type { BuiltinProblem } from "../check/builtins.ts";
import { mistake } from "../check/finding.ts";
import { indexPolicy } from "../check/index-policy.ts";
import { type Problem, ProjectRefused } from "../project/problem.ts";
import type { PolicyProject } from "../project/read.ts";

/** What the runtime says when it refuses a module; each name may have a way around in brackets after it. */
const MISSING = /the policy needs builtins that are not there: (?<names>.+)$/;

/** Why production would refuse what was built, at the calls of missing builtins where it is for these. */
export function loadRefusal(error: unknown, project: PolicyProject, around: BuiltinProblem): unknown {
  if (!(error instanceof WritError)) return error;
  const names = MISSING.exec(error.message)?.groups?.["names"];
  const calls = names === undefined ? [] : callsOf(names, project, around);
  if (calls.length > 0) return new ProjectRefused(calls);
  const message = `production would refuse the bundle: ${error.message.replace(/^bundle \S+ refused: /, "")}`;
  return new ProjectRefused([
    { code: "bundle-refused", severity: "error", file: project.folder, line: 0, column: 0, message },
  ]);
}

function callsOf(names: string, project: PolicyProject, around: BuiltinProblem): readonly Problem[] {
  return indexPolicy(project).modules.flatMap(({ file, rules }) =>
    rules
      .flatMap(({ refs }) => refs)
      .filter(({ isCall }) => isCall)
      .flatMap(({ parts, at }) => {
        const name = parts.map(({ key }) => key).join(".");
        const isNamed = new RegExp(`(?:^|, )${name.replaceAll(".", "\\.")}(?: \\(|,|$)`).test(names);
        return isNamed
          ? [mistake(file, at, "refused-builtin", `${name} is not there in production`, around(name))]
          : [];
      }),
  );
}
