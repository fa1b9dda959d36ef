import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { type AfterTool, type HookCall, type HookEvent, HookInputError } from "../event.ts";
import { callKeyOf, durationField, given, optionalText, textField, valueField } from "../fields.ts";

/** Which events of an agent are about tool calls. Whatever else names a tool may come before it runs. */
export interface NamedEvents {
  readonly before: string;
  readonly after: Readonly<Record<string, AfterTool["status"]>>;
  readonly callOf: (tool: string, input: JsonValue, payload: JsonObject) => HookCall;
}

const CONTEXT = ["cwd", "permission_mode", "model", "agent_type"];

/**
 * Hook input as Claude Code made it known and Codex and Gemini CLI write it too: `hook_event_name`, `session_id`, `cwd`,
 * `tool_name`, `tool_input`, `tool_use_id`.
 * @throws HookInputError
 */
export function readNamedEvent(payload: JsonObject, events: NamedEvents): HookEvent {
  const event = textField(payload, "hook_event_name");
  const status = Object.hasOwn(events.after, event) ? events.after[event] : undefined;
  if (event !== events.before && status === undefined) return unknownEvent(payload, event);
  const tool = textField(payload, "tool_name");
  const session = textField(payload, "session_id");
  const input = valueField(payload, "tool_input");
  const callKey = callKeyOf(optionalText(payload, "tool_use_id"), tool, input);
  if (status !== undefined) {
    return { phase: "after", event, session, callKey, status, ...durationField(payload, "duration_ms") };
  }
  const context = given(payload, CONTEXT);
  return { phase: "before", event, tool, call: events.callOf(tool, input, payload), session, callKey, context };
}

/** @throws HookInputError where it may be the last chance to stop a tool */
export function unknownEvent(payload: JsonObject, event: string): HookEvent {
  if (["tool_name", "toolName", "tool_input", "toolArgs"].some((key) => key in payload)) {
    throw new HookInputError(
      "/hook_event_name is an event that Writ does not judge; take it out of the hook's settings",
    );
  }
  return { phase: "none", event };
}
