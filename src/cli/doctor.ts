import { homedir } from "node:os";
import { resolve } from "node:path";
import { Argument, type Command } from "commander";
import { HOOK_AGENTS, type HookAgentName } from "../hooks/event.ts";
import { usingConfiguration } from "./configuration.ts";
import { DEFAULT_URL } from "./default-url.ts";
import { claudeCodeSettings } from "./doctor/claude-code.ts";
import { codexSettings } from "./doctor/codex.ts";
import { examineConfiguration } from "./doctor/configuration.ts";
import { copilotCliSettings } from "./doctor/copilot-cli.ts";
import { cursorSettings } from "./doctor/cursor.ts";
import type { Finding, Place } from "./doctor/entry.ts";
import { geminiCliSettings } from "./doctor/gemini-cli.ts";
import { inspectEntry } from "./doctor/inspect.ts";
import { inspectService } from "./doctor/service.ts";
import type { AgentSettings } from "./doctor/settings.ts";

const SETTINGS: Readonly<Record<HookAgentName, (place: Place) => AgentSettings | Promise<AgentSettings>>> = {
  "claude-code": claudeCodeSettings,
  codex: codexSettings,
  "gemini-cli": geminiCliSettings,
  cursor: cursorSettings,
  "copilot-cli": copilotCliSettings,
};

interface DoctorOptions {
  readonly url?: string;
  readonly project: string;
  readonly root: string;
  readonly probe: boolean;
  readonly json: boolean;
  readonly dev: boolean;
  readonly config?: string;
}

/** `writ doctor`: whether the service would start and do what it is configured to; or, with agents, whether the hooks of coding agents on this machine are run, and stop a tool when they fail. */
export function addDoctor(program: Command, env: NodeJS.ProcessEnv): void {
  usingConfiguration(program.command("doctor"))
    .description("check a configuration and all that it names; with agents, their hooks")
    .addArgument(new Argument("[agent...]", "look at their hooks instead").choices(HOOK_AGENTS))
    .option("--url <url>", `Writ's HTTP address (default: what the hooks say, $WRIT_URL, or ${DEFAULT_URL})`)
    .option("--project <folder>", "the project in which the agents are used", ".")
    .option("--root <folder>", "where the system's own settings are, for images of machines", "/")
    .option("--probe", "run the hooks' commands without input, and see that they stop the tool", false)
    .option("--json", "print JSON", false)
    .addHelpText("after", "\nExit codes: 0 no problem was found, 1 some were")
    .action(async (agents: readonly HookAgentName[], options: DoctorOptions) => {
      if (agents.length === 0) {
        process.exitCode = await examineConfiguration(options, options.json, env);
        return;
      }
      const place = { home: env["HOME"] ?? homedir(), project: resolve(options.project), root: options.root, env };
      const findings = await examine(agents, place, options);
      const lines = findings.map(({ agent, level, code, message }) => `${agent}: ${level}: ${code}: ${message}`);
      console.log(options.json ? JSON.stringify({ findings }, undefined, 2) : lines.join("\n"));
      process.exitCode = findings.some(({ level }) => level === "problem") ? 1 : 0;
    });
}

async function examine(
  agents: readonly HookAgentName[],
  place: Place,
  options: DoctorOptions,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const urls = new Set<string>();
  for (const agent of agents) {
    const settings = await SETTINGS[agent](place);
    findings.push(...findingsOf(agent, settings, place, options.probe));
    for (const { type, command } of settings.entries) {
      const said = type === "http" ? originOf(command) : /--url[= ]["']?([^\s"']+)/.exec(command)?.[1];
      if (said !== undefined) urls.add(said);
    }
  }
  const asked =
    options.url !== undefined ? [options.url] : urls.size > 0 ? [...urls] : [place.env["WRIT_URL"] ?? DEFAULT_URL];
  for (const url of asked) findings.push(await inspectService(url));
  return findings;
}

function findingsOf(agent: HookAgentName, settings: AgentSettings, place: Place, probe: boolean): readonly Finding[] {
  const { entries, broken, failure, findings: own } = settings;
  const found: Finding[] = [...own];
  const say = (level: Finding["level"], code: string, message: string) => found.push({ agent, level, code, message });
  for (const path of broken) say("problem", "settings_broken", `${path} is no JSON object: the agent leaves it out`);
  if (entries.length === 0) say("problem", "hook_missing", "no settings file runs Writ's hook before every tool");
  for (const entry of entries) {
    found.push(...inspectEntry(agent, entry, failure, place, probe));
    if (entry.type === "command" && !entry.command.includes("--url")) {
      say(
        "note",
        "url_from_environment",
        `${entry.file}: without --url, whoever sets $WRIT_URL says whom the hook asks`,
      );
    }
  }
  if (entries.length > 0 && entries.every(({ scope }) => scope === "project")) {
    const trust = settings.projectNeedsTrust === true ? ", and is not run in a folder that nobody has trusted" : "";
    const level = settings.projectNeedsTrust === true ? "problem" : "note";
    say(
      level,
      "project_only",
      `only the project's settings have the hook: whoever writes there can take it out${trust}`,
    );
  }
  if (found.every(({ level }) => level !== "problem")) {
    say("ok", "hook_active", `the hook is run before every tool (${entries.map(({ file }) => file).join(", ")})`);
  }
  return found;
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
