import type { Problem } from "../project/problem.ts";
import { mistake } from "./finding.ts";
import type { PolicyIndex } from "./index-policy.ts";

/** Why production refuses a builtin, with the way around it; undefined for one that it has. */
export type BuiltinProblem = (name: string) => string | undefined;

/** Calls of builtins that are refused when the bundle is loaded. */
export function checkBuiltins({ own }: PolicyIndex, problemOf: BuiltinProblem): readonly Problem[] {
  return own.flatMap(({ file, rules }) =>
    rules
      .flatMap(({ refs }) => refs)
      .filter(({ parts, isCall }) => isCall && parts[0]?.key !== "data" && parts[0]?.key !== "input")
      .flatMap(({ parts, at }) => {
        const name = parts.map(({ key }) => key).join(".");
        const hint = problemOf(name);
        if (hint === undefined) return [];
        const message = `${name} is refused in production: a decision has to follow from its input alone`;
        return [mistake(file, at, "refused-builtin", message, hint)];
      }),
  );
}
