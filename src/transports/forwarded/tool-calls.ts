import { listField } from "../../domain/fields.ts";
import type { JsonValue } from "../../domain/json.ts";
import type { ForwardedCall } from "./request.ts";

/** What one turn of a model asks for; more is an attack on whoever waits. */
const MAX_TOOL_CALLS = 128;

/** What a model wants to call: OpenAI's `tool_calls`, or items of a Responses output. @throws WritError invalid_argument */
export function toolCallsOf(value: JsonValue | undefined, at: string, server: string): readonly ForwardedCall[] {
  return listField(value, at, MAX_TOOL_CALLS, (payload) => ({ call: { format: "openai", server, payload } }));
}
