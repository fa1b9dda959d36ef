import type { ModelProtocol } from "../model-server.ts";
import { events } from "./sse.ts";

/** OpenAI's Responses API, streamed. */
export const responses: ModelProtocol = {
  path: /^(?:\/v1)?\/responses(?:\?|$)/,
  offers: (body, tool) => body.includes(`"name":${JSON.stringify(tool)}`),
  hasResult: (body) => /"type":"(?:function|custom_tool)_call_output"/.test(body),
  callTool: ({ name, args, namespace }) =>
    response(
      typeof args["input"] === "string" && name === "apply_patch"
        ? { type: "custom_tool_call", id: "ctc_1", call_id: "call_1", name, input: args["input"] }
        : { type: "function_call", id: "fc_1", call_id: "call_1", name, namespace, arguments: JSON.stringify(args) },
    ),
  say: (words) =>
    response({ type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: words }] }),
};

function response(item: object) {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  return events([
    { type: "response.created", response: { id: "resp_1" } },
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: { id: "resp_1", status: "completed", output: [item], usage } },
  ]);
}
