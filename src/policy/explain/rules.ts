import type { JsonValue } from "../../domain/json.ts";
import { GATHERED, type Gathered } from "../gathered.ts";
import type { Failure, Failures } from "./failure.ts";
import type { Modules, SourceRule } from "./modules.ts";
import { madeAt, type Query, type TraceEvent } from "./trace.ts";
import type { Values } from "./values.ts";

/** What a rule added to the decision. */
export interface Said {
  readonly code?: string;
  readonly message?: string;
  /** Of what is no reason: an obligation, a grant, a label, as JSON text; `(hidden)` where that may hold an argument. */
  readonly value?: string;
}

/** One rule of a package `policy.*`, and what became of it. */
export interface ExplainedRule {
  /** `near`: all its conditions but one were seen to hold. */
  readonly status: "fired" | "near" | "missed";
  readonly gathered: Gathered;
  readonly package: string;
  /** The title in its METADATA, which the default policy uses as reason code; "" where there is none. */
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly said: readonly Said[];
  readonly conditions: number;
  /** Conditions that held before the one that failed; those behind it were not asked. */
  readonly held: number;
  readonly failed?: Failure;
}

/** Every gathered rule that was entered, in the order in which effects count, then by place. */
export async function explainRules(
  queries: ReadonlyMap<number, Query>,
  modules: Modules,
  failures: Failures,
  values: Values,
): Promise<readonly ExplainedRule[]> {
  const candidates = [...queries.values()].filter(({ entered }) => isGathered(entered.Node.head?.name));
  await modules.prepare(candidates.map(({ entered }) => entered));
  const found = new Map<string, ExplainedRule>();
  for (const query of candidates) {
    const rule = await modules.rule(query.entered);
    const gathered = rule === undefined ? undefined : gatheredBy(rule);
    if (rule === undefined || gathered === undefined) continue;
    const key = `${rule.file}:${rule.line}`;
    if (!found.has(key)) found.set(key, await explained(query, rule, gathered, failures, values));
  }
  return [...found.values()].sort(
    (a, b) => GATHERED.indexOf(a.gathered) - GATHERED.indexOf(b.gathered) || compare(a.file, b.file) || a.line - b.line,
  );
}

async function explained(
  query: Query,
  rule: SourceRule,
  gathered: Gathered,
  failures: Failures,
  values: Values,
): Promise<ExplainedRule> {
  const common = {
    gathered,
    package: rule.package,
    title: query.entered.Node.annotations?.at(-1)?.title ?? "",
    file: rule.file,
    line: rule.line,
  };
  const exits = query.events.filter(([, { Op }]) => Op === "Exit").map(([, event]) => event);
  if (exits.length > 0) {
    const conditions = rule.conditions.filter(({ trailing }) => !trailing).length;
    return { status: "fired", ...common, said: saidAt(exits, values), conditions, held: conditions };
  }
  const progress = await failures.progress(query, rule);
  const near = progress.held > 0 && progress.held === progress.conditions - 1;
  return { status: near ? "near" : "missed", ...common, said: [], ...progress };
}

function isGathered(name: string | undefined): boolean {
  return GATHERED.some((gathered) => gathered === name);
}

function gatheredBy({ name, package: home }: SourceRule): Gathered | undefined {
  return home.startsWith("policy.") ? GATHERED.find((gathered) => name === `${home}.${gathered}`) : undefined;
}

/** The elements that a rule of a set made, each once. */
function saidAt(exits: readonly TraceEvent[], values: Values): readonly Said[] {
  const said = exits.map((event) => saidOf(madeAt(event), values));
  return [...new Map(said.map((one) => [JSON.stringify(one), one])).values()];
}

function saidOf(element: JsonValue | undefined, values: Values): Said {
  const { code, message, points } = (element ?? {}) as Readonly<Record<string, JsonValue>>;
  if (typeof code !== "string") return { value: values.show(element) };
  if (typeof points === "number") return { code, message: `${points} points` };
  return { code, ...(typeof message === "string" ? { message } : {}) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
