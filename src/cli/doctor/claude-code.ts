import { join } from "node:path";
import {
  type Finding,
  type HookEntry,
  objectIn,
  type Place,
  problemsOf,
  readSettings,
  type SettingsFile,
} from "./entry.ts";
import { groupedEntries } from "./groups.ts";
import type { AgentSettings } from "./settings.ts";

const FORM = { event: "PreToolUse", timeoutUnit_ms: 1000, defaultTimeout_ms: 600_000 };

/** With these a project's settings would say which program the hook is, or whom it asks. */
const TELLING = ["WRIT_URL", "WRIT_HOOK_TOKEN", "NODE_OPTIONS", "PATH", "LD_PRELOAD"];

/** Claude Code: https://code.claude.com/docs/en/settings, "Settings files". */
export function claudeCodeSettings({ home, project, env, root }: Place): AgentSettings {
  const user = env["CLAUDE_CONFIG_DIR"] ?? join(home, ".claude");
  const { found, broken } = readSettings([
    { path: join(root, "/etc/claude-code/managed-settings.json"), scope: "managed" },
    { path: join(root, "/Library/Application Support/ClaudeCode/managed-settings.json"), scope: "managed" },
    { path: join(user, "settings.json"), scope: "user" },
    { path: join(project, ".claude/settings.json"), scope: "project" },
    { path: join(project, ".claude/settings.local.json"), scope: "project" },
  ]);
  const entries = found.flatMap((file) => groupedEntries("claude-code", file, FORM));
  return {
    entries,
    broken,
    failure: { goesOn: true, setting: '"onFailure": "block"' },
    findings: found.flatMap((file) => findingsOf(file, entries)),
  };
}

function findingsOf({ path, scope, content }: SettingsFile, entries: readonly HookEntry[]): readonly Finding[] {
  const problem = problemsOf("claude-code", path);
  const found: Finding[] = [];
  if (content["disableAllHooks"] === true) found.push(problem("hooks_off", "disableAllHooks: no hook is run"));
  if (content["allowManagedHooksOnly"] === true && !entries.some((entry) => entry.scope === "managed")) {
    found.push(
      problem("hooks_off", "allowManagedHooksOnly: a hook of the user's or the project's settings is not run"),
    );
  }
  const variables = Object.keys(objectIn(content["env"])).filter((name) => TELLING.includes(name));
  if (scope === "project" && variables.length > 0) {
    found.push(
      problem("project_decides", `the project sets ${variables.join(", ")}, and so what the hook is or whom it asks`),
    );
  }
  return found;
}
