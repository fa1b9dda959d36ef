import type { Command } from "commander";
import { EXIT, runCommand } from "./command.ts";
import { askedOf, type QuestionOptions } from "./question.ts";
import { bundleAt, readJson, refusing, withData } from "./target.ts";

interface EvalOptions extends QuestionOptions {
  readonly input: string;
  readonly data?: readonly string[];
}

/** `writ policy eval`: the decision on one call, by the compiled policy. */
export function addEval(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("eval [path]")
    .summary("decide one call, as production would")
    .description("decide one call by a policy folder or a bundle, as production would")
    .option("-i, --input <file>", "a request as gateways send it, or the policy's input (- is standard input)", "-")
    .option("-d, --data <file...>", "data to lay over the bundle's: YAML or JSON, from the root of the data document")
    .option("--environment <name>", "of a request that names none", "development")
    .option("--now <time>", "when the request is judged (default: now)")
    .action((path: string | undefined, options: EvalOptions) =>
      runCommand(env, () => evaluateOne(path ?? ".", options, env)),
    );
}

async function evaluateOne(path: string, options: EvalOptions, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { evaluate }] = await Promise.all([
    import("../../compose/policy-project.ts"),
    import("../../evaluate/evaluate.ts"),
  ]);
  const tools = composePolicyTools(env);
  const document = readJson(options.input);
  const { files } = await bundleAt(path, tools);
  const bundle = await withData(files, options.data ?? []);
  const policy = await refusing(path, () => tools.load(bundle));
  const { input, refused } = await askedOf(document, policy, tools, options);
  console.log(JSON.stringify(refused ?? evaluate(policy, JSON.stringify(input)), undefined, 2));
  return EXIT.good;
}
