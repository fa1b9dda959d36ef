import { join } from "node:path";
import { type Finding, objectIn, type Place, problemsOf, readSettings, type SettingsFile } from "./entry.ts";
import { groupedEntries } from "./groups.ts";
import type { AgentSettings } from "./settings.ts";

const FORM = { event: "BeforeTool", timeoutUnit_ms: 1, defaultTimeout_ms: 60_000 };

/** Gemini CLI: docs/reference/configuration.md of its package, "Settings files" and `hooksConfig`. */
export function geminiCliSettings({ home, project, env, root }: Place): AgentSettings {
  const system = env["GEMINI_CLI_SYSTEM_SETTINGS_PATH"] ?? join(root, "/etc/gemini-cli/settings.json");
  const { found, broken } = readSettings([
    { path: system, scope: "managed" },
    { path: join(home, ".gemini/settings.json"), scope: "user" },
    { path: join(project, ".gemini/settings.json"), scope: "project" },
  ]);
  return {
    entries: found.flatMap((file) => groupedEntries("gemini-cli", file, FORM)),
    broken,
    failure: { goesOn: true },
    findings: found.flatMap(findingsOf),
    projectNeedsTrust: true,
  };
}

function findingsOf({ path, content }: SettingsFile): readonly Finding[] {
  const config = objectIn(content["hooksConfig"]);
  const off: string[] = [];
  if (config["enabled"] === false) off.push("hooksConfig.enabled is false: no hook is run");
  const disabled = config["disabled"];
  if (Array.isArray(disabled) && disabled.some((name) => typeof name === "string" && /writ/i.test(name))) {
    off.push("hooksConfig.disabled names the hook");
  }
  const problem = problemsOf("gemini-cli", path);
  return off.map((message) => problem("hooks_off", message));
}
