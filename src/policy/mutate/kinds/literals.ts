import type { Edit } from "../edit.ts";
import type { RegoSource, Span } from "../source.ts";
import { operatorOf, type Rule, type Syntax, spanOf, walk } from "../syntax.ts";
import { rootsOf } from "./conditions.ts";
import { isEffect } from "./effects.ts";

/** Functions that put texts together. */
const WRITERS = new Set(["concat", "sprintf"]);

/** Members whose value people read. */
const FOR_PEOPLE = new Set(["message", "description"]);

/** What an emptied literal is written as; `{}` would be an object. */
const EMPTY: Readonly<Record<string, string>> = { set: "set()", array: "[]", object: "{}" };

/** Removes each element of a set, array or object, and changes each constant. Texts for people are left alone. */
export function literalEdits(source: RegoSource, rule: Rule): readonly Edit[] {
  const nodes = rootsOf(rule).flatMap((root) => [...walk(root)]);
  const prose = new Set(nodes.flatMap(proseOf));
  const elements = new Set(nodes.flatMap(elementsOf));
  return nodes
    .filter((node) => !prose.has(node))
    .flatMap((node) => [...shortened(source, node), ...(elements.has(node) ? [] : changed(source, node))]);
}

/** What removing an element changes already: the elements of sets and arrays, the keys of objects. */
function elementsOf({ type, value }: Syntax): readonly Syntax[] {
  if (type === "set" || type === "array") return value as Syntax[];
  return type === "object" ? (value as [Syntax, Syntax][]).map(([key]) => key) : [];
}

/**
 * The literals that only make up a text for people: no contract promises their words. A text is for people when there is
 * white space in it; what is put together with one is as well.
 */
function proseOf(node: Syntax): readonly Syntax[] {
  if (node.type === "string") return isProse(node) ? [node] : [];
  if (node.type === "object") {
    const said = (node.value as [Syntax, Syntax][]).filter(([key]) => FOR_PEOPLE.has(String(key.value)));
    return said.flatMap(([, value]) => [...walk(value)]);
  }
  const operator = operatorOf(node);
  if (operator === undefined || !WRITERS.has(operator.name)) return [];
  const pieces = operator.args.flatMap((arg) => (arg.type === "array" ? [arg, ...(arg.value as Syntax[])] : [arg]));
  return pieces.some(isProse) ? pieces.filter(({ type }) => type === "string" || type === "array") : [];
}

function isProse({ type, value }: Syntax): boolean {
  return type === "string" && /\s/.test(String(value));
}

function shortened(source: RegoSource, node: Syntax): readonly Edit[] {
  const empty = EMPTY[node.type ?? ""];
  const whole = spanOf(source, node);
  if (empty === undefined || whole === undefined) return [];
  const spans = (node.value as (Syntax | [Syntax, Syntax])[]).map((item) => elementSpan(source, item));
  if (!spans.every((span) => span !== undefined)) return [];
  spans.sort((a, b) => a.start - b.start);
  if (spans.length === 1) return [{ kind: "element_removed", span: whole, replacement: empty }];
  return spans.map((span, index) => ({
    kind: "element_removed",
    span: withComma(spans, span, index),
    replacement: "",
  }));
}

function elementSpan(source: RegoSource, item: Syntax | [Syntax, Syntax]): Span | undefined {
  if (!Array.isArray(item)) return spanOf(source, item);
  const [key, value] = item.map((node) => spanOf(source, node));
  return key === undefined || value === undefined ? undefined : { start: key.start, end: value.end };
}

/** With the comma after it, or before the last one. */
function withComma(spans: readonly Span[], span: Span, index: number): Span {
  const next = spans[index + 1];
  return next === undefined
    ? { start: spans[index - 1]?.end ?? span.start, end: span.end }
    : { start: span.start, end: next.start };
}

function changed(source: RegoSource, node: Syntax): readonly Edit[] {
  const span = spanOf(source, node);
  if (span === undefined) return [];
  const text = source.slice(span);
  const replacement = otherConstant(node, text);
  return replacement === undefined ? [] : [{ kind: "constant_changed", span, replacement }];
}

function otherConstant({ type, value }: Syntax, text: string): string | undefined {
  if (type === "boolean") return text === "true" ? "false" : text === "false" ? "true" : undefined;
  if (type === "number") return String(Number(text) + 1);
  // A name in a path has no quotes.
  if (type !== "string" || !/^["`]/.test(text) || isEffect(String(value))) return undefined;
  return `${text.slice(0, -1)}~${text.slice(-1)}`;
}
