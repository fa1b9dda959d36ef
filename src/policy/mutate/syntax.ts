import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { opaProblems } from "../problems/opa.ts";
import { ProjectRefused } from "../project/problem.ts";
import { type PolicyFile, textOf } from "../project/read.ts";
import type { Staged } from "../project/stage.ts";
import { type Place, RegoSource, type Span } from "./source.ts";

/** A node of OPA's syntax tree, as `opa parse --format json --json-include locations` writes it. Terms have `type` and `value`. */
export interface Syntax {
  readonly location?: { readonly row: number; readonly col: number; readonly text: string };
  readonly type?: string;
  readonly value?: unknown;
}

/** One expression of a body. */
export interface Expression extends Syntax {
  readonly terms: Syntax | readonly Syntax[];
  readonly negated?: boolean;
  /** Whether OPA made it up: the `true` of a rule that has no body. */
  readonly generated?: boolean;
}

export interface Head extends Syntax {
  readonly name?: string;
  readonly ref: readonly Syntax[];
}

export interface Rule extends Syntax {
  readonly head: Head;
  readonly body: readonly Expression[];
  readonly default?: boolean;
  readonly else?: Rule;
  readonly annotations?: readonly Syntax[];
}

export interface Comment extends Place {
  readonly text: string;
}

/** One file of Rego: its text and what OPA reads in it. */
export interface Module {
  readonly source: RegoSource;
  /** `policy.intent` */
  readonly package: string;
  readonly rules: readonly Rule[];
  readonly comments: readonly Comment[];
}

interface ModuleJson {
  readonly package: { readonly path: readonly { readonly value: string }[] };
  readonly rules?: readonly Rule[];
  readonly comments?: readonly { readonly Text: string; readonly Location: { row: number; col: number } }[];
}

/**
 * Parses one file of a staged project.
 *
 * @throws ProjectRefused when it is no Rego
 */
export async function parseModule(toolchain: OpaToolchain, staged: Staged, file: PolicyFile): Promise<Module> {
  const args = ["parse", "--format", "json", "--json-include", "locations", file.path];
  const run = await toolchain.run(args, { cwd: staged.dir });
  if (run.code !== 0) throw new ProjectRefused(opaProblems(run, staged));
  const json = JSON.parse(run.stdout) as ModuleJson;
  return {
    source: new RegoSource(textOf(file)),
    package: json.package.path
      .slice(1)
      .map(({ value }) => value)
      .join("."),
    rules: json.rules ?? [],
    comments: (json.comments ?? []).map(({ Text, Location }) => ({
      text: Buffer.from(Text, "base64").toString("utf8").trim(),
      line: Location.row,
      column: Location.col,
    })),
  };
}

/**
 * Where a node stands; undefined where OPA's location does not hold its text, which it then puts elsewhere (the start of an
 * `else`, the dot after a literal).
 */
export function spanOf(source: RegoSource, node: Syntax | undefined): Span | undefined {
  if (node?.location === undefined || node.location.text === "") return undefined;
  const { row, col, text } = node.location;
  return source.spanAt({ line: row, column: col }, Buffer.from(text, "base64").toString("utf8"));
}

/** All nodes below, children of an expression or a term. */
export function children(node: unknown): readonly Syntax[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((item) => (isNode(item) ? [item] : children(item)));
  return Object.entries(node).flatMap(([key, value]) =>
    key === "location" || key === "annotations" ? [] : isNode(value) ? [value] : children(value),
  );
}

/** The node and all below it. */
export function* walk(node: Syntax): Generator<Syntax> {
  yield node;
  for (const child of children(node)) yield* walk(child);
}

/** The function or operator that a call or an expression applies, e.g. `lt`, `startswith`, `object.get`; undefined for others. */
export function operatorOf(
  node: Syntax,
): { readonly name: string; readonly at: Syntax; readonly args: readonly Syntax[] } | undefined {
  const list = node.type === "call" ? node.value : (node as Partial<Expression>).terms;
  if (!Array.isArray(list)) return undefined;
  const [at, ...args] = list as Syntax[];
  if (at?.type !== "ref" || !Array.isArray(at.value)) return undefined;
  const name = (at.value as Syntax[]).map(({ value }) => String(value)).join(".");
  return { name, at, args };
}

export function isExpression(node: Syntax): node is Expression {
  return "terms" in node;
}

function isNode(value: unknown): value is Syntax {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && ("location" in value || "type" in value)
  );
}
