import type { Command } from "commander";
import { type ConfigOptions, configSources, usingConfiguration } from "./configuration.ts";
import { print } from "./print.ts";
import { textTable } from "./text-table.ts";

interface PrintOptions extends ConfigOptions {
  readonly changed: boolean;
  readonly json: boolean;
}

/** `writ config`: what the service would start with; touches nothing but the file and the variables. */
export function addConfig(program: Command, env: NodeJS.ProcessEnv): void {
  const config = program
    .command("config")
    .description("check and show the configuration, from the file and the variables");
  usingConfiguration(config.command("check"))
    .description("say all that is wrong with it, by file, line and column, or variable (exit 1)")
    .action((options: ConfigOptions) => print(() => checked(options, env)));
  usingConfiguration(config.command("print"))
    .description("every setting with its value and where it comes from; secrets as (set)")
    .option("--changed", "only what the file or a variable says", false)
    .option("--json", "print JSON", false)
    .action((options: PrintOptions) => print(() => shown(options, env)));
}

async function checked(options: ConfigOptions, env: NodeJS.ProcessEnv): Promise<string> {
  const { loadConfig, tenantsOf } = await import("../config/load.ts");
  const sources = configSources(options, env);
  const config = loadConfig(sources);
  const tenants = tenantsOf(config).map(({ tenant }) => tenant);
  return [
    `the configuration is valid: ${sources.file?.path ?? "no file"}, and variables`,
    `mode ${config.mode}, ${tenants.length === 1 ? "tenant" : "tenants"} ${tenants.join(", ")}`,
    "whether what it names is there and can be used: writ doctor",
  ].join("\n");
}

async function shown({ changed, json, ...options }: PrintOptions, env: NodeJS.ProcessEnv): Promise<string> {
  const [{ loadConfig }, { shownSettings }] = await Promise.all([
    import("../config/load.ts"),
    import("../config/origins.ts"),
  ]);
  const sources = configSources(options, env);
  const all = shownSettings(sources, loadConfig(sources));
  const settings = changed ? all.filter(({ from }) => !from.startsWith("default")) : all;
  if (json) return JSON.stringify({ settings }, null, 2);
  return textTable([["setting", "value", "from"], ...settings.map(({ key, value, from }) => [key, value, from])]);
}
