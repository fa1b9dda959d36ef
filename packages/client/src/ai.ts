import type { Guard } from "./guard.ts";
import type { JsonValue } from "./json.ts";
import type { Grant } from "./types.ts";

// Vercel AI SDK (npm `ai`, 5 and later): a tool is an object with `execute(input, options)`.

export interface GuardToolsSettings {
  readonly guard: Guard;
  /** The server that the catalogue knows these tools by. */
  readonly server?: string;
  /**
   * Tools that may stay as they are although this package cannot stand before them: those that a provider runs, and those
   * without `execute`, which the application answers itself.
   */
  readonly unguarded?: readonly string[];
}

/** What a guarded tool's `execute` finds as `options.writ`. Do not return it: what `execute` returns goes to the model. */
export interface WritOptions {
  readonly decision_id: string;
  readonly grant: Grant | undefined;
}

type Execute = (input: JsonValue, options: object | undefined) => unknown;

interface ToolLike {
  readonly type?: unknown;
  readonly isProviderExecuted?: unknown;
  readonly execute?: Execute;
}

/**
 * The same tools, each of which asks before it runs. A tool that yields preliminary results gives its last one only.
 * A call that may not run throws, which the SDK tells the model as that tool's error.
 *
 * @throws TypeError that names the tools which cannot be guarded and are not listed as `unguarded`
 */
export function guardTools<T extends object>(tools: T, { guard, server, unguarded = [] }: GuardToolsSettings): T {
  const entries = Object.entries(tools as Record<string, ToolLike>);
  const beyond = entries.filter(([name, tool]) => !isRunHere(tool) && !unguarded.includes(name)).map(([name]) => name);
  if (beyond.length > 0) {
    throw new TypeError(`tools that are not run here cannot be guarded (list them as unguarded): ${beyond.join(", ")}`);
  }
  const guarded = entries.map(([name, tool]) => [name, isRunHere(tool) ? guardTool(name, tool, guard, server) : tool]);
  return Object.fromEntries(guarded) as T;
}

function isRunHere(tool: ToolLike): tool is ToolLike & { readonly execute: Execute } {
  return typeof tool.execute === "function" && tool.isProviderExecuted !== true;
}

function guardTool(
  name: string,
  tool: ToolLike & { readonly execute: Execute },
  guard: Guard,
  server?: string,
): object {
  const execute = (input: JsonValue | undefined, options?: { readonly abortSignal?: AbortSignal }) => {
    const payload = { name, arguments: input ?? {} };
    return guard(
      { format: "generic", ...(server === undefined ? {} : { server }), payload },
      async (call, grant, { decision_id }) => {
        const { arguments: judged } = call.payload as typeof payload;
        const writ: WritOptions = { decision_id, grant };
        return lastOf(await tool.execute.call(tool, judged, { ...options, writ }));
      },
      { signal: options?.abortSignal },
    );
  };
  return { ...tool, execute };
}

async function lastOf(result: unknown): Promise<unknown> {
  if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return result;
  let last: unknown;
  for await (const part of result as AsyncIterable<unknown>) last = part;
  return last;
}
