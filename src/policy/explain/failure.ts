import { type Expression, isExpression, spanOf, walk } from "../mutate/syntax.ts";
import type { Condition, Modules, SourceRule } from "./modules.ts";
import {
  askedRules,
  furthestFailure,
  hasHeld,
  isConstant,
  isRule,
  madeAt,
  type Query,
  referencesIn,
  type TraceEvent,
} from "./trace.ts";
import type { Values } from "./values.ts";

/** A condition that failed. */
export interface Failure {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The condition as its author wrote it, its first line. */
  readonly condition: string;
  /** What it asked of, as its author wrote it, and the value as JSON text; `(hidden)` and `undefined` are no JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly because: readonly Cause[];
}

/** A rule that a failing condition asked; without a name, a part of the condition itself. */
export interface Cause {
  readonly rule?: string;
  readonly file: string;
  readonly line: number;
  /** Whether it had a value, which is what fails a `not`. */
  readonly held: boolean;
  /** The value, as JSON text or `(hidden)`, where it is another than `true`. */
  readonly value?: string;
  readonly failed?: Failure;
}

/** How far a rule's body got. */
export interface Progress {
  readonly conditions: number;
  readonly held: number;
  readonly failed?: Failure;
}

/** Deeper reasons are asked for with a test, or with the trace itself. */
const MAX_DEPTH = 4;

/** A function is asked once for each element of a list; the first ones show what is wrong. */
const MAX_CAUSES = 4;

/** What the reasons of failures are read from. */
export class Failures {
  readonly #byReference: ReadonlyMap<string, readonly Query[]>;
  readonly #children: ReadonlyMap<number, readonly Query[]>;
  readonly #modules: Modules;
  readonly #values: Values;

  constructor(queries: ReadonlyMap<number, Query>, modules: Modules, values: Values) {
    this.#byReference = askedRules(queries);
    this.#children = Map.groupBy(queries.values(), ({ parent }) => parent);
    this.#modules = modules;
    this.#values = values;
  }

  /** How far the body of a rule got at best. */
  async progress(query: Query, rule: SourceRule, depth = 0): Promise<Progress> {
    const asked = rule.conditions.filter(({ trailing }) => !trailing);
    const failure = furthestFailure(query);
    if (failure === undefined) return { conditions: asked.length, held: 0 };
    const [at, event] = failure;
    const condition = conditionAt(rule, event);
    const before = new Set(
      query.events
        .filter(([, { Op, Node }]) => Op === "Eval" && (Node.index ?? 0) < (event.Node.index ?? 0))
        .map(([, earlier]) => conditionAt(rule, earlier)),
    );
    const held = asked.filter((one) => one !== condition && before.has(one)).length;
    if (condition === undefined) return { conditions: asked.length, held };
    return { conditions: asked.length, held, failed: await this.#failure(query, rule, condition, at, event, depth) };
  }

  async #failure(
    query: Query,
    rule: SourceRule,
    condition: Condition,
    at: number,
    event: TraceEvent,
    depth: number,
  ): Promise<Failure> {
    const start = query.events.findLast(
      ([place, { Op, Node }]) => place < at && Op === "Eval" && Node.index === event.Node.index,
    );
    const negated = condition.expression.negated === true;
    const found = depth < MAX_DEPTH ? await this.#causes(query, rule, condition, [start?.[0] ?? at, at], depth) : [];
    const causes = found.length > 0 || depth >= MAX_DEPTH ? found : await this.#earlier(event, depth);
    return {
      file: rule.file,
      ...rule.source.placeOf(condition.span.start),
      condition: firstLine(rule.source.slice(condition.span)),
      values: this.#values.of(rule, condition, event),
      because: tellingOf(causes, negated).slice(0, MAX_CAUSES),
    };
  }

  /** The rules that were entered while a condition was evaluated, and the part of an `every` that failed. */
  async #causes(
    query: Query,
    rule: SourceRule,
    condition: Condition,
    [from, to]: readonly [number, number],
    depth: number,
  ): Promise<readonly Cause[]> {
    const causes: Cause[] = [];
    for (const child of this.#children.get(query.id) ?? []) {
      const entered = child.events[0]?.[0] ?? 0;
      if (entered < from || entered > to || child.id === query.id) continue;
      if (isRule(child.entered)) causes.push(...(await this.#asked(child, depth)));
      else {
        const inner = await this.#inner(child, rule, condition, depth);
        causes.push(...(inner ?? (await this.#causes(child, rule, condition, [from, to], depth))));
      }
    }
    return causes;
  }

  /** What failed inside an `every`; undefined for a body that is the condition itself. */
  async #inner(
    query: Query,
    rule: SourceRule,
    condition: Condition,
    depth: number,
  ): Promise<readonly Cause[] | undefined> {
    const failure = furthestFailure(query);
    const part = failure === undefined ? undefined : innerCondition(rule, condition, failure[1]);
    if (failure === undefined || part === undefined) return undefined;
    const failed = await this.#failure(query, rule, part, failure[0], failure[1], depth + 1);
    return [{ file: rule.file, line: failed.line, held: false, failed }];
  }

  /** The rules that a condition refers to, where OPA knew their values from an earlier condition. */
  async #earlier(event: TraceEvent, depth: number): Promise<readonly Cause[]> {
    const queries = referencesIn(event.Node).flatMap((reference) => this.#byReference.get(reference) ?? []);
    return (await Promise.all(queries.map((query) => this.#asked(query, depth)))).flat();
  }

  async #asked(query: Query, depth: number): Promise<readonly Cause[]> {
    const rule = await this.#modules.rule(query.entered);
    if (rule === undefined) return [];
    const held = hasHeld(query);
    const { failed } = held ? {} : await this.progress(query, rule, depth + 1);
    const { name, file, line } = rule;
    const exit = query.events.find(([, { Op }]) => Op === "Exit")?.[1];
    const made = exit === undefined ? true : madeAt(exit);
    const constant = exit !== undefined && isConstant(exit);
    return [
      {
        rule: name,
        file,
        line,
        held,
        ...(made === true ? {} : { value: constant ? JSON.stringify(made) : this.#values.show(made) }),
        ...(failed === undefined ? {} : { failed }),
      },
    ];
  }
}

/** What fails a condition: a rule without a value, of `not` one with any; else a value that is not the one asked for. */
function tellingOf(causes: readonly Cause[], negated: boolean): readonly Cause[] {
  const telling = causes.filter(({ held }) => held === negated);
  return telling.length > 0 ? telling : causes.filter(({ value }) => value !== undefined);
}

/** The innermost expression of an `every` at the place of an event. */
function innerCondition(rule: SourceRule, { expression }: Condition, event: TraceEvent): Condition | undefined {
  if (!("domain" in expression.terms)) return undefined;
  const offset = offsetOf(rule, event);
  const inner = [...walk(expression)].filter((node): node is Expression => isExpression(node) && node !== expression);
  return inner
    .flatMap((node) => {
      const span = spanOf(rule.source, node);
      return span === undefined ? [] : [{ expression: node, span, trailing: false }];
    })
    .findLast(({ span }) => span.start <= offset && offset < span.end);
}

/** The condition that an event belongs to: compiled expressions have the place of what they were made of. */
function conditionAt(rule: SourceRule, event: TraceEvent): Condition | undefined {
  const offset = offsetOf(rule, event);
  const [first, ...others] = rule.conditions;
  const found = rule.conditions.find(({ span }) => span.start <= offset && offset < span.end);
  // All in `else if x == 1` is said to stand at `else`.
  return found ?? (others.length === 0 ? first : undefined);
}

function offsetOf({ source }: SourceRule, { Location: { row, col } }: TraceEvent): number {
  return source.spanAt({ line: row, column: col }, "")?.start ?? -1;
}

function firstLine(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return rest.length === 0 ? first : `${first.trimEnd()} …`;
}
