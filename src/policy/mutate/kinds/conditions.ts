import type { Edit } from "../edit.ts";
import type { RegoSource, Span } from "../source.ts";
import { type Expression, isExpression, operatorOf, type Rule, type Syntax, spanOf, walk } from "../syntax.ts";

/**
 * Drops each condition of a rule, and negates it. What binds a variable that is used elsewhere stays: without it the rule
 * does not compile.
 */
export function conditionEdits(source: RegoSource, rule: Rule): readonly Edit[] {
  return bodiesOf(source, rule).flatMap((body) =>
    body.flatMap(({ expression, span }) => {
      const bound = boundBy(expression);
      if (bound.some((name) => isUsedElsewhere(rule, expression, name))) return [];
      return [
        { kind: "condition_dropped" as const, span, replacement: "true" },
        ...(bound.length > 0 || isQuantified(expression) ? [] : negation(source, expression, span)),
      ];
    }),
  );
}

interface Condition {
  readonly expression: Expression;
  readonly span: Span;
}

/** The bodies of a rule (not of its `else`), and of the comprehensions and `every` in it. */
function bodiesOf(source: RegoSource, rule: Rule): readonly (readonly Condition[])[] {
  const inner = rootsOf(rule).flatMap((root) => [...walk(root)].map(innerBody));
  return [rule.body, ...inner].map((body) =>
    body.flatMap((expression) => {
      const span = expression.generated === true ? undefined : conditionSpan(source, rule, expression);
      return span === undefined || source.slice(span) === "true" ? [] : [{ expression, span }];
    }),
  );
}

/** Head and body of a rule, without what OPA made up, or gives no place of: all that is in `else if x == 1`. */
export function rootsOf({ head, body, location }: Rule): readonly Syntax[] {
  return [head, ...body.filter((one) => one.generated !== true && one.location?.text !== location?.text)];
}

function innerBody(node: Syntax): readonly Expression[] {
  const { body } = (node.type?.endsWith("comprehension") ? node.value : node) as { readonly body?: unknown };
  return Array.isArray(body) ? body : [];
}

/** The whole of `else := 2 if x` is what OPA says of `x`; there the condition is what follows `if`. */
export function conditionSpan(source: RegoSource, rule: Rule, expression: Expression): Span | undefined {
  const span = spanOf(source, expression);
  const whole = spanOf(source, rule);
  if (span === undefined || span.start !== whole?.start) return span;
  const next = spanOf(source, rule.else);
  const text = source.slice({ start: span.start, end: next?.start ?? span.end });
  const head = spanOf(source, rule.head)?.end ?? span.start;
  const keyword = /^\s*(?:else\s+)?if\s+/.exec(text.slice(head - span.start));
  if (keyword === null) return undefined;
  return { start: head + keyword[0].length, end: span.start + text.trimEnd().length };
}

function negation(source: RegoSource, { negated }: Expression, span: Span): readonly Edit[] {
  const text = source.slice(span);
  const replacement = negated === true ? text.replace(/^not\s+/, "") : `not ${text}`;
  return [{ kind: "condition_negated", span, replacement }];
}

/** The variables that an expression makes: `x := …`, `some x in …`. */
function boundBy(expression: Expression): readonly string[] {
  const declared = (expression.terms as { readonly symbols?: readonly Syntax[] }).symbols;
  if (declared !== undefined) {
    return declared.flatMap((symbol) =>
      namesIn(symbol.type === "call" ? (operatorOf(symbol)?.args.slice(0, -1) ?? []) : [symbol]),
    );
  }
  const operator = operatorOf(expression);
  return operator?.name === "assign" ? namesIn(operator.args.slice(0, 1)) : [];
}

function namesIn(nodes: readonly Syntax[]): readonly string[] {
  return nodes.flatMap((node) => [...walk(node)].flatMap(({ type, value }) => (type === "var" ? [String(value)] : [])));
}

function isUsedElsewhere(rule: Rule, expression: Expression, name: string): boolean {
  const uses = (node: Syntax): number => namesIn([node]).filter((found) => found === name).length;
  const all = rootsOf(rule).reduce((sum, root) => sum + uses(root), 0);
  return all > uses(expression);
}

/** `every` cannot be negated, and `some x in xs` with an unused `x` asks whether there is any. */
function isQuantified(expression: Expression): boolean {
  const { terms } = expression;
  return isExpression(expression) && ("domain" in terms || "symbols" in terms);
}
