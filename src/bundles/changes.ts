import type { ChangeKind } from "../domain/bundle-state.ts";
import { POLICY_FAILED_RULE, type Verdict } from "../domain/decision.ts";

/** In which ways the candidate judges differently; empty when it does not. Messages and the order of lists do not count. */
export function changesBetween(active: Verdict, candidate: Verdict): readonly ChangeKind[] {
  const kinds: ChangeKind[] = [];
  const ways =
    freedom(candidate) === freedom(active) ? demandWays(active, candidate) : [freedom(candidate) - freedom(active)];
  if (ways.some((way) => way > 0)) kinds.push("loosened");
  if (ways.some((way) => way < 0)) kinds.push("tightened");
  if (differ(active.reasons.map(codeOf), candidate.reasons.map(codeOf))) kinds.push("reasons");
  if (differ(active.obligations.map(textOf), candidate.obligations.map(textOf))) kinds.push("obligations");
  if (textOf(active.grant) !== textOf(candidate.grant)) kinds.push("grant");
  if (failed(active) !== failed(candidate)) kinds.push("error");
  return kinds;
}

/** How far a verdict lets a call go: a block that a person may lift is less of one. */
function freedom({ effect, approval }: Verdict): number {
  switch (effect) {
    case "allow":
      return 3;
    case "warn":
      return 2;
    case "block":
      return approval === undefined ? 0 : 1;
  }
}

/** In which ways the candidate asks for more, below 0, or less, above: a demand may be both, e.g. of more people for longer. */
function demandWays({ approval: before }: Verdict, { approval: after }: Verdict): readonly number[] {
  if (before === undefined || after === undefined) return [];
  return [
    before.quorum - after.quorum,
    after.uses - before.uses,
    after.valid_for_s - before.valid_for_s,
    wider(before.approvers, after.approvers),
    -wider(before.not_by, after.not_by),
    -wider(before.same, after.same),
  ];
}

/** 1 where the second list has all of the first and more, -1 the other way round, 0 where neither is in the other. */
function wider(before: readonly string[], after: readonly string[]): number {
  const more = after.some((item) => !before.includes(item));
  const less = before.some((item) => !after.includes(item));
  return more === less ? 0 : more ? 1 : -1;
}

function failed({ reasons }: Verdict): boolean {
  return reasons[0]?.rule === POLICY_FAILED_RULE;
}

function differ(left: readonly string[], right: readonly string[]): boolean {
  return textOf([...new Set(left)].sort()) !== textOf([...new Set(right)].sort());
}

function codeOf({ code }: { readonly code: string }): string {
  return code;
}

/** The same text for the same value: objects are written in the order of their keys. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isPlain(inner) ? sortKeys(inner) : inner)) ?? "";
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sortKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
