import type { Action } from "../domain/action.ts";
import type { Decision, Verdict } from "../domain/decision.ts";
import type { Identity } from "../domain/identity.ts";
import type { DecisionRow } from "../domain/record.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";

/** What stands in the record beside the answer. */
export interface Judged {
  readonly request: DecisionRequest;
  readonly admission: Admission;
  readonly identity: Identity;
  readonly catalogueDigest: string;
  /** The policy's input, as judged. */
  readonly input: string;
  /** What the policy itself said; absent where the call was blocked before it was asked. */
  readonly said?: Verdict;
}

/** The row of one decision. The grant's token is a secret and the action stands in the input: neither is written. */
export function decisionRow(judged: Judged, decision: Decision): DecisionRow {
  const { request, admission, identity } = judged;
  const { action, grant, recorded: _, ...answer } = decision;
  const { said } = judged;
  const answered = {
    ...answer,
    ...(grant === undefined ? {} : { grant: { ...grant, token: undefined } }),
    ...(said === undefined ? {} : { verdict: unanswered(said, decision) }),
  };
  return {
    tenant: admission.tenant,
    id: decision.decision_id,
    at_ms: admission.now_ms,
    request_id: request.request_id,
    caller: admission.caller.id,
    protocol: admission.caller.protocol,
    agent: identity.agent.id,
    session: request.session,
    task: identity.intent?.task ?? "",
    tool: toolName(action),
    verb: action.verb,
    effect: decision.effect,
    reason: decision.reasons[0]?.code ?? "",
    dry_run: request.options.dry_run,
    action_digest: action.digest,
    policy_digest: decision.policy.digest,
    catalogue_digest: judged.catalogueDigest,
    answer: JSON.stringify(answered),
    input: judged.input,
  };
}

/** What a replay compares and the answer does not repeat: demands, and all of a verdict that Writ could not go along with. */
function unanswered(said: Verdict, answer: Decision): Partial<Verdict> {
  if (said.effect !== answer.effect || said.reasons !== answer.reasons) return said;
  const { effect: _effect, reasons: _reasons, obligations: _obligations, ...demands } = said;
  return demands;
}

function toolName(action: Action): string {
  return action.tool.server === "" ? action.tool.name : `${action.tool.server}/${action.tool.name}`;
}
