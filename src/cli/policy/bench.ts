import { type Command, InvalidArgumentError } from "commander";
import { WritError } from "../../domain/errors.ts";
import { EXIT, runCommand } from "./command.ts";
import { askedOf, type QuestionOptions } from "./question.ts";
import { bundleAt, readJson, refusing } from "./target.ts";

interface BenchOptions extends QuestionOptions {
  readonly input: string;
  readonly seconds: number;
  readonly opa: boolean;
}

/** `writ policy bench`: how long one evaluation takes. */
export function addBench(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("bench [path]")
    .description("measure microseconds per evaluation of one call")
    .option("-i, --input <file>", "a request as gateways send it, or the policy's input (- is standard input)", "-")
    .option("--seconds <number>", "how long to measure", seconds, 2)
    .option("--opa", "measure OPA's interpreter on the same input too; needs a native opa in $OPA", false)
    .option("--environment <name>", "of a request that names none", "development")
    .option("--now <time>", "when the request is judged (default: now)")
    .action((path: string | undefined, options: BenchOptions) =>
      runCommand(env, () => bench(path ?? ".", options, env)),
    );
}

async function bench(path: string, options: BenchOptions, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { measure }, { measureInOpa }, { textTable }] = await Promise.all([
    import("../../compose/policy-project.ts"),
    import("../../policy/bench/bench.ts"),
    import("../../policy/bench/in-opa.ts"),
    import("../text-table.ts"),
  ]);
  const tools = composePolicyTools(env);
  const document = readJson(options.input);
  const { files, project } = await bundleAt(path, tools);
  if (options.opa && (project === undefined || (env["OPA"] ?? "") === "")) {
    throw new WritError("invalid_argument", "--opa needs a policy folder, and a native opa in $OPA");
  }
  const policy = await refusing(path, () => tools.load(files));
  const { input, refused } = await askedOf(document, policy, tools, options);
  if (refused !== undefined)
    throw new WritError("invalid_argument", `no policy is asked of this call: ${refused.reasons[0]?.message}`);
  const text = JSON.stringify(input);
  const measured = measure(policy, text, options.seconds * 1000);
  const opa = options.opa && project !== undefined ? await measureInOpa(project, text, tools.opa()) : undefined;
  const rows = [
    ["runtime", "median µs", "p99 µs", "least µs", "evaluations"],
    ["writ", ...numbers([measured.median_us, measured.p99_us, measured.min_us]), String(measured.evaluations)],
    ...(opa === undefined ? [] : [["opa bench", ...numbers([opa.mean_us]), "", "", String(opa.evaluations)]]),
  ];
  console.log(textTable(rows));
  if (opa !== undefined) console.log("opa bench says a mean, not a median");
  return EXIT.good;
}

function numbers(values: readonly number[]): readonly string[] {
  return values.map((value) => value.toFixed(1));
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("a number of seconds above 0");
}
