import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
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
  textIn,
} from "./entry.ts";
import { groupedEntries } from "./groups.ts";
import type { AgentSettings } from "./settings.ts";

const FORM = { event: "PreToolUse", timeoutUnit_ms: 1000, defaultTimeout_ms: 600_000 };
/** It reads all of its configuration first. */
const ANSWER_TIMEOUT_MS = 30_000;

/**
 * Codex runs a hook only when somebody has trusted exactly this command, and says nothing where nobody has. Codex itself
 * knows (`codex app-server`, `hooks/list`); without it only the files are read.
 */
export async function codexSettings(place: Place): Promise<AgentSettings> {
  const failure = { goesOn: true };
  const listed = await listHooks(place);
  if (listed === undefined) {
    const { found, broken } = readSettings([
      { path: join(codexHome(place), "hooks.json"), scope: "user" },
      { path: join(place.project, ".codex/hooks.json"), scope: "project" },
    ]);
    const message = "codex cannot be asked which hooks it trusts; hooks that nobody has trusted are not run";
    const findings: Finding[] = [{ agent: "codex", level: "problem", code: "trust_unknown", message }];
    return { entries: found.flatMap((file) => groupedEntries("codex", file, FORM)), broken, failure, findings };
  }
  const ours = listed.filter(
    (hook) => hook["eventName"] === "preToolUse" && isWritHook("codex", "command", textIn(hook["command"]) ?? ""),
  );
  return { entries: ours.map(entryOf), broken: [], failure, findings: ours.flatMap(trustOf) };
}

function codexHome({ home, env }: Place): string {
  return env["CODEX_HOME"] ?? join(home, ".codex");
}

function entryOf(hook: JsonObject): HookEntry {
  const matcher = textIn(hook["matcher"]);
  const timeout = numberIn(hook["timeoutSec"]);
  return {
    file: textIn(hook["sourcePath"]) ?? "codex",
    scope: hook["isManaged"] === true ? "managed" : hook["source"] === "project" ? "project" : "user",
    event: "PreToolUse",
    type: "command",
    command: textIn(hook["command"]) ?? "",
    failsClosed: false,
    ...(matcher === undefined ? {} : { matcher }),
    ...(hook["async"] === true ? { partly: "async: the tool does not wait for it" } : {}),
    ...(timeout === undefined ? {} : { timeout_ms: timeout * 1000 }),
  };
}

function trustOf(hook: JsonObject): readonly Finding[] {
  const problem = problemsOf("codex", textIn(hook["sourcePath"]) ?? "codex");
  if (hook["enabled"] !== true) return [problem("hooks_off", "the hook is switched off in Codex (/hooks)")];
  const trust = textIn(hook["trustStatus"]) ?? "unknown";
  if (trust === "trusted" || trust === "managed") return [];
  return [problem("not_trusted", `Codex does not run the hook, which is ${trust}: trust it with /hooks in Codex`)];
}

/** All hooks that Codex knows for the project; undefined where there is no Codex that says so. */
export async function listHooks(place: Place): Promise<readonly JsonObject[] | undefined> {
  const child = spawn("codex", ["app-server"], {
    cwd: place.project,
    env: { ...place.env, HOME: place.home },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const late = setTimeout(() => child.kill(), ANSWER_TIMEOUT_MS);
  const send = (message: JsonObject) => child.stdin.write(`${JSON.stringify(message)}\n`);
  try {
    return await new Promise((resolve) => {
      child.once("error", () => resolve(undefined));
      child.once("exit", () => resolve(undefined));
      child.stdin.on("error", () => resolve(undefined));
      createInterface({ input: child.stdout }).on("line", (line) => {
        const { id, result } = messageOf(line);
        if (id === 1) {
          send({ method: "initialized" });
          send({ id: 2, method: "hooks/list", params: { cwds: [place.project] } });
        }
        if (id === 2) resolve(hooksOf(result));
      });
      send({
        id: 1,
        method: "initialize",
        params: { clientInfo: { name: "writ_doctor", title: "Writ", version: "0" } },
      });
    });
  } finally {
    clearTimeout(late);
    child.kill();
  }
}

function messageOf(line: string): JsonObject {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function hooksOf(result: JsonValue | undefined): readonly JsonObject[] | undefined {
  const data = objectIn(result)["data"];
  return Array.isArray(data) ? objectsIn(data).flatMap((one) => objectsIn(one["hooks"])) : undefined;
}
