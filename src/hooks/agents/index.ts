import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { type HookAgentName, type HookEvent, HookInputError, type HookReading } from "../event.ts";
import { readClaudeCode } from "./claude-code.ts";
import { readCodex } from "./codex.ts";
import { readCopilotCli } from "./copilot-cli.ts";
import { readCursor } from "./cursor.ts";
import { readGeminiCli } from "./gemini-cli.ts";

const READERS: Readonly<Record<HookAgentName, (payload: JsonObject, reading: HookReading) => HookEvent>> = {
  "claude-code": readClaudeCode,
  codex: readCodex,
  "gemini-cli": readGeminiCli,
  cursor: readCursor,
  "copilot-cli": readCopilotCli,
};

/** What an agent told its hook. @throws HookInputError or WritError, which names the field by JSON Pointer */
export function readHookEvent(agent: HookAgentName, input: JsonValue, reading: HookReading): HookEvent {
  if (!isJsonObject(input)) throw new HookInputError("the input is no JSON object");
  return READERS[agent](input, reading);
}
