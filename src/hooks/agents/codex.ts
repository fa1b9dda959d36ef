import type { JsonObject } from "../../domain/json.ts";
import { mcpTool, ownTool, splitMcpName } from "../call.ts";
import type { HookEvent, HookReading } from "../event.ts";
import { readNamedEvent } from "./named-events.ts";

/** Codex: https://developers.openai.com/codex/hooks; every shell tool is called `Bash`. @throws HookInputError */
export function readCodex(payload: JsonObject, { mcpServers }: HookReading): HookEvent {
  return readNamedEvent(payload, {
    before: "PreToolUse",
    after: { PostToolUse: "succeeded" },
    callOf: (name, input) => {
      const mcp = splitMcpName(name);
      return mcp === undefined ? ownTool("codex", name, input) : mcpTool(mcpServers, mcp.server, mcp.tool, input);
    },
  });
}
