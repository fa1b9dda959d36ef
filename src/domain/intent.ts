import { invalidField } from "./errors.ts";
import { listField, nameField } from "./fields.ts";
import type { Allowance } from "./identity.ts";
import type { JsonValue } from "./json.ts";
import { MAX_ID_CHARS } from "./limits.ts";

/** `typ` of an intent's JOSE header. */
export const INTENT_TOKEN_TYPE = "intent+jwt";

/** For people to read; policy decides by the structured part alone. */
export const MAX_PURPOSE_CHARS = 4000;

/** More agents than this do not work at one task. */
const MAX_INTENT_AGENTS = 100;

/** Each generation is a sub-task of a sub-task; a deeper chain is a loop. */
export const MAX_INTENT_DEPTH = 16;

/** Completed tasks are remembered for 31 days; an intent that outlived that would bring its task back to life. */
export const MAX_INTENT_LIFETIME_S = 30 * 24 * 3600;
export const DEFAULT_INTENT_LIFETIME_S = 3600;

/** What a request may carry as a token; a longer intent could be issued, and not be used. */
export const MAX_INTENT_TOKEN_CHARS = 16_384;

export const INTENT_STATUSES = ["pending", "active", "denied", "revoked", "expired"] as const;
/** `pending` waits for a person, `denied` got a no from one; only `active` is of use. */
export type IntentStatus = (typeof INTENT_STATUSES)[number];

/** What an intent says, however it became known. */
export interface IntentTerms {
  readonly id: string;
  readonly task: string;
  readonly purpose: string;
  readonly on_behalf_of: string;
  /** Who may use it. */
  readonly agents: readonly string[];
  readonly allows: readonly Allowance[];
  /** Milliseconds since 1970, whole seconds: what `nbf` and `exp` say. */
  readonly not_before_ms: number;
  readonly expires_at_ms: number;
  readonly parent?: string;
  /** The root first, the parent last. */
  readonly ancestors: readonly string[];
}

/** An intent that was issued here, and what became of it. */
export interface IntentRecord extends IntentTerms {
  readonly tenant: string;
  readonly status: IntentStatus;
  readonly requested_by: string;
  readonly requested_at_ms: number;
  /** Who approved or denied it. */
  readonly decided_by?: string;
  readonly decided_at_ms?: number;
  readonly revoked_by?: string;
  readonly revoked_at_ms?: number;
}

/** One agent's id, or a list of them. @throws WritError invalid_argument */
export function readAgents(value: JsonValue | undefined, at: string): readonly string[] {
  const name = (item: JsonValue | undefined, itemAt: string) => nameField(item, itemAt, MAX_ID_CHARS);
  if (!Array.isArray(value)) return [name(value, at)];
  if (value.length === 0) throw invalidField(at, "must name an agent");
  return listField(value, at, MAX_INTENT_AGENTS, name);
}

/** Whether its calls are counted: limits that hold for all calls of the task together. */
export function isCounted({ allows }: { readonly allows: readonly Allowance[] }): boolean {
  return allows.some(({ max_calls, max_total }) => max_calls !== undefined || max_total !== undefined);
}
