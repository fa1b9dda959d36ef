import type { Command } from "commander";
import type { Inspected } from "../../policy/inspect/inspect.ts";
import { EXIT, paintFor, runCommand } from "./command.ts";
import { bundleAt, refusing } from "./target.ts";

interface InspectOptions {
  readonly json: boolean;
}

/** `writ policy inspect`: what is in a bundle. */
export function addInspect(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("inspect [path]")
    .summary("show what is in a bundle or a policy folder")
    .description("show what is in a bundle, or would be in that of a policy folder")
    .option("--json", "print JSON", false)
    .action((path: string | undefined, options: InspectOptions) =>
      runCommand(env, () => inspect(path ?? ".", options, env)),
    );
}

async function inspect(path: string, { json }: InspectOptions, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { inspectBundle }] = await Promise.all([
    import("../../compose/policy-project.ts"),
    import("../../policy/inspect/inspect.ts"),
  ]);
  const tools = composePolicyTools(env);
  const { files } = await bundleAt(path, tools);
  const inspected = inspectBundle(files, await refusing(path, () => tools.describe(files)));
  console.log(json ? JSON.stringify(inspected, undefined, 2) : render(inspected, env));
  return EXIT.good;
}

function render(bundle: Inspected, env: NodeJS.ProcessEnv): string {
  const paint = paintFor(process.stdout, env);
  const row = (name: string, value: string): string => `${paint("dim", name.padEnd(12))}${value || "none"}`;
  const { bytes } = bundle;
  return [
    row("revision", bundle.revision),
    row("digest", bundle.digest),
    row("built with", bundle.built_with),
    row("signed", bundle.signed ? "yes (not verified)" : "no"),
    row("roots", bundle.roots.map((root) => JSON.stringify(root)).join(", ")),
    row("entrypoints", bundle.entrypoints.join(", ")),
    row("builtins", bundle.builtins.join(", ")),
    row("reads", bundle.reads === undefined ? "not analyzed" : bundle.reads.map((path) => `input${path}`).join(" ")),
    row("bytes", `${bytes.total} (module ${bytes.wasm}, data ${bytes.data})`),
    row(
      "data",
      Object.entries(bundle.data)
        .map(([key, members]) => `${key} (${members})`)
        .join(", "),
    ),
    ...bundle.packages.flatMap(({ package: name, title, rules }) => [
      "",
      `${paint("bold", name)}  ${title}`,
      ...rules.map((rule) => `  ${rule.name.padEnd(17)} ${rule.title}`.trimEnd()),
    ]),
  ].join("\n");
}
