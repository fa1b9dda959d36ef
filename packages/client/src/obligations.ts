import { frozenCopy } from "./copy.ts";
import type { Decision, Obligation, Reason, ToolCall } from "./types.ts";

/**
 * Does what an obligation says, before the call runs. Returns the call to run instead, where the obligation changes it.
 * Whatever it throws means that the obligation is not fulfilled.
 */
export type ObligationHandler = (
  obligation: Obligation,
  call: ToolCall,
) => ToolCall | undefined | Promise<ToolCall | undefined>;

/** By type of obligation. */
export type ObligationHandlers = Readonly<Record<string, ObligationHandler>>;

export type Fulfilled = { readonly call: ToolCall } | { readonly reason: Reason };

/** Fulfils a decision's obligations in order; of the `required` ones every one, or says which not. */
export async function fulfil(decision: Decision, asked: ToolCall, handlers: ObligationHandlers): Promise<Fulfilled> {
  let call = asked;
  for (const obligation of decision.obligations) {
    const { type, fulfillment } = obligation;
    const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
    if (handler === undefined) {
      if (fulfillment === "required") return { reason: unfulfilled("obligation_unsupported", type) };
      continue;
    }
    try {
      call = frozenCopy((await handler(obligation, call)) ?? call);
    } catch {
      // What the handler threw may hold arguments; the reason reaches the model.
      if (fulfillment === "required") return { reason: unfulfilled("obligation_failed", type) };
    }
  }
  return { call };
}

function unfulfilled(code: "obligation_unsupported" | "obligation_failed", type: string): Reason {
  const message = code === "obligation_failed" ? "could not be fulfilled" : "has no handler in this application";
  return { code, message: `the obligation ${type} ${message}`, rule: "client.obligations", controls: [] };
}
