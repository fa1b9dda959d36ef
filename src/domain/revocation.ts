/** Why a grant ended before its time. */
export const REVOCATION_REASONS = [
  "outcome_reported",
  "task_completed",
  "intent_revoked",
  "agent_suspended",
  "agent_retired",
  "session_revoked",
  "approval_withdrawn",
  "key_revoked",
  "by_request",
] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];
