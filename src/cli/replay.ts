import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { BundleFiles } from "../domain/bundle.ts";
import type { PolicyRef } from "../domain/decision.ts";
import type { ReplayFormatName } from "../replay/formats/index.ts";
import { FAIL_ON, type FailOn } from "../replay/report.ts";
import { type DatabaseOptions, databaseUrl, usingDatabase } from "./database-option.ts";
import { progressLine } from "./progress.ts";
import { type RecordOptions, selectingRecords, selectionOf } from "./record-filter.ts";
import { reason } from "./text.ts";

const FORMATS: readonly ReplayFormatName[] = ["table", "json", "junit", "sarif", "markdown"];
const DEFAULT_EXAMPLES = 3;
/** A replay that cannot be done says nothing of what would change. */
const EXIT_UNKNOWN = 2;

interface Options extends DatabaseOptions, RecordOptions {
  readonly bundle: string;
  readonly format: ReplayFormatName;
  readonly output?: string;
  readonly failOn: FailOn;
  readonly examples: number;
  readonly jobs: number;
  readonly includeRedacted: boolean;
  readonly fallbackBuiltins: boolean;
  readonly verbose: boolean;
}

/** `writ replay`: what a bundle would have said of the calls on record. */
export function addReplay(program: Command, env: NodeJS.ProcessEnv): void {
  const command = program
    .command("replay")
    .description("judge recorded calls by another policy bundle, and show which decisions would change")
    .requiredOption("--bundle <path or digest>", "a policy folder, a built bundle, or sha256:… of one on record");
  selectingRecords(usingDatabase(command))
    .addOption(new Option("--format <format>", "of the report").choices(FORMATS).default("table"))
    .option("-o, --output <file>", "write the report into this file")
    .addOption(new Option("--fail-on <changes>", "what makes it end with 4").choices(FAIL_ON).default("changed"))
    .option("--examples <number>", "decisions to show of each change", numberOf, DEFAULT_EXAMPLES)
    .option("--jobs <number>", "threads, each with a policy and a connection", numberOf, availableParallelism())
    .option("--include-redacted", "judge what redaction has changed as it stands, and mark it", false)
    .option("--fallback-builtins", "let the bundle use builtins of OPA's own", false)
    .option("--verbose", "name every record that is not judged", false)
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing changes, 2 it cannot be said, 3 the bundle is refused, 4 something changes",
    )
    .action((options: Options) => run(options, env));
}

async function run(options: Options, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    process.exitCode = await replayCommand(options, env);
  } catch (error) {
    const [{ ProjectRefused }, { EXIT, printProblems }] = await Promise.all([
      import("../policy/project/problem.ts"),
      import("./policy/command.ts"),
    ]);
    if (error instanceof ProjectRefused) {
      await printProblems(error.problems, "pretty", env);
      process.exitCode = EXIT.refused;
      return;
    }
    console.error(`writ: ${reason(error)}`);
    process.exitCode = EXIT_UNKNOWN;
  }
}

async function replayCommand(options: Options, env: NodeJS.ProcessEnv): Promise<number> {
  const [{ replay }, { REPLAY_FORMATS }, { exitCodeOf }] = await Promise.all([
    import("../compose/replay.ts"),
    import("../replay/formats/index.ts"),
    import("../replay/report.ts"),
  ]);
  const { examples, jobs, includeRedacted, fallbackBuiltins, bundle: path, failOn: fail_on } = options;
  const url = await databaseUrl(options, env);
  const { files, ref } = await bundleOf(options, url, env);
  const started = performance.now();
  const progress = progressLine("records");
  const wanted = { examples, jobs, includeRedacted, fallbackBuiltins, databaseUrl: url, files };
  const replayed = await replay({ ...wanted, selection: selectionOf(options) }, progress.show).finally(progress.end);
  const bundle = { path, digest: ref.digest, revision: ref.revision };
  const report = { bundle, fail_on, took_ms: performance.now() - started, ...replayed };
  const code = exitCodeOf(report);
  // Before the report, of which a reader may take the first lines only.
  process.exitCode = code;
  writeReport(options.output, REPLAY_FORMATS[options.format](report, { verbose: options.verbose }));
  if (code === EXIT_UNKNOWN)
    console.error("writ: it cannot be said: no record was judged, or one is not what was written");
  return code;
}

async function bundleOf(
  { bundle, tenant, fallbackBuiltins }: Options,
  url: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly files: BundleFiles; readonly ref: PolicyRef }> {
  const [{ bundleOnRecord, loadReplayBundle }, { composePolicyTools }, { bundleAt, refusing }] = await Promise.all([
    import("../compose/replay-bundle.ts"),
    import("../compose/policy-project.ts"),
    import("./policy/target.ts"),
  ]);
  const recorded = await bundleOnRecord(bundle, url, tenant);
  const files = recorded ?? (await bundleAt(bundle, composePolicyTools(env))).files;
  const { policy } = await refusing(bundle, () => loadReplayBundle(files, fallbackBuiltins));
  return { files, ref: policy.ref };
}

function writeReport(path: string | undefined, text: string): void {
  if (path === undefined) process.stdout.write(text);
  else writeFileSync(path, text);
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("It is no number from 1 to 9999.");
  return Number(text);
}
