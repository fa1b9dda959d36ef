import type { Action } from "../domain/action.ts";
import type { ApprovalDemand, ApprovalRecord, ApprovalUse } from "../domain/approval.ts";
import { type ApprovalParties, nearnessOf, yesses } from "../domain/approval-votes.ts";
import { compareDecimals } from "../domain/decimal.ts";
import { SENSITIVITIES, TIERS } from "../domain/vocabulary.ts";
import { type ApprovalQuestion, coversAmount, scopeDigest } from "./approval-scope.ts";

/** A call that waits for people, and what is demanded of them now. */
export interface ApprovalWish extends ApprovalQuestion {
  readonly parties: ApprovalParties;
  readonly demand: ApprovalDemand;
}

/**
 * The use that the call may make of an approval; undefined where it may make none: it was for another call, is worn out, or is less than
 * what is demanded now.
 */
export function useOf(record: ApprovalRecord, wish: ApprovalWish, nowMs: number): ApprovalUse | undefined {
  const { demand } = wish;
  if (record.state !== "approved" || record.approved_at_ms === undefined || record.valid_until_ms === undefined) return;
  if (!isSameQuestion(record, wish) || !isNoWorse(record, wish.action, wish.reasons)) return;
  if (!satisfies(record, wish)) return;
  const max_uses = Math.min(record.demand.uses, demand.uses);
  const valid_until_ms = Math.min(record.valid_until_ms, record.approved_at_ms + demand.valid_for_s * 1000);
  if (record.uses >= max_uses || nowMs >= valid_until_ms || nowMs < record.requested_at_ms) return;
  return { tenant: record.tenant, id: record.id, max_uses, valid_until_ms };
}

/** Whether the question that people have before them is the one that the call would ask, so that nobody has to ask it again. */
export function isAsked(record: ApprovalRecord, wish: ApprovalWish): boolean {
  if (record.state !== "pending" || !isSameQuestion(record, wish)) return false;
  return isNoWorse(record, wish.action, wish.reasons) && isAsStrict(record, wish);
}

function isSameQuestion(record: ApprovalRecord, wish: ApprovalWish): boolean {
  const bound =
    wish.intent === ""
      ? record.intent === "" && record.session === wish.session && record.task === wish.task
      : record.intent === wish.intent;
  return (
    bound &&
    record.tenant === wish.tenant &&
    record.agent === wish.agent &&
    record.demand.template === wish.demand.template &&
    record.scope_digest === scopeDigest(wish.demand, wish)
  );
}

/** People have said yes to what they were shown: not to more of it, nor for a reason that they did not see. */
function isNoWorse({ scope, demand }: ApprovalRecord, action: Action, reasons: readonly string[]): boolean {
  return (
    SENSITIVITIES.indexOf(action.sensitivity) <= SENSITIVITIES.indexOf(scope.sensitivity) &&
    TIERS.indexOf(action.tier) <= TIERS.indexOf(scope.tier) &&
    action.count <= scope.count &&
    coversAmount(demand.max_amount, action) &&
    reasons.every((code) => scope.reasons.includes(code))
  );
}

/** Whether those who said yes are enough for what is demanded now. */
function satisfies(record: ApprovalRecord, wish: ApprovalWish): boolean {
  const people = yesses(wish.demand, record.votes);
  const apart = people.every((id) => nearnessOf(wish.demand, wish.parties, { id, roles: [] }) === undefined);
  return people.length >= wish.demand.quorum && apart && keepsDistance(record, wish) && coversBound(record, wish);
}

/** Whether a yes to the question that waits would be enough for what is demanded now. */
function isAsStrict(record: ApprovalRecord, wish: ApprovalWish): boolean {
  return (
    record.demand.approvers.every((approver) => wish.demand.approvers.includes(approver)) &&
    record.demand.quorum >= wish.demand.quorum &&
    record.demand.uses <= wish.demand.uses &&
    record.demand.valid_for_s <= wish.demand.valid_for_s &&
    keepsDistance(record, wish) &&
    coversBound(record, wish)
  );
}

/** Whether nobody could vote then who could not now. */
function keepsDistance(record: ApprovalRecord, { demand, parties }: ApprovalWish): boolean {
  const { owner, on_behalf_of, delegation } = parties;
  const same = {
    requester: true,
    owner: record.owner === owner,
    on_behalf_of: record.on_behalf_of === on_behalf_of && record.delegation.join("\n") === delegation.join("\n"),
  };
  return demand.not_by.every((exclusion) => record.demand.not_by.includes(exclusion) && same[exclusion]);
}

/** The bound on amounts is no wider than the one that is demanded now. */
function coversBound({ demand: then }: ApprovalRecord, { demand: now, action }: ApprovalWish): boolean {
  if (then.max_amount === "" || now.max_amount === "") return then.max_amount === now.max_amount;
  return compareDecimals(then.max_amount, now.max_amount) <= 0 || coversAmount(now.max_amount, action);
}
