import type { WritOptions } from "./ai.ts";

export type { WritOptions } from "./ai.ts";

import { WritBlocked } from "./errors.ts";
import type { Guard } from "./guard.ts";

// OpenAI Agents SDK for JavaScript (npm `@openai/agents`): a function tool is an object with `invoke(context, input, details)`.

export interface GuardToolSettings {
  readonly guard: Guard;
  /** The server that the catalogue knows the tool by. */
  readonly server?: string;
}

/** What the SDK tells `invoke`, and what a guarded tool's `execute` finds beside it: do not return it, it is not for the model. */
interface Details {
  readonly toolCall?: { readonly callId?: string };
  readonly signal?: AbortSignal;
  readonly writ?: WritOptions;
}

interface FunctionTool {
  readonly type: "function";
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's own types say what context and result are
  readonly invoke: (context: any, input: string, details?: any) => Promise<any>;
}

/**
 * The same tool, which asks before it is invoked. A blocked call is told the model with its reasons; WritUnavailable ends
 * the run. Only function tools are run here: there is nothing to guard in a tool that the provider runs.
 *
 * @throws TypeError for a tool of another kind
 */
export function guardTool<T extends FunctionTool>(tool: T, { guard, server }: GuardToolSettings): T {
  if (tool.type !== "function" || typeof tool.invoke !== "function") throw new TypeError("it is no function tool");
  const invoke = async (context: unknown, input: string, details?: Details): Promise<unknown> => {
    // The text as the model wrote it: Writ reads it more strictly than JSON.parse, e.g. no key twice.
    const payload = {
      type: "function_call",
      call_id: details?.toolCall?.callId ?? "",
      name: tool.name,
      arguments: input,
    };
    try {
      return await guard(
        { format: "openai", ...(server === undefined ? {} : { server }), payload },
        (call, grant, { decision_id }) => {
          const judged = (call.payload as typeof payload).arguments;
          return tool.invoke(context, judged, { ...details, writ: { decision_id, grant } });
        },
        { signal: details?.signal },
      );
    } catch (error) {
      if (error instanceof WritBlocked) return error.message;
      throw error;
    }
  };
  return { ...tool, invoke };
}
