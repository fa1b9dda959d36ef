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
  readSettings,
  type SettingsFile,
  textIn,
} from "./entry.ts";
import type { AgentSettings } from "./settings.ts";

/** `preToolUse` is for every tool; the others are for one kind each. */
const EVENTS = ["preToolUse", "beforeMCPExecution"] as const;

/** Cursor: https://cursor.com/docs/agent/hooks, "Configuration". */
export function cursorSettings({ home, project, root }: Place): AgentSettings {
  const { found, broken } = readSettings([
    { path: join(root, "/etc/cursor/hooks.json"), scope: "managed" },
    { path: join(root, "/Library/Application Support/Cursor/hooks.json"), scope: "managed" },
    { path: join(home, ".cursor/hooks.json"), scope: "user" },
    { path: join(project, ".cursor/hooks.json"), scope: "project" },
  ]);
  const all = found.flatMap((file) => EVENTS.flatMap((event) => entriesOf(file, event)));
  const leaves = all.some(({ event, command }) => event === "preToolUse" && command.includes("--leave-mcp"));
  const mcp = all.some(({ event }) => event === "beforeMCPExecution");
  const findings: Finding[] = [];
  if (leaves && !mcp) {
    const message = "preToolUse leaves MCP tools to beforeMCPExecution, which has no hook of Writ's";
    findings.push({ agent: "cursor", level: "problem", code: "asked_partly", message });
  }
  if (!leaves && mcp) {
    const message = "preToolUse and beforeMCPExecution both ask about MCP tools; give preToolUse --leave-mcp";
    findings.push({ agent: "cursor", level: "note", code: "asked_twice", message });
  }
  // The hook of one kind of tool is none of every tool.
  const entries = all.some(({ event }) => event === "preToolUse") ? all : [];
  return { entries, broken, failure: { goesOn: true, setting: '"failClosed": true' }, findings };
}

function entriesOf({ path, scope, content }: SettingsFile, event: string): readonly HookEntry[] {
  return objectsIn(objectIn(content["hooks"])[event])
    .filter((hook) => isWritHook("cursor", "command", textIn(hook["command"]) ?? ""))
    .map((hook) => ({
      file: path,
      scope,
      event,
      type: "command",
      failsClosed: hook["failClosed"] === true,
      ...fieldsOf(hook),
    }));
}

function fieldsOf(hook: JsonObject): Pick<HookEntry, "command" | "matcher" | "timeout_ms"> {
  const matcher = textIn(hook["matcher"]);
  const timeout = numberIn(hook["timeout"]);
  return {
    command: textIn(hook["command"]) ?? "",
    ...(matcher === undefined ? {} : { matcher }),
    ...(timeout === undefined ? {} : { timeout_ms: timeout * 1000 }),
  };
}
