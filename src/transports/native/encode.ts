import type { Decision } from "../../domain/decision.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { Outcome, StoredDecision } from "../../domain/record.ts";
import type { BatchFailure } from "./batch.ts";
import { encodeFailure } from "./encode-error.ts";
import { encodePageToken } from "./page-token.ts";

/** The contract's fields of an answer, in its order; what else an object carries does not leave the service. */
function encodeDecision(decision: Decision): Decision {
  const { approval, grant, dry_run, facts, findings } = decision;
  return {
    decision_id: decision.decision_id,
    request_id: decision.request_id,
    effect: decision.effect,
    reasons: decision.reasons,
    obligations: decision.obligations,
    ...(approval === undefined ? undefined : { approval }),
    ...(grant === undefined ? undefined : { grant }),
    action: decision.action,
    policy: decision.policy,
    recorded: decision.recorded,
    ...(dry_run === undefined ? undefined : { dry_run }),
    ...(facts === undefined ? undefined : { facts }),
    ...(findings === undefined ? undefined : { findings }),
  };
}

export function encodeDecisionText(decision: Decision): string {
  return JSON.stringify(encodeDecision(decision));
}

/** One answer for each request, in order: a decision, or why there is none. */
export function encodeBatchText(answers: readonly (Decision | BatchFailure)[]): string {
  const texts = answers.map((answer) =>
    "error" in answer ? JSON.stringify(encodeFailure(answer)) : encodeDecisionText(answer),
  );
  return `{"decisions":[${texts.join(",")}]}`;
}

/** A decision as it is read back. `grant` has no token: that was told once, to the one who asked. */
export interface StoredAnswer {
  readonly decision: JsonObject;
  readonly recorded_at: string;
  readonly caller: { readonly id: string; readonly protocol: string };
  /** What the policy was given. */
  readonly input: JsonValue;
  readonly catalogue_digest: string;
  readonly outcome?: JsonObject;
  readonly chain: { readonly writer: string; readonly seq: number; readonly hash: string };
}

export function encodeStored(stored: StoredDecision): StoredAnswer {
  // Texts that this service wrote, of which the action stands only in the input.
  const answer = JSON.parse(stored.answer) as Decision;
  const input = JSON.parse(stored.input) as { readonly action: Decision["action"] } & JsonObject;
  return {
    decision: encodeDecision({ ...answer, action: input.action }) as unknown as JsonObject,
    recorded_at: new Date(stored.at_ms).toISOString(),
    caller: { id: stored.caller, protocol: stored.protocol },
    input,
    catalogue_digest: stored.catalogue_digest,
    ...(stored.outcome === undefined ? {} : { outcome: encodeOutcome(stored.outcome) }),
    chain: { writer: stored.writer, seq: stored.seq, hash: Buffer.from(stored.hash).toString("hex") },
  };
}

function encodeOutcome({ status, duration_ms, result_digest, detail, at_ms }: Outcome): JsonObject {
  return {
    status,
    ...(duration_ms === undefined ? {} : { duration_ms }),
    ...(result_digest === undefined ? {} : { result_digest }),
    ...(JSON.parse(detail) as JsonObject),
    reported_at: new Date(at_ms).toISOString(),
  };
}

/** One page of a list, newest first. A page that is not full is the last one. */
export function encodePage(
  rows: readonly StoredDecision[],
  size: number,
): { readonly decisions: readonly StoredAnswer[]; readonly next_page_token: string } {
  const last = rows.length < size ? undefined : rows.at(-1);
  return { decisions: rows.map(encodeStored), next_page_token: last === undefined ? "" : encodePageToken(last) };
}
