import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../domain/json.ts";
import {
  type Finding,
  type HookEntry,
  isWritHook,
  numberIn,
  objectIn,
  objectsIn,
  type Place,
  problemsOf,
  readSettings,
  type Scope,
  type SettingsFile,
  textIn,
} from "./entry.ts";
import type { AgentSettings } from "./settings.ts";

const DEFAULT_TIMEOUT_S = 30;

/** GitHub Copilot CLI: https://docs.github.com/copilot/reference/hooks-reference, "Hooks locations". */
export function copilotCliSettings({ home, project, env, root }: Place): AgentSettings {
  const user = env["COPILOT_HOME"] ?? join(home, ".copilot");
  const { found, broken } = readSettings([
    ...jsonIn(join(root, "/etc/github-copilot/policy.d"), "managed"),
    ...jsonIn(join(user, "hooks"), "user"),
    { path: join(user, "settings.json"), scope: "user" },
    ...jsonIn(join(project, ".github/hooks"), "project"),
    { path: join(project, ".github/copilot/settings.json"), scope: "project" },
    { path: join(project, ".github/copilot/settings.local.json"), scope: "project" },
  ]);
  return {
    entries: found.filter(({ content }) => content["disableAllHooks"] !== true).flatMap(entriesOf),
    broken,
    // A crash denies; only its own timeout lets a tool run.
    failure: { goesOn: false },
    findings: found.flatMap(findingsOf),
    projectNeedsTrust: true,
  };
}

function jsonIn(folder: string, scope: Scope): readonly { readonly path: string; readonly scope: Scope }[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => ({ path: join(folder, name), scope }));
  } catch {
    return [];
  }
}

function entriesOf({ path, scope, content }: SettingsFile): readonly HookEntry[] {
  return objectsIn(objectIn(content["hooks"])["preToolUse"]).flatMap((hook) => {
    const type = hook["type"] === "http" ? "http" : "command";
    const command = type === "http" ? (textIn(hook["url"]) ?? "") : commandOf(hook);
    if (!isWritHook("copilot-cli", type, command)) return [];
    const matcher = textIn(hook["matcher"]);
    const timeout_ms = (numberIn(hook["timeoutSec"]) ?? numberIn(hook["timeout"]) ?? DEFAULT_TIMEOUT_S) * 1000;
    const event = "preToolUse";
    return [
      {
        file: path,
        scope,
        event,
        type,
        command,
        timeout_ms,
        failsClosed: false,
        ...(matcher === undefined ? {} : { matcher }),
      },
    ];
  });
}

function commandOf(hook: JsonObject): string {
  const args = Array.isArray(hook["args"]) ? hook["args"].filter((arg) => typeof arg === "string") : [];
  const exec = textIn(hook["exec"]);
  return textIn(hook["bash"]) ?? textIn(hook["command"]) ?? (exec === undefined ? "" : [exec, ...args].join(" "));
}

function findingsOf({ path, content }: SettingsFile): readonly Finding[] {
  const found: [string, string][] = [];
  if (content["disableAllHooks"] === true) found.push(["hooks_off", "disableAllHooks: its hooks are not run"]);
  const pascal = objectsIn(objectIn(content["hooks"])["PreToolUse"]);
  if (pascal.some((hook) => isWritHook("copilot-cli", "command", commandOf(hook)))) {
    found.push(["event_inexact", "PreToolUse does not name tools exactly, so every call is denied; say preToolUse"]);
  }
  const problem = problemsOf("copilot-cli", path);
  return found.map(([code, message]) => problem(code, message));
}
