import { hash } from "node:crypto";
import type { Action } from "../domain/action.ts";
import {
  APPROVAL_PARTS,
  type ApprovalDemand,
  type ApprovalPart,
  type ApprovalScope,
  THIS_ACTION,
} from "../domain/approval.ts";
import { compareDecimals } from "../domain/decimal.ts";
import { canonicalJson } from "../domain/jcs.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";

/** Who asks for what: an approval binds to all of it. */
export interface ApprovalQuestion {
  readonly tenant: string;
  readonly agent: string;
  /** "" where there is none; then session and task stand in for it. */
  readonly intent: string;
  readonly session: string;
  readonly task: string;
  readonly action: Action;
  readonly arguments: JsonObject;
  /** Codes of the reasons for which people are asked. */
  readonly reasons: readonly string[];
}

/** The demand as it can be put to people: a template that would not cover this very call is no template for it. */
export function narrowed(demand: ApprovalDemand, action: Action): ApprovalDemand {
  if (demand.template !== THIS_ACTION && coversAmount(demand.max_amount, action)) return demand;
  return { ...demand, template: THIS_ACTION, uses: 1, same: APPROVAL_PARTS, max_amount: "" };
}

/** Whether an amount is within a bound; where there is none, amounts are among what has to be the same. */
export function coversAmount(max: string, { amount }: Pick<Action, "amount">): boolean {
  if (max === "") return true;
  // Less than nothing is no small amount: nobody knows which way the money would go.
  return amount !== undefined && !amount.value.startsWith("-") && compareDecimals(amount.value, max) <= 0;
}

export function scopeOf(demand: ApprovalDemand, question: ApprovalQuestion): ApprovalScope {
  const { sensitivity, tier, count } = question.action;
  return { parts: partsOf(demand, question), sensitivity, tier, count, reasons: [...new Set(question.reasons)].sort() };
}

/** `sha256:<hex>` over the RFC 8785 form of who asks, the template and the parts that have to be the same. */
export function scopeDigest(demand: ApprovalDemand, question: ApprovalQuestion): string {
  const { tenant, agent, intent, session, task } = question;
  const bound: JsonObject = intent === "" ? { session, task } : { intent };
  const subject = { tenant, agent, bound, template: demand.template, parts: partsOf(demand, question) };
  return sha256(canonicalJson(subject));
}

function sha256(text: string): string {
  return `sha256:${hash("sha256", text, "hex")}`;
}

function partsOf({ template, same, max_amount }: ApprovalDemand, question: ApprovalQuestion): JsonObject {
  if (template === THIS_ACTION) return { digest: question.action.digest };
  const { amount } = question.action;
  const money: JsonValue =
    amount === undefined ? null : max_amount === "" ? { ...amount } : { currency: amount.currency };
  return { ...Object.fromEntries(same.map((part) => [part, partOf(part, question)])), amount: money };
}

/** One part, of the call and of each thing that it would do. */
function partOf(part: ApprovalPart, { action, arguments: args }: ApprovalQuestion): JsonValue {
  const all = [action, ...(action.parts ?? [])];
  switch (part) {
    case "verb":
      return all.map(({ verb }) => verb);
    case "tool":
      return { server: action.tool.server, name: action.tool.name };
    case "resource":
      return all.map(({ resource }) => (resource === undefined ? null : { type: resource.type, uri: resource.uri }));
    case "destinations":
      return all.map(({ destinations }) => destinations.map(({ kind, value }) => ({ kind, value })));
    case "arguments":
      // What is long and personal is kept by its digest only.
      return sha256(canonicalJson(args));
  }
}
