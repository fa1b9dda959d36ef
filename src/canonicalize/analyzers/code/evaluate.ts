import { applyValue } from "./apply.ts";
import { type Arguments, combinations, type Dialect, type Evaluation, FoldBudget, union } from "./evaluation.ts";
import { binaryValues } from "./fold/binary.ts";
import type { Library } from "./library.ts";
import { MAX_EVALUATION_DEPTH, MAX_EVALUATIONS, MAX_ITEMS } from "./limits.ts";
import { elementValues, indexValues, memberValues, sliceValues } from "./members.ts";
import type { Argument, Expression, FunctionDefinition, Program, Scope } from "./program.ts";
import { lookUp } from "./program.ts";
import { DATA_VALUES, HOLE, isDecoded, NONE_VALUES, textOf, UNKNOWN_VALUES, type Value, type Values } from "./value.ts";

/** Calls of a function: what its parameters could be. */
export interface Site {
  readonly arguments: readonly Argument[];
  /** Where there is no argument list: all parameters are this, */
  readonly all?: Values;
  /** but for the first one. */
  readonly first?: Values;
}

/**
 * What the expressions of a program could come to. Every binding of a name is one possibility, whatever the order of the
 * statements; what is not known is an unknown value.
 */
export class Evaluator implements Evaluation {
  readonly program: Program;
  readonly library: Library;
  readonly dialect: Dialect;
  readonly cwd: string | undefined;
  readonly #sites: ReadonlyMap<FunctionDefinition, readonly Site[]>;
  readonly #changed: ReadonlySet<Expression>;
  readonly #known = new Map<Expression, Values>();
  readonly #names = new Map<Scope, Map<string, Values>>();
  readonly #running = new Set<Expression>();
  readonly #budget: FoldBudget;
  #depth = 0;
  #count = 0;

  constructor(
    program: Program,
    library: Library,
    dialect: Dialect,
    cwd: string | undefined,
    sites: ReadonlyMap<FunctionDefinition, readonly Site[]>,
    changed: ReadonlySet<Expression>,
    budget = new FoldBudget(),
  ) {
    this.program = program;
    this.library = library;
    this.dialect = dialect;
    this.cwd = cwd;
    this.#sites = sites;
    this.#changed = changed;
    this.#budget = budget;
  }

  /** Whether something was left unknown because it would have taken too long. */
  get exhausted(): boolean {
    return this.#count > MAX_EVALUATIONS;
  }

  values(expression: Expression): Values {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    if (this.#running.has(expression) || this.#depth >= MAX_EVALUATION_DEPTH || ++this.#count > MAX_EVALUATIONS)
      return UNKNOWN_VALUES;
    this.#running.add(expression);
    this.#depth += 1;
    const values = this.#evaluate(expression);
    this.#depth -= 1;
    this.#running.delete(expression);
    this.#known.set(expression, values);
    return values;
  }

  arguments(list: readonly Argument[]): Arguments {
    const positional: Values[] = [];
    const named = new Map<string, Values>();
    let open = false;
    for (const { name, value } of list) {
      if (name === "**") {
        const [only, more] = this.values(value);
        if (only?.kind !== "dictionary" || more !== undefined || only.open) open = true;
        if (only?.kind === "dictionary") for (const [key, entry] of only.entries) named.set(key, entry);
      } else if (name !== undefined) named.set(name, this.values(value));
      else if (value.kind === "spread") {
        const [only, more] = this.values(value.of);
        const closed = only?.kind === "list" && more === undefined && !only.open && only.repeated !== true;
        if (closed && !open) positional.push(...only.items);
        else open = true;
      } else if (!open) positional.push(this.values(value));
    }
    return { positional, named, open };
  }

  apply(callee: Value, args: Arguments, construct: boolean): Values {
    if (this.#depth >= MAX_EVALUATION_DEPTH || ++this.#count > MAX_EVALUATIONS) return UNKNOWN_VALUES;
    this.#depth += 1;
    const values = applyValue(callee, args, construct, this);
    this.#depth -= 1;
    return values;
  }

  folded(value: string, decoded = false): Value {
    return this.#budget.folded(value, decoded);
  }

  #evaluate(expression: Expression): Values {
    switch (expression.kind) {
      case "text":
        return [{ kind: "text", text: expression.text }];
      case "number":
        return [{ kind: "number", value: expression.value }];
      case "library":
        return this.#library(expression.name);
      case "function":
      case "class":
        return [{ kind: expression.kind, definition: expression.definition } as Value];
      case "self":
        return [{ kind: "instance", definition: expression.definition }];
      case "name":
        return this.#name(expression);
      case "member":
        return union(this.values(expression.of).map((of) => memberValues(of, expression.name, this)));
      case "index":
        return indexValues(this.values(expression.of), this.values(expression.index), this);
      case "slice":
        return sliceValues(this.values(expression.of), expression.bounds, this);
      case "call": {
        const args = this.arguments(expression.arguments);
        return union(this.values(expression.callee).map((callee) => this.apply(callee, args, expression.construct)));
      }
      case "element":
        return union(this.values(expression.of).map((of) => elementValues(of, this)));
      case "choice":
        return union(expression.options.map((option) => this.values(option)));
      case "parameter":
        return this.#parameter(expression.definition, expression.index);
      case "none":
        return NONE_VALUES;
      case "data":
        return DATA_VALUES;
      case "unknown":
      case "spread":
        return UNKNOWN_VALUES;
      default:
        return this.#composed(expression);
    }
  }

  #composed(expression: Extract<Expression, { kind: "join" | "binary" | "list" | "dictionary" | "repeat" }>): Values {
    switch (expression.kind) {
      case "join":
        return this.#join(expression.parts);
      case "binary":
        return binaryValues(expression.operator, this.values(expression.left), this.values(expression.right), this);
      case "repeat":
        return [{ kind: "list", items: [this.values(expression.item)], open: false, repeated: true }];
      case "list": {
        const items = this.arguments(expression.items.map((value) => ({ value })));
        const open = items.open || items.positional.length > MAX_ITEMS || this.#changed.has(expression);
        return [{ kind: "list", items: items.positional.slice(0, MAX_ITEMS), open, origin: expression }];
      }
      case "dictionary": {
        const entries = new Map<string, Values>();
        let open = this.#changed.has(expression);
        for (const { key, value } of expression.entries) {
          const [name, more] = key === undefined ? [] : this.values(key);
          if ((name?.kind !== "text" && name?.kind !== "number") || more !== undefined || entries.size >= MAX_ITEMS) {
            const [spread] = key === undefined ? this.values(value) : [];
            if (spread?.kind === "library") return [spread];
            if (spread?.kind === "dictionary" && !spread.open) for (const [k, v] of spread.entries) entries.set(k, v);
            else open = true;
          } else entries.set(textOf(name), this.values(value));
        }
        return [{ kind: "dictionary", entries, open, origin: expression }];
      }
    }
  }

  #library(given: string): Values {
    const name = this.library.canonical(given);
    const constant = this.library.constant(name);
    return constant === undefined ? [{ kind: "library", name }] : [{ kind: "text", text: constant }];
  }

  #name({ name, scope }: Extract<Expression, { kind: "name" }>): Values {
    const names = this.#names.get(scope) ?? new Map<string, Values>();
    this.#names.set(scope, names);
    const known = names.get(name);
    if (known !== undefined) return known;
    // What a name is bound to may hold the name.
    names.set(name, UNKNOWN_VALUES);
    const values = this.#bound(name, scope);
    names.set(name, values);
    return values;
  }

  #bound(name: string, scope: Scope): Values {
    const { values, outer } = lookUp(scope, name);
    const found = values.map((value) => this.values(value));
    if (outer) {
      const known = this.library.find(name);
      const acts = known !== undefined && (known.deeds.length > 0 || known.dynamic);
      if (values.length === 0 ? this.library.isKnown(name) : acts) found.push(this.#library(name));
      for (const module of this.program.stars) {
        const member = `${module}.${name}`;
        if (this.library.find(member) !== undefined) found.push(this.#library(member));
      }
    }
    return union(found);
  }

  #join(parts: readonly Expression[]): Values {
    const rows = combinations(parts.map((part) => this.values(part)));
    if (rows === undefined) return [{ kind: "text", text: HOLE }];
    return union(rows.map((row) => [this.#joined(row)]));
  }

  #joined(row: readonly Value[]): Value {
    if (row.length === 0) return { kind: "text", text: "" };
    if (row.every(({ kind }) => kind === "number")) {
      if (row.length === 2)
        return { kind: "number", value: row.reduce((sum, item) => sum + (item.kind === "number" ? item.value : 0), 0) };
      return this.folded(row.map(textOf).join(""));
    }
    if (row.some(({ kind }) => kind === "list")) {
      const items = row.flatMap((item) => (item.kind === "list" ? item.items : []));
      const open = row.some((item) => item.kind !== "list" || item.open) || items.length > MAX_ITEMS;
      const repeated = row.some((item) => item.kind === "list" && item.repeated === true);
      return { kind: "list", items: items.slice(0, MAX_ITEMS), open, ...(repeated ? { repeated } : {}) };
    }
    const textual = row.some(({ kind }) => kind === "text" || kind === "object");
    const decoded = row.some(isDecoded);
    if (!textual && row.length === 2) return decoded ? { kind: "data", decoded: true } : { kind: "data" };
    return this.folded(row.map(textOf).join(""), decoded);
  }

  #parameter(definition: FunctionDefinition, index: number): Values {
    const sites = this.#sites.get(definition);
    if (sites === undefined || sites.length === 0) return UNKNOWN_VALUES;
    return union(sites.map((site) => this.#atSite(site, definition, index)));
  }

  #atSite(site: Site, definition: FunctionDefinition, index: number): Values {
    const parameter = definition.parameters[index];
    const handed = (index === 0 ? site.first : undefined) ?? site.all;
    if (parameter === undefined || ++this.#count > MAX_EVALUATIONS) return UNKNOWN_VALUES;
    if (handed !== undefined) {
      return parameter.rest === undefined ? handed : [{ kind: "list", items: [handed], open: false, repeated: true }];
    }
    const args = this.arguments(site.arguments);
    const position = definition.takesSelf ? index - 1 : index;
    if (parameter.rest === "list")
      return [{ kind: "list", items: args.positional.slice(Math.max(position, 0)), open: args.open }];
    if (parameter.rest === "dictionary") return [{ kind: "dictionary", entries: args.named, open: args.open }];
    const passed = args.named.get(parameter.name) ?? args.positional[position];
    if (passed !== undefined) return passed;
    if (args.open) return UNKNOWN_VALUES;
    return parameter.fallback === undefined ? NONE_VALUES : this.values(parameter.fallback);
  }
}

/** A call of which nothing is known. */
export const ANY_SITE: Site = { arguments: [], all: UNKNOWN_VALUES };
/** A call by a library that hands over data. */
export const DATA_SITE: Site = { arguments: [], all: DATA_VALUES };
