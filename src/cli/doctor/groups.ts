import type { JsonObject } from "../../domain/json.ts";
import type { HookAgentName } from "../../hooks/event.ts";
import { type HookEntry, isWritHook, numberIn, objectIn, objectsIn, type SettingsFile, textIn } from "./entry.ts";

interface GroupForm {
  readonly event: string;
  /** How many milliseconds one unit of `timeout` is. */
  readonly timeoutUnit_ms: number;
  readonly defaultTimeout_ms: number;
}

/** Hooks as Claude Code writes them, and Gemini CLI too: `hooks.<event>[].{matcher, hooks[].{type, command, timeout}}`. */
export function groupedEntries(
  agent: HookAgentName,
  { path, scope, content }: SettingsFile,
  { event, timeoutUnit_ms, defaultTimeout_ms }: GroupForm,
): readonly HookEntry[] {
  return objectsIn(objectIn(content["hooks"])[event]).flatMap((group) =>
    objectsIn(group["hooks"]).flatMap((hook) => {
      const type = hook["type"] === "http" ? "http" : "command";
      const command = textIn(type === "http" ? hook["url"] : hook["command"]) ?? "";
      if (!isWritHook(agent, type, command)) return [];
      const timeout = numberIn(hook["timeout"]);
      const matcher = textIn(group["matcher"]);
      return [
        {
          file: path,
          scope,
          event,
          type,
          command,
          ...(matcher === undefined ? {} : { matcher }),
          ...partlyOf(hook),
          timeout_ms: timeout === undefined ? defaultTimeout_ms : timeout * timeoutUnit_ms,
          failsClosed: hook["onFailure"] === "block",
        },
      ];
    }),
  );
}

function partlyOf(hook: JsonObject): { readonly partly?: string } {
  if (hook["async"] === true) return { partly: "async: the tool does not wait for it" };
  if (hook["once"] === true) return { partly: "once: only the first call of a session is asked about" };
  return hook["if"] === undefined ? {} : { partly: "if: only some calls are asked about" };
}
