import type { JsonObject } from "../../../domain/json.ts";
import type { ForwardedAnswer } from "../../forwarded/decide.ts";

/**
 * What an answer says beside yes or no, for clients that keep it or show it. Grants are not in it: results end in logs, and who has the
 * decision's id can exchange it for its grant (RFC 8693).
 */
export function saidOf({ decision, decisions }: ForwardedAnswer): JsonObject {
  const { effect, reasons, approval } = decision;
  return {
    effect,
    decision_ids: decisions.map(({ decision_id }) => decision_id),
    reasons: reasons.map(({ code, message }) => ({ code, message })),
    obligations: decisions.flatMap(({ obligations }) => obligations) as unknown as JsonObject[],
    ...(approval === undefined ? {} : { approval: { ...approval } }),
  };
}
