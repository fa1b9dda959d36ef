import type { Action } from "../../domain/action.ts";

/**
 * Reasons of the default policy that say something of arguments, or wait for a person: a tool that is blocked for nothing else, when asked for
 * without arguments, may be called with some. Every other code hides the tool, that of a policy of one's own too.
 */
const LIFTED_BY_ARGUMENTS: ReadonlySet<string> = new Set([
  "amount_near_limit",
  "amount_needs_approval",
  "amount_not_in_intent",
  "approval_required",
  "arguments_from_text",
  "behaviour_forbidden",
  "behaviour_needs_approval",
  "behaviour_noted",
  // Reasons that stay whatever the arguments stand beside it where it does.
  "budget_exceeded",
  "call_not_understood",
  "chain_forbidden",
  "code_from_outside_runs",
  "credentials_gathered",
  "destination_from_nowhere",
  "destination_from_text",
  "destination_missing",
  "destination_not_in_intent",
  "destructive",
  "discover_then_privilege",
  "errand_from_text",
  "exports_many",
  "file_noted",
  "file_read_needs_approval",
  "file_written_needs_approval",
  "findings_in_arguments",
  "host_forbidden",
  "host_needs_approval",
  "host_noted",
  "payments_split",
  "persistent",
  "provenance_forbidden",
  "read_then_egress",
  "resource_from_text",
  "resource_not_in_intent",
  "rights_raised",
  "secret_flows_out",
  "secret_leaves",
  "sensitive_data_leaves",
  "sensitive_file_read",
  "sensitive_file_written",
  "sensitivity_not_in_intent",
  "text_disguised",
  "text_needs_approval",
  "text_noted",
  "total_not_in_intent",
  "traces_removed",
  "untrusted_then_execute",
  "verb_needs_approval",
  "write_then_execute",
  // These only warn, beside what waits for a person.
  "agent_review_due",
  "agent_without_owner",
  "chain_noted",
  "provenance_noted",
  "session_calls_many",
  "untrusted_input",
]);

/** Reasons about what a call does: arguments lift them where they say what that is, as the line of a shell does. */
const LIFTED_BY_PROGRAMS: ReadonlySet<string> = new Set([
  "not_in_delegate_envelope",
  "tier_over_envelope",
  "tier_over_registration",
  "verb_not_in_intent",
  "verb_not_registered",
]);

/** Reasons that stay, whatever the arguments. Listed for the test that every code of the default policy is somewhere. */
export const NEVER_LIFTED: ReadonlySet<string> = new Set([
  "agent_not_active",
  "agent_unregistered",
  "agent_unverified",
  "approval_impossible",
  "calls_not_in_intent",
  "context_changed",
  "delegate_not_active",
  "delegate_unregistered",
  "delegation_loop",
  "delegation_too_deep",
  "denials_in_a_row",
  "grant_ambiguous",
  "input_incomplete",
  "intent_expired",
  "intent_missing",
  "intent_unverified",
  // Rules that allow by arguments look like rules that allow never.
  "no_rule_allows",
  "risk_exceeded",
  "rule_malformed",
  "session_agent_changed",
  "session_calls_exhausted",
  "session_spent_exhausted",
  "tool_pin_mismatch",
  "tool_unknown",
  "tool_unpinned",
  "unknown_tools_tried",
  "window_not_in_intent",
]);

/** Whether a call of the same tool with other arguments could be without this reason. */
export function mayBeLifted(code: string, { traits }: Pick<Action, "traits">): boolean {
  return LIFTED_BY_ARGUMENTS.has(code) || (LIFTED_BY_PROGRAMS.has(code) && traits.includes("executes"));
}

/** For the same test. */
export const LIFTABLE: ReadonlySet<string> = new Set([...LIFTED_BY_ARGUMENTS, ...LIFTED_BY_PROGRAMS]);
