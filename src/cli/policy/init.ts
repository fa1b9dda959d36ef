import type { Command } from "commander";
import { EXIT, runCommand } from "./command.ts";

interface InitOptions {
  readonly template?: string;
  readonly list: boolean;
}

/** `writ policy init`: a folder to start from. */
export function addInit(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("init [folder]")
    .description("write a small policy with its tests into a new folder")
    .option("--template <name>", "start from one of the ready policies instead")
    .option("--list", "list the ready policies", false)
    .action((folder: string | undefined, options: InitOptions) => runCommand(env, () => init(folder, options, env)));
}

async function init(folder: string | undefined, { template, list }: InitOptions, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { initProject, listTemplates }, { textTable }] = await Promise.all([
    import("../../compose/policy-project.ts"),
    import("../../policy/init/init.ts"),
    import("../text-table.ts"),
  ]);
  const { templates } = composePolicyTools(env);
  if (list) {
    console.log(textTable(listTemplates(templates).map(({ name, title }) => [name, title])));
    return EXIT.good;
  }
  const target = folder ?? template ?? "my-policy";
  for (const path of initProject(target, templates, template)) console.log(path);
  console.log(`\nnext: writ policy check ${target} && writ policy test ${target}`);
  return EXIT.good;
}
