import { generateText, isStepCount, jsonSchema, type LanguageModel, tool } from "ai";
// In your project: from "@writ/client" and "@writ/client/ai".
import { guardTools, type WritOptions } from "../../../packages/client/src/ai.ts";
import type { Guard } from "../../../packages/client/src/index.ts";

interface Comment {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
  readonly body: string;
}

const properties = {
  owner: { type: "string" },
  repo: { type: "string" },
  issue_number: { type: "integer" },
  body: { type: "string" },
} as const;

/** An agent on the Vercel AI SDK, whose tools ask first. `ran` is told what ran, and with a grant for whom. */
export function agent(model: LanguageModel, guard: Guard, ran: (input: Comment, audience: string | undefined) => void) {
  const tools = {
    add_issue_comment: tool({
      description: "Comments on an issue",
      inputSchema: jsonSchema<Comment>({ type: "object", properties, required: Object.keys(properties) }),
      execute: async (input, options) => {
        const { grant } = (options as unknown as { readonly writ: WritOptions }).writ;
        ran(input, grant?.audience);
        return `commented: ${input.body}`;
      },
    }),
  };
  return (prompt: string) =>
    generateText({ model, prompt, tools: guardTools(tools, { guard, server: "github" }), stopWhen: isStepCount(3) });
}
