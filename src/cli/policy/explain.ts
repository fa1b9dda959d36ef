import { type Command, Option } from "commander";
import { EXIT, type Exit, paintFor, runCommand } from "./command.ts";
import { askedOf, type QuestionOptions } from "./question.ts";
import { bundleAt, readJson, refusing } from "./target.ts";

interface ExplainOptions extends QuestionOptions {
  readonly folder: string;
  readonly bundle?: string;
  readonly format: "pretty" | "json";
  readonly showValues: boolean;
}

/** `writ policy explain`: which rules decided one call, and which nearly did. */
export function addExplain(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("explain <request>")
    .summary("show which rules decided a call")
    .description("show which rules decided a call, which nearly did, and what kept them from it")
    .option("--folder <folder>", "the policy project", ".")
    .option("--bundle <path>", "compare with this built bundle, instead of one that is built now")
    .addOption(new Option("--format <format>", "how results are written").choices(["pretty", "json"]).default("pretty"))
    .option("--show-values", "show values that may hold what the call's arguments hold", false)
    .option("--environment <name>", "of a request that names none", "development")
    .option("--now <time>", "when the request is judged (default: now)")
    .addHelpText(
      "after",
      `
<request> is a JSON file, or - for standard input: a request as gateways send it, a decision as
GET /v1/decisions/{id} gives it, or the policy's input. A request is judged as in development mode.

Exit codes: 0 explained, 2 the compiled policy decides otherwise than the rules do, 1 and 3 as ever`,
    )
    .action((path: string, options: ExplainOptions) => runCommand(env, () => explainCall(path, options, env)));
}

async function explainCall(path: string, options: ExplainOptions, env: NodeJS.ProcessEnv): Promise<Exit> {
  const [{ composePolicyTools }, { buildBundle }, { explain }, { readGiven }, { renderExplanation }, { readProject }] =
    await Promise.all([
      import("../../compose/policy-project.ts"),
      import("../../policy/build/build.ts"),
      import("../../policy/explain/explain.ts"),
      import("../../policy/explain/input.ts"),
      import("../../policy/explain/render.ts"),
      import("../../policy/project/read.ts"),
    ]);
  const tools = composePolicyTools(env);
  const document = readJson(path);
  const project = readProject(options.folder, tools.builtIn);
  const { files } =
    options.bundle === undefined
      ? { files: await buildBundle(project, tools.buildParts()) }
      : await bundleAt(options.bundle, tools);
  const policy = await refusing(options.bundle ?? options.folder, () => tools.load(files));
  const question = await askedOf(document, policy, tools, options);
  const deps = { toolchain: tools.opa(), policy, showValues: options.showValues };
  const explanation = await explain(deps, project, readGiven(document), question);
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(explanation, undefined, 2)}\n`
      : renderExplanation(explanation, paintFor(process.stdout, env)),
  );
  return explanation.compiled.same ? EXIT.good : EXIT.failures;
}
