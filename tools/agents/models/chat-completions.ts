import type { ModelProtocol } from "../model-server.ts";
import { events } from "./sse.ts";

/** OpenAI's Chat Completions API, streamed. */
export const chatCompletions: ModelProtocol = {
  path: /^(?:\/v1)?\/chat\/completions(?:\?|$)/,
  offers: (body, tool) => body.includes(`"name":${JSON.stringify(tool)}`),
  hasResult: (body) => body.includes('"role":"tool"'),
  callTool: ({ name, args }) =>
    completion("tool_calls", {
      tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name, arguments: JSON.stringify(args) } }],
    }),
  say: (words) => completion("stop", { content: words }),
};

function completion(finish_reason: string, delta: object) {
  const head = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "scripted" };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return events(
    [
      { ...head, choices: [{ index: 0, delta: { role: "assistant", ...delta }, finish_reason: null }] },
      { ...head, choices: [{ index: 0, delta: {}, finish_reason }], usage },
    ],
    "data: [DONE]\n\n",
  );
}
