import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { WritError } from "../../domain/errors.ts";
import type { ReportFormat } from "../../policy/test/reporters/index.ts";
import type { TestOptions } from "../../policy/test/run.ts";
import { EXIT, type Exit, paintFor, runCommand } from "./command.ts";

const FORMATS: readonly ReportFormat[] = ["pretty", "json", "junit", "tap", "sarif", "github"];

interface Flags extends TestOptions {
  readonly format: ReportFormat;
  readonly output?: string;
  readonly watch: boolean;
}

/** `writ policy test`: Rego tests, interpreted and compiled, and case files. Exits 0, 1 (cannot run), 2 (failures), 3 (refused). */
export function addTest(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("test [folder]")
    .summary("run Rego tests and case files, interpreted and compiled")
    .description("run Rego tests, in OPA's interpreter and compiled, and case files")
    .option("--run <regex>", "only tests and cases whose name matches (data.<package>.<test>, <file>: <case>)")
    .addOption(new Option("--only <kind>", "only one kind of tests").choices(["rego", "cases"]))
    .option("--coverage", "show which lines of the policy no test reaches", false)
    .option("--threshold <percent>", "fail below this coverage", percent)
    .option("--strict-builtin-errors", "fail a test in which a builtin fails when compiled", false)
    .option("--watch", "run again whenever a file changes", false)
    .addOption(new Option("--format <format>", "how results are written").choices(FORMATS).default("pretty"))
    .option("--output <file>", "write the report into this file, and the sum to the terminal")
    .addHelpText("after", "\nExit codes: 0 all passed, 1 cannot run, 2 a test failed, 3 the policy is refused")
    .action((folder: string | undefined, flags: Flags) =>
      runCommand(env, () => testCommand(folder ?? ".", flags, env)),
    );
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 100)) throw new InvalidArgumentError("It is no percentage.");
  return value;
}

async function testCommand(folder: string, flags: Flags, env: NodeJS.ProcessEnv): Promise<Exit> {
  const runOnce = await prepare(folder, flags, env);
  const code = await runOnce();
  return flags.watch ? await watching(folder, flags, runOnce, code) : code;
}

/** Loads what a run needs: compilers and reporters cost other commands nothing. */
async function prepare(folder: string, flags: Flags, env: NodeJS.ProcessEnv): Promise<() => Promise<Exit>> {
  const [{ composeTestRuntime }, { runTests }, { exitCodeOf }, { REPORTERS }] = await Promise.all([
    import("../../compose/policy-test.ts"),
    import("../../policy/test/run.ts"),
    import("../../policy/test/result.ts"),
    import("../../policy/test/reporters/index.ts"),
  ]);
  const { runtime, builtIn } = composeTestRuntime(env);
  const paint = paintFor(process.stdout, env);
  return async () => {
    const report = await runTests(folder, builtIn, runtime, flags);
    const write = REPORTERS[flags.format];
    if (flags.output === undefined) {
      process.stdout.write(write(report, paint));
    } else {
      writeReport(
        flags.output,
        write(report, (_, text) => text),
      );
      process.stdout.write(REPORTERS.pretty(report, paint));
    }
    return exitCodeOf(report);
  };
}

/** Runs again after each change, until it is interrupted. What cannot be read now may be after the next change. */
async function watching(folder: string, flags: Flags, runOnce: () => Promise<Exit>, first: Exit): Promise<Exit> {
  const { watchFolder } = await import("../../policy/test/watch.ts");
  const stop = new AbortController();
  let code = first;
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  const output = flags.output === undefined ? [] : [relative(resolve(folder), resolve(flags.output))];
  const rerun = async (): Promise<void> => {
    if (process.stdout.isTTY) process.stdout.write(CLEAR_SCREEN);
    try {
      code = await runOnce();
    } catch (error) {
      code = EXIT.error;
      console.error(`writ: ${error instanceof Error ? error.message : "failed, for an unknown reason"}`);
    }
    console.error(WAITING);
  };
  const ended = watchFolder(folder, new Set(output), rerun, stop.signal);
  console.error(WAITING);
  await ended;
  return code;
}

const WAITING = "waiting for changes; Ctrl-C ends";
const CLEAR_SCREEN = "\u001b[2J\u001b[H";

function writeReport(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `${path} cannot be written (${code})`, { cause });
  }
}
