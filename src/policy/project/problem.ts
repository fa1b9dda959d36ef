import { WritError } from "../../domain/errors.ts";

/** What is wrong in one place of one file, for whoever wrote it. */
export interface Problem {
  /** Stable name of the kind of mistake, e.g. `rego_unsafe_var_error` (OPA's) or `wrong-package` (Writ's). */
  readonly code: string;
  /** A warning leaves the policy usable. */
  readonly severity: "error" | "warning";
  /** What the author opens. */
  readonly file: string;
  /** Counted from 1; 0 where the problem is that of a whole file. */
  readonly line: number;
  /** In characters, counted from 1; 0 where only the line is known. */
  readonly column: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** A policy project that cannot be read or used. Its message has one line a problem. */
export class ProjectRefused extends WritError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("invalid_argument", problems.map(lineOf).join("\n"));
    this.name = "ProjectRefused";
    this.problems = problems;
  }
}

/** `file:line:column: message`, without what is not known. */
export function lineOf({ file, line, column, message }: Problem): string {
  const place = [file, ...[line, column].filter((part) => part > 0)].join(":");
  return `${place}: ${message}`;
}
