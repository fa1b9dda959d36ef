import type { JsonValue } from "../../domain/json.ts";

/** A term of OPA's, as its traces write it. */
export interface Term {
  readonly type?: string;
  readonly value?: unknown;
}

/** A rule in a trace; a body or an expression has no head. */
export interface TracedNode {
  readonly head?: { readonly name?: string; readonly key?: Term; readonly value?: Term };
  readonly annotations?: readonly { readonly title?: string }[];
  readonly index?: number;
  readonly terms?: Term | readonly Term[];
}

/** A variable of the compiled policy, and what it stands for. */
interface Local extends Term {
  readonly name: string;
}

/** One event, as `opa eval --explain full --format json` writes it. */
export interface TraceEvent {
  readonly Op: string;
  readonly Node: TracedNode;
  readonly Location: { readonly file: string; readonly row: number; readonly col: number };
  readonly QueryID: number;
  readonly ParentID: number;
  readonly Locals: readonly Local[] | null;
  /** What an `Index` event looked up. */
  readonly Ref?: readonly Term[] | null;
  readonly LocalMetadata: Readonly<Record<string, { readonly name: string }>> | null;
}

/** One entry into a rule, or into a body inside one. */
export interface Query {
  readonly id: number;
  readonly parent: number;
  readonly entered: TraceEvent;
  /** With their places in the trace, in order. */
  readonly events: readonly (readonly [at: number, event: TraceEvent])[];
}

/** Groups a trace by query, in the order in which they were entered. */
export function queriesOf(trace: readonly TraceEvent[]): ReadonlyMap<number, Query> {
  const queries = new Map<number, Query & { readonly events: [number, TraceEvent][] }>();
  for (const [at, event] of trace.entries()) {
    const query = queries.get(event.QueryID);
    if (query !== undefined) query.events.push([at, event]);
    else
      queries.set(event.QueryID, { id: event.QueryID, parent: event.ParentID, entered: event, events: [[at, event]] });
  }
  return queries;
}

/** The queries of rules by the reference that was looked up when they were entered, e.g. `data.writ.intent.permits`. */
export function askedRules(queries: ReadonlyMap<number, Query>): ReadonlyMap<string, readonly Query[]> {
  const found = new Map<string, Query[]>();
  const events = [...queries.values()].flatMap((query) => query.events.map(([at, event]) => ({ at, event, query })));
  const lastLookup = new Map<number, string>();
  for (const { event, query } of events.sort((a, b) => a.at - b.at)) {
    if (event.Op === "Index") lastLookup.set(event.QueryID, pathOf(event.Ref ?? []));
    if (event !== query.entered || !isRule(event)) continue;
    const reference = lastLookup.get(query.parent);
    if (reference !== undefined) found.set(reference, [...(found.get(reference) ?? []), query]);
  }
  return found;
}

/** The ground references to `data` in a compiled expression, without the functions that it calls. */
export function referencesIn({ terms }: TracedNode): readonly string[] {
  const operands = Array.isArray(terms) ? terms.slice(1) : [terms];
  return (operands as (Term | undefined)[]).flatMap((term) =>
    term?.type === "ref" ? [pathOf(term.value as readonly Term[])] : [],
  );
}

function pathOf(terms: readonly Term[]): string {
  return terms.map(({ value }) => String(value)).join(".");
}

export function isRule(event: TraceEvent): boolean {
  return event.Node.head !== undefined;
}

/** Whether the rule was true at least once. */
export function hasHeld({ events }: Query): boolean {
  return events.some(([, event]) => event.Op === "Exit");
}

/** The failure that got furthest through the body, and where it stands in the trace. */
export function furthestFailure({ events }: Query): readonly [at: number, event: TraceEvent] | undefined {
  return events
    .filter(([, { Op }]) => Op === "Fail")
    .reduce<readonly [number, TraceEvent] | undefined>(
      (best, one) => (best === undefined || (one[1].Node.index ?? 0) > (best[1].Node.index ?? 0) ? one : best),
      undefined,
    );
}

/** What a rule that held made: its value, or the element of a set; undefined where that is no JSON. */
export function madeAt({ Node: { head }, Locals }: TraceEvent): JsonValue | undefined {
  const made = head?.key ?? head?.value;
  return made === undefined ? undefined : jsonOf(made, Locals ?? []);
}

/** Whether what a rule made stands in its source, so that it holds nothing of the input. */
export function isConstant({ Node: { head } }: TraceEvent): boolean {
  return head?.key === undefined && ["string", "number", "boolean", "null"].includes(head?.value?.type ?? "");
}

/** All texts and numbers that stand in the rules which were entered. */
export function constantsIn(queries: ReadonlyMap<number, Query>): readonly JsonValue[] {
  const rules = [...queries.values()].map(({ entered }) => entered).filter(isRule);
  const once = new Map(rules.map((event) => [JSON.stringify(event.Location), event.Node]));
  return [...once.values()].flatMap(constantsBelow);
}

function constantsBelow(node: unknown): readonly JsonValue[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, value } = node as Term;
  if (type === "string" || type === "number") return [value as JsonValue];
  return Object.values(node).flatMap(constantsBelow);
}

/** What a variable of the source stood for at an event; undefined where it had no value yet. */
export function localValue({ Locals, LocalMetadata }: TraceEvent, name: string): JsonValue | undefined {
  const found = (Locals ?? []).find((local) => (LocalMetadata?.[local.name]?.name ?? local.name) === name);
  return found === undefined ? undefined : jsonOf(found);
}

/** A term as JSON, variables replaced by what they stand for; sets are arrays. */
function jsonOf({ type, value }: Term, locals: readonly Local[] = []): JsonValue | undefined {
  const inner = (term: Term): JsonValue => jsonOf(term, locals) ?? null;
  switch (type) {
    case "array":
    case "set":
      return (value as Term[]).map(inner);
    case "object":
      return Object.fromEntries((value as [Term, Term][]).map(([key, item]) => [keyText(inner(key)), inner(item)]));
    case "var": {
      const local = locals.find(({ name }) => name === value);
      return local === undefined ? undefined : jsonOf(local);
    }
    case "null":
      return null;
    default:
      return type === "string" || type === "number" || type === "boolean" ? (value as JsonValue) : undefined;
  }
}

function keyText(key: JsonValue): string {
  return typeof key === "string" ? key : JSON.stringify(key);
}
