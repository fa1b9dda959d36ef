import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EXIT, type Exit, paintFor, runCommand } from "./command.ts";

interface MutateOptions {
  readonly minScore: number;
  readonly package?: string;
  readonly format: "pretty" | "json";
  readonly jobs: number;
}

/** `writ policy mutate`: changes rules one at a time, and shows the changes that no test notices. */
export function addMutate(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("mutate [folder]")
    .summary("change each rule, and show what no test notices")
    .description("change rules one at a time, and show which changes no test notices")
    .option("--min-score <percent>", "end with 2 when tests notice a smaller share of the changes", percent, 0)
    .option("--package <name>", "only rules of this package and of those below it, e.g. policy.egress")
    .addOption(new Option("--format <format>", "how results are written").choices(["pretty", "json"]).default("pretty"))
    .option("--jobs <number>", "how many changes are tried at the same time", jobs, availableParallelism())
    .action((folder: string | undefined, options: MutateOptions) =>
      runCommand(env, () => mutate(folder ?? ".", options, env)),
    );
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 100)) throw new InvalidArgumentError("It is no percentage.");
  return value;
}

function jobs(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("It is no number from 1 to 999.");
  return Number(text);
}

async function mutate(folder: string, options: MutateOptions, env: NodeJS.ProcessEnv): Promise<Exit> {
  const [{ composePolicyTools }, { buildBundle }, { mutateProject }, { renderMutations }, { readProject }] =
    await Promise.all([
      import("../../compose/policy-project.ts"),
      import("../../policy/build/build.ts"),
      import("../../policy/mutate/mutate.ts"),
      import("../../policy/mutate/render.ts"),
      import("../../policy/project/read.ts"),
    ]);
  const tools = composePolicyTools(env);
  const report = await mutateProject(tools.opa(), readProject(folder, tools.builtIn), {
    jobs: options.jobs,
    ...(options.package === undefined ? {} : { package: options.package }),
    cases: { build: (project) => buildBundle(project, tools.buildParts()), load: tools.load },
    ...(process.stderr.isTTY ? { progress: showProgress } : {}),
  });
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : renderMutations(report, paintFor(process.stdout, env)),
  );
  if (report.score >= options.minScore) return EXIT.good;
  console.error(`writ: tests notice ${report.score} % of the changes, and --min-score is ${options.minScore} %`);
  return EXIT.failures;
}

function showProgress(done: number, of: number): void {
  process.stderr.write(`\r${done} of ${of} changes tried${done === of ? "\r\u001b[K" : ""}`);
}
