import type { Edit } from "../edit.ts";
import type { RegoSource, Span } from "../source.ts";
import { type Rule, spanOf } from "../syntax.ts";

/** Removes a rule with its METADATA, or one branch of its `else`. */
export function removalEdits(source: RegoSource, rule: Rule): readonly Edit[] {
  return [...wholeRule(source, rule), ...branches(source, rule)].map((span) => ({
    kind: "rule_removed",
    span,
    replacement: "",
  }));
}

function wholeRule(source: RegoSource, rule: Rule): readonly Span[] {
  const span = spanOf(source, rule);
  if (rule.default === true) return defaultSpan(source, rule);
  if (span === undefined) return [];
  const described = (rule.annotations ?? [])
    .map((annotation) => spanOf(source, annotation))
    .find((found) => found !== undefined && /^\s*$/.test(source.slice({ start: found.end, end: span.start })));
  return [{ start: described?.start ?? span.start, end: span.end }];
}

/** Without `default x := false`, `x` is undefined: whoever asks for it sees no difference. */
function defaultSpan(source: RegoSource, { head, location }: Rule): readonly Span[] {
  const keyword = spanOf(source, location === undefined ? undefined : { location });
  const rest = spanOf(source, head);
  if (keyword === undefined || rest === undefined || /:?=\s*false$/.test(source.slice(rest))) return [];
  return [{ start: keyword.start, end: rest.end }];
}

function branches(source: RegoSource, rule: Rule): readonly Span[] {
  const branch = rule.else;
  if (branch === undefined) return [];
  const span = spanOf(source, branch);
  const end = spanOf(source, branch.else)?.start ?? span?.end;
  if (span === undefined || end === undefined) return branches(source, branch);
  const text = source.slice({ start: span.start, end }).trimEnd();
  // OPA's text of a branch begins at `if` where `else` has no value; `else` itself stands before it.
  const lead = /else\s*$/.exec(source.text.slice(0, span.start));
  const start = text.startsWith("else") ? span.start : lead?.index;
  return [...(start === undefined ? [] : [{ start, end: span.start + text.length }]), ...branches(source, branch)];
}
