import type { ModelProtocol } from "../model-server.ts";
import { events } from "./sse.ts";

const USAGE = { input_tokens: 1, output_tokens: 1 };

/** Anthropic's Messages API, streamed. */
export const anthropic: ModelProtocol = {
  path: /^\/v1\/messages(?:\?|$)/,
  offers: (body, tool) => body.includes(`"name":${JSON.stringify(tool)}`),
  hasResult: (body) => body.includes('"type":"tool_result"'),
  callTool: ({ name, args }) =>
    message("tool_use", { type: "tool_use", id: "toolu_01", name, input: {} }, [
      { type: "input_json_delta", partial_json: JSON.stringify(args) },
    ]),
  say: (words) => message("end_turn", { type: "text", text: "" }, [{ type: "text_delta", text: words }]),
};

function message(stop_reason: string, content_block: object, deltas: readonly object[]) {
  const start = { id: "msg_01", type: "message", role: "assistant", model: "scripted", content: [], usage: USAGE };
  return events([
    { type: "message_start", message: { ...start, stop_reason: null, stop_sequence: null } },
    { type: "content_block_start", index: 0, content_block },
    ...deltas.map((delta) => ({ type: "content_block_delta", index: 0, delta })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } },
    { type: "message_stop" },
  ]);
}
