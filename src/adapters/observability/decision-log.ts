import { pino } from "pino";
import type { DecisionLog, LoggedDecisions } from "../../ports/decision-log.ts";
import { LineWriter } from "./line-writer.ts";
import { lineOptions } from "./logger.ts";

/**
 * A JSON line on stderr for each decision, at `info`. It says by its id which record has the rest: never an argument, a token, or another word
 * of the request. Undefined where nothing would be logged, so that nothing is spent on it.
 */
export function createDecisionLog(level: string, which: LoggedDecisions): DecisionLog | undefined {
  if (which === "none") return undefined;
  const log = pino(lineOptions(level), new LineWriter(process.stderr.fd));
  if (!log.isLevelEnabled("info")) return undefined;
  return ({ decision_id, effect, reasons, action, recorded }, { tenant, caller }, tookMs) => {
    if (which === "blocks" && effect !== "block") return;
    log.info({
      event: "decision",
      decision_id,
      tenant,
      caller: caller.id,
      protocol: caller.protocol,
      effect,
      reason: reasons[0]?.code ?? "",
      verb: action.verb,
      tier: action.tier,
      recorded,
      took_ms: Math.round(tookMs * 10) / 10,
    });
  };
}
