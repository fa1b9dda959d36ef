import { WritError } from "../../domain/errors.ts";
import type { OutcomeWriter } from "../../ports/record-store.ts";

/**
 * How long a decision that is not in the database may still be on the disk of the one who made it: longer than an outage that
 * anybody sits out, and than a gateway goes on reporting.
 */
const MAX_SPOOLED_MS = 86_400_000;
const RETRY_AFTER_MS = 1_000;

/**
 * Tells who reports an outcome of a decision that may still be spooled, here or on another machine, to come back: `unavailable`,
 * not `not_found`, upon which the report would be thrown away.
 * @param madeAt the time in a decision's id, in milliseconds since 1970; undefined for what is no id
 */
export function awaitingSpooled(
  outcomes: OutcomeWriter,
  now: () => number,
  madeAt: (id: string) => number | undefined,
): OutcomeWriter {
  return {
    ...outcomes,
    report: async (outcome) => {
      try {
        return await outcomes.report(outcome);
      } catch (error) {
        if (!(error instanceof WritError) || error.code !== "not_found") throw error;
        const at = madeAt(outcome.decision_id);
        if (at === undefined || at < now() - MAX_SPOOLED_MS) throw error;
        throw new WritError("unavailable", "there is no decision with this id yet: it may still be spooled", {
          retryAfterMs: RETRY_AFTER_MS,
          cause: error,
        });
      }
    },
  };
}
