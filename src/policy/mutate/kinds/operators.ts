import type { Edit, MutationKind } from "../edit.ts";
import type { RegoSource } from "../source.ts";
import { operatorOf, type Rule, type Syntax, spanOf, walk } from "../syntax.ts";
import { rootsOf } from "./conditions.ts";

/** By OPA's name of an operator or function: how it is written after the change. */
const CHANGED: ReadonlyMap<string, readonly [kind: MutationKind, text: string]> = new Map([
  ["lt", ["comparison_widened", "<="]],
  ["gt", ["comparison_widened", ">="]],
  ["lte", ["operator_changed", "<"]],
  ["gte", ["operator_changed", ">"]],
  ["plus", ["operator_changed", "-"]],
  ["minus", ["operator_changed", "+"]],
  ["mul", ["operator_changed", "/"]],
  ["div", ["operator_changed", "*"]],
  ["and", ["operator_changed", "|"]],
  ["or", ["operator_changed", "&"]],
  ["startswith", ["operator_changed", "endswith"]],
  ["endswith", ["operator_changed", "startswith"]],
  ["trim_prefix", ["operator_changed", "trim_suffix"]],
  ["trim_suffix", ["operator_changed", "trim_prefix"]],
  ["min", ["operator_changed", "max"]],
  ["max", ["operator_changed", "min"]],
  ["union", ["operator_changed", "intersection"]],
  ["intersection", ["operator_changed", "union"]],
  ["lower", ["operator_changed", "upper"]],
  ["upper", ["operator_changed", "lower"]],
]);

/** Comparisons that are a value (`same := a == b`); as conditions they are dropped. */
const EQUALITIES = new Set(["equal", "neq", "internal.member_2"]);

/** Widens comparisons by their border, and puts the contrary for operators and functions that have one. */
export function operatorEdits(source: RegoSource, rule: Rule): readonly Edit[] {
  return rootsOf(rule)
    .flatMap((root) => [...walk(root)])
    .flatMap((node) => [...changed(source, node), ...widened(source, node)]);
}

function changed(source: RegoSource, node: Syntax): readonly Edit[] {
  const operator = operatorOf(node);
  const change = operator === undefined ? undefined : CHANGED.get(operator.name);
  const span = spanOf(source, operator?.at);
  if (operator?.name === "gt" && isAnyCount(operator.args)) return [];
  return change === undefined || span === undefined ? [] : [{ kind: change[0], span, replacement: change[1] }];
}

/** `count(xs) > 0`: with `>=` it always holds, as it does when it is dropped. */
function isAnyCount([left, right]: readonly Syntax[]): boolean {
  return left !== undefined && operatorOf(left)?.name === "count" && String(right?.value) === "0";
}

/** Of the calls directly below a node: those of `some x in xs` bind and compare nothing. */
function widened(source: RegoSource, node: Syntax): readonly Edit[] {
  const operator = operatorOf(node);
  return (operator?.args ?? []).flatMap((arg) => {
    const span = spanOf(source, arg);
    if (arg.type !== "call" || span === undefined || !EQUALITIES.has(operatorOf(arg)?.name ?? "")) return [];
    return [{ kind: "comparison_widened" as const, span, replacement: "true" }];
  });
}
