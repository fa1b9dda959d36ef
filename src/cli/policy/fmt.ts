import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { EXIT, plural, runCommand } from "./command.ts";

interface FormatOptions {
  readonly check: boolean;
}

/** `writ policy fmt`: Rego as OPA's formatter writes it. */
export function addFmt(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("fmt [folder]")
    .description("format the Rego files of a folder in place")
    .option("--check", "change nothing; end with 2 when a file is not formatted", false)
    .action((folder: string | undefined, options: FormatOptions) =>
      runCommand(env, () => format(folder ?? ".", options, env)),
    );
}

async function format(folder: string, { check }: FormatOptions, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { readOwnProject }, { formatProject }] = await Promise.all([
    import("../../compose/policy-project.ts"),
    import("../../policy/project/read.ts"),
    import("../../policy/build/format.ts"),
  ]);
  const tools = composePolicyTools(env);
  const formatted = await formatProject(readOwnProject(folder, tools.builtIn), tools.opa());
  for (const { file, bytes } of formatted) {
    if (!check) writeFileSync(file.origin, bytes);
    console.log(file.origin);
  }
  const files = formatted.length === 0 ? "all files are" : plural(formatted.length, "file");
  console.error(check && formatted.length > 0 ? `${files} not formatted` : `${files} formatted`);
  return check && formatted.length > 0 ? EXIT.failures : EXIT.good;
}
