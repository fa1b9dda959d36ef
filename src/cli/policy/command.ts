import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import { WritError } from "../../domain/errors.ts";
import type { Paint } from "../../policy/problems/render.ts";
import type { Problem } from "../../policy/project/problem.ts";

/** What every command of `writ policy` ends with. */
export const EXIT = {
  good: 0,
  /** Usage, or something that cannot run. */
  error: 1,
  /** Findings, failed tests, a score below. */
  failures: 2,
  /** A policy or bundle that does not compile or load. */
  refused: 3,
} as const;

export type Exit = (typeof EXIT)[keyof typeof EXIT];

export interface ProblemFormat {
  readonly format: string;
}

/**
 * Runs a command's doing part, and says what is wrong with the policy, or why the command cannot run.
 *
 * @param run loads what it needs when it is called, so that `writ serve` pays nothing for it
 */
export async function runCommand(env: NodeJS.ProcessEnv, run: () => Promise<Exit>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    const { ProjectRefused } = await import("../../policy/project/problem.ts");
    if (error instanceof ProjectRefused) {
      await printProblems(error.problems, "pretty", env);
      process.exitCode = EXIT.refused;
      return;
    }
    console.error(`writ: ${error instanceof WritError ? error.message : unexpected(error)}`);
    process.exitCode = EXIT.error;
  }
}

/** Pretty to standard error with the lines of the files, or JSON to standard output. */
export async function printProblems(
  problems: readonly Problem[],
  format: string,
  env: NodeJS.ProcessEnv,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (format === "json") {
    console.log(JSON.stringify({ problems, ...more }, undefined, 2));
    return;
  }
  if (problems.length === 0) return;
  const { renderProblems } = await import("../../policy/problems/render.ts");
  process.stderr.write(renderProblems(problems, sourceOf, paintFor(process.stderr, env)));
}

/** Colours only on a terminal, and only for who wants them (https://no-color.org). */
export function paintFor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Paint {
  const colours = stream.isTTY && (env["NO_COLOR"] ?? "") === "";
  return (style, text) => (colours ? styleText(style, text, { stream }) : text);
}

/** `1 error, 2 warnings` */
export function countOf(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  return [plural(errors, "error"), ...(warnings === 0 ? [] : [plural(warnings, "warning")])].join(", ");
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function sourceOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // A file that comes with Writ, or one that is gone meanwhile: the message has to do.
    return undefined;
  }
}

function unexpected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : "failed, for an unknown reason";
}
