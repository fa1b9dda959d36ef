import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { children, type Syntax, spanOf } from "../mutate/syntax.ts";
import type { Condition, SourceRule } from "./modules.ts";
import { localValue, type TraceEvent } from "./trace.ts";

/** Longer values say more than fits a line; `--show-values` shows them too. */
const MAX_VALUE_CHARS = 80;

/** What stands for a value that may hold what a call's arguments hold. */
const HIDDEN = "(hidden)";
const UNDEFINED = "undefined";

/** The parts of the input that are made of what the model wrote. */
const WRITTEN_BY_THE_MODEL: readonly (readonly string[])[] = [
  ["arguments"],
  ["context"],
  ["facts"],
  ["findings"],
  ["action", "resource"],
  ["action", "destinations"],
  ["action", "amount"],
  ["action", "parts"],
];

/** The members of facts, findings and parts whose values are words of Writ's own vocabulary. */
const VOCABULARY = new Set([
  "access",
  "classes",
  "code",
  "kind",
  "severity",
  "tier",
  "traits",
  "trick",
  "type",
  "verb",
]);

/**
 * Shows values without those that the call's arguments hold, or that may be made of them: what is shown stands in the rules, in
 * the settings, or in the parts of the input that Writ itself says, and does not stand in the arguments.
 */
export class Values {
  readonly #input: JsonObject;
  readonly #data: JsonObject;
  readonly #showAll: boolean;
  readonly #hidden: ReadonlySet<JsonValue>;
  readonly #known: ReadonlySet<JsonValue>;

  /** @param constants what stands in the rules */
  constructor(input: JsonObject, data: JsonObject, constants: readonly JsonValue[], showAll: boolean) {
    this.#input = input;
    this.#data = data;
    this.#showAll = showAll;
    this.#hidden = new Set([...leaves(input["arguments"]), ...leaves(input["context"])]);
    const rest = WRITTEN_BY_THE_MODEL.reduce(without, input);
    const { catalog: _, ...settings } = data;
    this.#known = new Set([...leaves(rest), ...leaves(settings), ...vocabulary(input), ...constants]);
  }

  /** The values that a failing condition asked of, by how its author wrote them. */
  of(rule: SourceRule, condition: Condition, event: TraceEvent): Readonly<Record<string, string>> {
    const asked = askedIn(condition.expression).flatMap((node): [string, string][] => {
      const span = spanOf(rule.source, node);
      const found = span === undefined ? undefined : this.#resolve(node, event);
      const isPlaced = span !== undefined && span.start >= condition.span.start;
      return !isPlaced || found === undefined ? [] : [[rule.source.slice(span), this.show(found.value)]];
    });
    return Object.fromEntries(asked);
  }

  show(value: JsonValue | undefined): string {
    if (value === undefined) return UNDEFINED;
    if (!this.#showAll && [...leaves(value)].some((leaf) => this.#isHidden(leaf))) return HIDDEN;
    const text = JSON.stringify(value);
    if (this.#showAll || text.length <= MAX_VALUE_CHARS) return text;
    if (Array.isArray(value)) return `[${value.length} ${value.length === 1 ? "element" : "elements"}]`;
    return isJsonObject(value) ? `{${Object.keys(value).length} members}` : `${text.slice(0, MAX_VALUE_CHARS)}…`;
  }

  #isHidden(leaf: JsonValue): boolean {
    return this.#hidden.has(leaf) || !this.#known.has(leaf);
  }

  /** Undefined for what is no document and no variable with a value: a rule, a function, something not reached yet. */
  #resolve(node: Syntax, event: TraceEvent): { readonly value: JsonValue | undefined } | undefined {
    const [root, ...steps] = node.type === "ref" ? (node.value as readonly Syntax[]) : [node];
    const start = this.#root(String(root?.value), event);
    if (start === undefined) return undefined;
    let value: JsonValue | undefined = start;
    for (const step of steps) {
      const named = step.type === "var" || step.type === "ref";
      const key = named ? this.#resolve(step, event)?.value : (step.value as JsonValue);
      if (key === undefined || typeof key === "object") return undefined;
      value = member(value, key as string | number);
    }
    return { value };
  }

  #root(name: string, event: TraceEvent): JsonValue | undefined {
    if (name === "input") return this.#input;
    return name === "data" ? this.#data : localValue(event, name);
  }
}

/** The references and variables of an expression; of a reference only itself and what stands in its brackets. */
function askedIn(node: Syntax): readonly Syntax[] {
  if (node.type === "var") return [node];
  if (node.type !== "ref") return children(node).flatMap(askedIn);
  const steps = (node.value as readonly Syntax[]).slice(1);
  return [node, ...steps.filter(({ type }) => type !== "string").flatMap(askedIn)];
}

function member(value: JsonValue | undefined, key: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
}

/** All scalars in a value. */
function leaves(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isJsonObject(value)) return Object.values(value).flatMap(leaves);
  return typeof value === "string" || typeof value === "number" ? [value] : [];
}

function without(value: JsonObject, path: readonly string[]): JsonObject {
  const [key = "", ...rest] = path;
  const { [key]: inner, ...others } = value;
  return rest.length > 0 && isJsonObject(inner) ? { ...others, [key]: without(inner, rest) } : others;
}

/** The words of Writ's own in what the model wrote. */
function vocabulary(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value.flatMap(vocabulary);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "arguments" || key === "context" ? [] : VOCABULARY.has(key) ? leaves(inner) : vocabulary(inner),
  );
}
