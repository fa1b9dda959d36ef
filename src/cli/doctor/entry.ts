import { readFileSync } from "node:fs";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { HookAgentName } from "../../hooks/event.ts";

/** Who can change a settings file: whoever manages the machine, its user, or everybody who can write to the project. */
export type Scope = "managed" | "user" | "project";

/** One hook before a tool runs that calls `writ hook`, as an agent's settings say it. */
export interface HookEntry {
  readonly file: string;
  readonly scope: Scope;
  readonly event: string;
  readonly type: "command" | "http";
  /** The command line, or the URL. */
  readonly command: string;
  /** Which tools it is run for, where not for all. */
  readonly matcher?: string;
  /** Run beside the tool, or for some calls only: whatever it answers then is too late, or not asked. */
  readonly partly?: string;
  /** When the agent gives up on it, and runs the tool. */
  readonly timeout_ms?: number;
  /** Whether the settings say that a hook that fails stops the tool. */
  readonly failsClosed: boolean;
}

/** `problem`: a tool may run that Writ was not asked about. */
export interface Finding {
  readonly agent: HookAgentName | "writ";
  readonly level: "ok" | "note" | "problem";
  readonly code: string;
  readonly message: string;
}

/** Problems of one agent, in one place of its settings. */
export function problemsOf(agent: HookAgentName, file: string): (code: string, message: string) => Finding {
  return (code, message) => ({ agent, level: "problem", code, message: `${file}: ${message}` });
}

/** Where to look. */
export interface Place {
  readonly home: string;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** Stands before absolute paths of the system, for tests. */
  readonly root: string;
}

export interface SettingsFile {
  readonly path: string;
  readonly scope: Scope;
  readonly content: JsonObject;
}

/** The settings that are there and can be read; what agents cannot read they leave out as well. */
export function readSettings(files: readonly { readonly path: string; readonly scope: Scope }[]): {
  readonly found: readonly SettingsFile[];
  readonly broken: readonly string[];
} {
  const found: SettingsFile[] = [];
  const broken: string[] = [];
  for (const { path, scope } of files) {
    const text = textOf(path);
    if (text === undefined) continue;
    const content = parsed(text);
    if (content === undefined) broken.push(path);
    else found.push({ path, scope, content });
  }
  return { found, broken };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Objects of a list; what is none is left out, as agents leave it out. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

export function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A number of seconds or milliseconds. */
export function numberIn(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Whether a command line, or a URL, is Writ's hook for this agent. */
export function isWritHook(agent: HookAgentName, type: HookEntry["type"], command: string): boolean {
  if (type === "http") return new RegExp(`/hooks/${agent}(?:$|[?#])`).test(command);
  return new RegExp(`\\bhook\\s+["']?${agent}\\b`).test(command) && /writ|main\.js/.test(command);
}
