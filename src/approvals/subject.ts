import type { Action, Finding } from "../domain/action.ts";
import type { ApprovalDemand } from "../domain/approval.ts";
import type { Reason } from "../domain/decision.ts";
import type { JsonObject } from "../domain/json.ts";

/** What there is to say of a question to people; nothing of it has to be safe to show. */
export interface ShownSubject {
  readonly action: Action;
  readonly arguments: JsonObject;
  readonly agent: { readonly id: string; readonly owner: string };
  /** "" where nobody is known. */
  readonly on_behalf_of: string;
  /** Of the intent, else of the agent's registration; "" where neither says any. */
  readonly purpose: string;
  /** Why the call waits. */
  readonly reasons: readonly Reason[];
  readonly findings: readonly Finding[];
  /** Of the session. */
  readonly labels: readonly string[];
  /** What a yes would cover. */
  readonly demand: ApprovalDemand;
}
