import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { mcpTool, ownTool } from "../call.ts";
import { type HookCall, type HookEvent, HookInputError, type HookReading } from "../event.ts";
import { callKeyOf, given, optionalText, textField, valueField } from "../fields.ts";
import { unknownEvent } from "./named-events.ts";

/**
 * GitHub Copilot CLI, events configured in camelCase: https://docs.github.com/copilot/reference/hooks-reference. Such
 * input does not name its event; what it holds tells `preToolUse` from the events after a call.
 * @throws HookInputError, or WritError where `toolArgs` is no JSON
 */
export function readCopilotCli(payload: JsonObject, { mcpServers }: HookReading): HookEvent {
  if ("hook_event_name" in payload) return named(payload);
  if (!("toolName" in payload) && !("toolArgs" in payload)) return { phase: "none", event: "" };
  const tool = textField(payload, "toolName");
  const session = optionalText(payload, "sessionId") ?? "";
  const input = argumentsOf(payload);
  const callKey = callKeyOf(undefined, tool, input);
  if ("toolResult" in payload) return { phase: "after", event: "postToolUse", session, callKey, status: "succeeded" };
  if ("error" in payload) return { phase: "after", event: "postToolUseFailure", session, callKey, status: "failed" };
  const call = callOf(tool, input, mcpServers);
  return { phase: "before", event: "preToolUse", tool, call, session, callKey, context: given(payload, ["cwd"]) };
}

/** With the event in PascalCase, Copilot CLI gives its tools Claude Code's names, of which several tools have one. */
function named(payload: JsonObject): HookEvent {
  const event = textField(payload, "hook_event_name");
  if (event === "PreToolUse") {
    throw new HookInputError(
      "the hook's settings say PreToolUse; they have to say preToolUse, which names tools exactly",
    );
  }
  return unknownEvent(payload, event);
}

/** `server-tool`: both parts may hold hyphens, so only servers that the settings name are told apart. */
function callOf(tool: string, input: JsonValue, servers: HookReading["mcpServers"]): HookCall {
  const [server] = servers
    .filter(({ known_as }) => tool.startsWith(`${known_as}-`))
    .sort((a, b) => b.known_as.length - a.known_as.length);
  if (server === undefined) return ownTool("copilot-cli", tool, input);
  return mcpTool(servers, server.known_as, tool.slice(server.known_as.length + 1), input);
}

function argumentsOf(payload: JsonObject): JsonValue {
  const input = valueField(payload, "toolArgs");
  return typeof input === "string" ? parseStrictJson(input, "/toolArgs") : input;
}
