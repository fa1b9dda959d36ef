import type { ModelProtocol } from "../model-server.ts";
import { events } from "./sse.ts";

/** Google's Gemini API, streamed as server-sent events. */
export const gemini: ModelProtocol = {
  // Only what is streamed is the conversation; the CLI's own questions to a model may fail.
  path: /^\/v1beta\/models\/[^:]+:streamGenerateContent/,
  offers: (body, tool) => body.includes(`"name":${JSON.stringify(tool)}`),
  hasResult: (body) => body.includes('"functionResponse"'),
  callTool: ({ name, args }) => candidate({ functionCall: { name, args } }),
  say: (words) => candidate({ text: words }),
};

function candidate(part: object) {
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
  return events([
    { candidates: [{ content: { role: "model", parts: [part] }, finishReason: "STOP", index: 0 }], usageMetadata },
  ]);
}
