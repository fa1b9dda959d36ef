import type { CallOptions, WritClient } from "./client.ts";
import { frozenCopy } from "./copy.ts";
import { digestOf } from "./digest.ts";
import { Unanswered, WritBlocked, WritUnavailable } from "./errors.ts";
import { fulfil, type ObligationHandlers } from "./obligations.ts";
import type { About, Decision, Grant, Outcome, OutcomeStatus, ToolCall } from "./types.ts";

/** A decision without its grant's token: for logs and screens. */
export type DecisionNotice = Omit<Decision, "grant">;

export interface GuardSettings {
  readonly client: Pick<WritClient, "decide" | "report">;
  /** Who asks, for what task; a function where tokens change. */
  readonly about?: About | (() => About | Promise<About>);
  /** What this application does for obligations; it is asked for no others. */
  readonly obligations?: ObligationHandlers;
  /** Told of every decision before the call runs. What it throws stops the call. */
  readonly onDecision?: (decision: DecisionNotice) => void | Promise<void>;
  /** More about a result for the record: nothing of it is told by default but its digest. */
  readonly describe?: (result: unknown, call: ToolCall) => Partial<Outcome>;
  /** Told when a report of what became of a call did not reach Writ; the call has run all the same. */
  readonly onOutcomeFailed?: (error: unknown, decisionId: string) => void;
}

/** Runs the call: exactly the frozen copy that was judged. The grant is for this function, never for the model. */
export type Run<T> = (call: ToolCall, grant: Grant | undefined, decision: Decision) => T | Promise<T>;

export interface GuardOptions extends CallOptions {
  /** Beside, and instead of, what the settings say about every call. */
  readonly about?: About;
}

/**
 * Asks, and calls `run` on `allow` and `warn` only; then reports what came of it.
 *
 * @throws WritBlocked if the decision, or an obligation that cannot be fulfilled, says no
 * @throws WritUnavailable if there is no decision. In both cases `run` was not called.
 * @throws whatever `run` throws
 */
export type Guard = <T>(call: ToolCall, run: Run<T>, options?: GuardOptions) => Promise<T>;

export function createGuard(settings: GuardSettings): Guard {
  const { client, about = {}, obligations = {}, onDecision } = settings;
  return async (call, run, { about: more, ...options } = {}) => {
    const asked = frozenCopy(call);
    const common = typeof about === "function" ? await about() : about;
    const request = { ...common, ...more, call: asked, options: { obligations: Object.keys(obligations) } };
    const decision = await client.decide(request, options);
    if (decision.dry_run === true) throw new WritUnavailable("malformed", "the answer is that of a dry run");
    const { grant, ...notice } = decision;
    await onDecision?.(notice);
    if (decision.effect === "block") throw new WritBlocked(decision);
    const fulfilled = await fulfil(decision, asked, obligations);
    if ("reason" in fulfilled) {
      await report(settings, decision, { status: "denied" });
      throw new WritBlocked(decision, [fulfilled.reason]);
    }
    if (options.signal?.aborted === true) {
      await report(settings, decision, { status: "cancelled" });
      throw new WritUnavailable("aborted", "the caller gave up");
    }
    return runAndReport(settings, decision, fulfilled.call, () => run(fulfilled.call, grant, decision));
  };
}

async function runAndReport<T>(
  settings: GuardSettings,
  decision: Decision,
  call: ToolCall,
  run: () => T | Promise<T>,
): Promise<T> {
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  let result: T;
  try {
    result = await run();
  } catch (error) {
    await report(settings, decision, { status: statusOf(error), duration_ms: took() });
    throw error;
  }
  const duration_ms = took();
  await report(settings, decision, async () => {
    const result_digest = await digestOf(result);
    const outcome: Outcome = {
      status: "succeeded",
      duration_ms,
      ...(result_digest === undefined ? {} : { result_digest }),
    };
    return { ...outcome, ...settings.describe?.(result, call) };
  });
  return result;
}

function statusOf(error: unknown): OutcomeStatus {
  if (error instanceof Unanswered) return error.status;
  return error instanceof Error && error.name === "AbortError" ? "cancelled" : "failed";
}

/** Whatever goes wrong here, the call has run (or not) already: its result stands, and somebody is told. */
async function report(
  { client, onOutcomeFailed }: GuardSettings,
  { decision_id }: Decision,
  outcome: Outcome | (() => Promise<Outcome>),
): Promise<void> {
  try {
    await client.report(decision_id, typeof outcome === "function" ? await outcome() : outcome);
  } catch (error) {
    try {
      onOutcomeFailed?.(error, decision_id);
    } catch {
      // There is nobody left to tell.
    }
  }
}
