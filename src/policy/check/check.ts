import type { Problem } from "../project/problem.ts";
import type { PolicyProject } from "../project/read.ts";
import { checkBooleans } from "./booleans.ts";
import { type BuiltinProblem, checkBuiltins } from "./builtins.ts";
import { checkDataFiles } from "./data.ts";
import { indexPolicy } from "./index-policy.ts";
import { checkLiterals } from "./literals.ts";
import { checkNames } from "./names.ts";
import { checkPackages } from "./packages.ts";
import { checkReasons } from "./reasons.ts";
import { checkRules } from "./rules.ts";
import { checkSettingValues } from "./setting-values.ts";
import { checkSettings } from "./settings.ts";

/** What OPA has no opinion of, and production would silently take for "does not hold". In the order of their places. */
export function checkProject(project: PolicyProject, builtinProblem: BuiltinProblem): readonly Problem[] {
  const index = indexPolicy(project);
  return [
    ...checkPackages(index),
    ...checkRules(index),
    ...checkNames(index),
    ...checkLiterals(index),
    ...checkReasons(index),
    ...checkBooleans(index),
    ...checkBuiltins(index, builtinProblem),
    ...checkSettings(index),
    ...checkSettingValues(index),
    ...checkDataFiles(index),
  ].sort(byPlace);
}

export function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
