import { type Command, Option } from "commander";
import { countOf, EXIT, type ProblemFormat, plural, printProblems, runCommand } from "./command.ts";

/** `writ policy check`: what is wrong with a policy, by OPA's rules and by Writ's. */
export function addCheck(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("check [folder]")
    .summary("find what does not compile, or would silently never hold")
    .description("find mistakes: what does not compile, and what would silently never hold")
    .addOption(
      new Option("--format <format>", "how problems are printed").choices(["pretty", "json"]).default("pretty"),
    )
    .action((folder: string | undefined, options: ProblemFormat) =>
      runCommand(env, () => check(folder ?? ".", options, env)),
    );
}

async function check(folder: string, { format }: ProblemFormat, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { readOwnProject }, { checkPolicy }] = await Promise.all([
    import("../../compose/policy-project.ts"),
    import("../../policy/project/read.ts"),
    import("../../policy/check/run.ts"),
  ]);
  const tools = composePolicyTools(env);
  const project = readOwnProject(folder, tools.builtIn);
  const problems = await checkPolicy(project, tools.opa(), tools.builtinProblem);
  await printProblems(problems, format, env);
  const own = project.files.filter((file) => file.own).length + project.dataFiles.length;
  const files = plural(own, "file");
  if (format !== "json") console.log(problems.length === 0 ? `${files} checked, no problems` : countOf(problems));
  if (problems.length === 0) return EXIT.good;
  return problems.some(({ code }) => code.startsWith("rego_")) ? EXIT.refused : EXIT.failures;
}
