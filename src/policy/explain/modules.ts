import { availableParallelism } from "node:os";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { inParallel } from "../mutate/in-parallel.ts";
import { conditionSpan } from "../mutate/kinds/conditions.ts";
import type { Place, RegoSource, Span } from "../mutate/source.ts";
import { type Expression, type Module, operatorOf, parseModule, type Rule } from "../mutate/syntax.ts";
import type { PolicyProject } from "../project/read.ts";
import type { Staged } from "../project/stage.ts";
import type { TraceEvent } from "./trace.ts";

/** A rule, or a branch of its `else`, as its author wrote it. */
export interface SourceRule extends Place {
  /** `writ.intent.permits` */
  readonly name: string;
  readonly package: string;
  /** What the author opens. */
  readonly file: string;
  readonly source: RegoSource;
  readonly conditions: readonly Condition[];
}

/** One expression of a body. */
export interface Condition {
  readonly expression: Expression;
  readonly span: Span;
  /** Whether it only puts together what the rule says, behind the last thing that it asks. */
  readonly trailing: boolean;
}

/** The rules of a project, each file parsed when it is first asked for. */
export class Modules {
  readonly #toolchain: OpaToolchain;
  readonly #staged: Staged;
  readonly #project: PolicyProject;
  readonly #files = new Map<string, Promise<readonly SourceRule[]>>();

  constructor(toolchain: OpaToolchain, staged: Staged, project: PolicyProject) {
    this.#toolchain = toolchain;
    this.#staged = staged;
    this.#project = project;
  }

  /** Parses the files of these events, some at the same time. */
  async prepare(events: readonly TraceEvent[]): Promise<void> {
    const paths = new Set(events.map(({ Location }) => insideOf(Location.file)));
    await inParallel([...paths], availableParallelism(), (path) => this.#rulesIn(path));
  }

  /** The rule that begins where an event is; undefined for what is in no file, or begins no rule. */
  async rule({ Location: { file, row, col } }: TraceEvent): Promise<SourceRule | undefined> {
    const rules = await this.#rulesIn(insideOf(file));
    return rules.find(({ line, column }) => line === row && column === col);
  }

  #rulesIn(path: string): Promise<readonly SourceRule[]> {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const rules = this.#parse(path);
    this.#files.set(path, rules);
    return rules;
  }

  async #parse(path: string): Promise<readonly SourceRule[]> {
    const file = this.#project.files.find((one) => one.path === path);
    if (file === undefined) return [];
    const module = await parseModule(this.#toolchain, this.#staged, file);
    return module.rules.flatMap((rule) => sourceRules(module, file.origin, rule));
  }
}

/** A file as traces name it, inside the staged folder. */
function insideOf(file: string): string {
  return file.replace(/^(?:\.?\/)+/, "");
}

function sourceRules(module: Module, file: string, rule: Rule): readonly SourceRule[] {
  const { head, location } = rule;
  if (location === undefined) return [];
  const name = head.name ?? head.ref.map(({ value }) => String(value)).join(".");
  const found: SourceRule = {
    name: `${module.package}.${name}`,
    package: module.package,
    file,
    line: location.row,
    column: location.col,
    source: module.source,
    conditions: conditionsOf(module.source, rule),
  };
  return [found, ...(rule.else === undefined ? [] : sourceRules(module, file, rule.else))];
}

function conditionsOf(source: RegoSource, rule: Rule): readonly Condition[] {
  const found = rule.body.flatMap((expression) => {
    const span = expression.generated === true ? undefined : conditionSpan(source, rule, expression);
    return span === undefined ? [] : [{ expression, span }];
  });
  const last = found.findLastIndex(({ expression }) => operatorOf(expression)?.name !== "assign");
  return found.map((condition, index) => ({ ...condition, trailing: index > last }));
}
