import type { Problem } from "../project/problem.ts";
import type { PolicyFile } from "../project/read.ts";
import type { Token } from "../rego/tokens.ts";

/** A mistake at a token of a file. */
export function mistake(file: PolicyFile, at: Token, code: string, message: string, hint?: string): Problem {
  return {
    code,
    severity: "error",
    file: file.origin,
    line: at.line,
    column: at.column,
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
