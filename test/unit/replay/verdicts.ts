import type { Reason, Verdict } from "../../../src/domain/decision.ts";
import type { ReplayRecord } from "../../../src/ports/record-stream.ts";

export const POLICY = `sha256:${"1".repeat(64)}`;
export const CATALOGUE = `sha256:${"2".repeat(64)}`;

export const reason = (code: string, more: Partial<Reason> = {}): Reason => ({
  code,
  message: "",
  rule: "policy.test",
  controls: [],
  ...more,
});

export function verdict(changes: Partial<Verdict> = {}): Verdict {
  return { effect: "allow", reasons: [], obligations: [], session: { add_labels: [], revoke: false }, ...changes };
}

/** A record of a verdict, as the service writes it. */
export function recordOf(
  { effect, reasons, obligations, ...demands }: Verdict,
  changes: Partial<ReplayRecord> = {},
): ReplayRecord {
  return {
    id: "dec_1",
    at_ms: 1,
    agent: "agent:a",
    tool: "mail/send",
    policy_digest: POLICY,
    catalogue_digest: CATALOGUE,
    answer: JSON.stringify({ decision_id: "dec_1", effect, reasons, obligations, verdict: demands }),
    input: '{"now":"2026-11-20T15:04:05.123Z","bundle":{"revision":"old","digest":"old","stale":false,"age_s":0}}',
    texts: "unknown",
    ...changes,
  };
}
