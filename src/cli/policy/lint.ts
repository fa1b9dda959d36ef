import { type Command, Option } from "commander";
import { countOf, EXIT, type ProblemFormat, printProblems, runCommand } from "./command.ts";

/** `writ policy lint`: what works and is likely to be regretted. */
export function addLint(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("lint [folder]")
    .summary("find what works and is likely to be regretted")
    .description("find what works and is likely to be regretted; by Regal too, where it is there")
    .addOption(
      new Option("--format <format>", "how findings are printed").choices(["pretty", "json"]).default("pretty"),
    )
    .addHelpText("after", "\nRegal is the program that $REGAL names, else var/bin/regal or one on the path.")
    .action((folder: string | undefined, options: ProblemFormat) =>
      runCommand(env, () => lint(folder ?? ".", options, env)),
    );
}

async function lint(folder: string, { format }: ProblemFormat, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { readOwnProject }, { lintProject }, { lintWithRegal }, { byPlace }] =
    await Promise.all([
      import("../../compose/policy-project.ts"),
      import("../../policy/project/read.ts"),
      import("../../policy/lint/own.ts"),
      import("../../policy/lint/regal.ts"),
      import("../../policy/check/check.ts"),
    ]);
  const tools = composePolicyTools(env);
  const project = readOwnProject(folder, tools.builtIn);
  const regal = tools.regal();
  const byRegal = regal === undefined ? [] : await lintWithRegal(project, regal);
  const findings = [...lintProject(project), ...byRegal].sort(byPlace);
  await printProblems(findings, format, env, { regal: regal === undefined ? "not installed" : "ran" });
  const without = regal === undefined ? " (without Regal, which is not installed)" : "";
  if (format !== "json") console.log(`${findings.length === 0 ? "no findings" : countOf(findings)}${without}`);
  return findings.length === 0 ? EXIT.good : EXIT.failures;
}
