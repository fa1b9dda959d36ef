import type { Builtin } from "../../src/adapters/opa/builtins/builtin.ts";
import { formatValue, parseValue } from "../../src/adapters/opa/builtins/text.ts";
import { compare, Num, ObjectValue, SetValue, type Value } from "../../src/adapters/opa/builtins/value.ts";
import { compilePolicy } from "../../src/adapters/opa/compile.ts";
import { PolicyInstance } from "../../src/adapters/opa/instance.ts";
import type { Case } from "./cases.ts";
import { impureBuiltins } from "./impure.ts";

const MEMORY_MB = 256;

/** The error codes that show in WebAssembly, and what its message says then. */
const ERROR_MESSAGES: Readonly<Record<string, RegExp>> = {
  eval_conflict_error: /var assignment conflict|object insert conflict/,
};

/** What a case came to. */
export interface Judgement {
  /** Why it fails; absent when it passes. */
  readonly failure?: string | undefined;
  /** Whether it calls builtins that only OPA's own code has. */
  readonly needsFallback: boolean;
}

/** What cases run with. */
export interface Setting {
  /** Ours. */
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** OPA's own, for what ours do not have. */
  readonly own: ReadonlyMap<string, Builtin>;
}

/** Runs one case as a bundle's policy would run. */
export async function judge(test: Case, setting: Setting): Promise<Judgement> {
  if (test.compile_error !== undefined) {
    return { failure: `does not compile: ${test.compile_error}`, needsFallback: false };
  }
  const outcome = await outcomeOf(test, setting);
  return { failure: failureOf(test, outcome), needsFallback: outcome.needsFallback };
}

interface RunOutcome {
  readonly result?: readonly Value[];
  readonly error?: string;
  readonly needsFallback: boolean;
}

function failureOf(test: Case, { result, error }: RunOutcome): string | undefined {
  const missing = /^needs /.test(error ?? "");
  if (missing) return error;
  if (test.want_defined !== undefined) {
    if (error !== undefined) return error;
    return (result?.length === 0) === test.want_defined ? `defined is ${!test.want_defined}` : undefined;
  }
  if (test.want_result !== undefined) {
    if (error !== undefined) return error;
    return difference(parseValue(test.want_result) as Value[], result ?? [], test);
  }
  if (test.strict_error === true) {
    if (error !== undefined) return error;
    return result?.length === 0 ? undefined : `wants to be undefined, gives ${brief(result ?? null)}`;
  }
  const wanted = ERROR_MESSAGES[test.want_error ?? ""];
  if (error === undefined) return `wants ${test.want_error}, gives ${brief(result ?? null)}`;
  return wanted?.test(error) ? undefined : `wants ${test.want_error}, fails with ${error}`;
}

async function outcomeOf(test: Case, { builtins, own }: Setting): Promise<RunOutcome> {
  let needsFallback = false;
  try {
    const here = new Map([...builtins, ...impureBuiltins(test.env ?? {})]);
    const provided = { builtins: new Map([...own, ...here]), memoryMb: MEMORY_MB };
    const compiled = {
      ...(await compilePolicy(new Uint8Array(test.wasm), provided)),
      nowNs: BigInt(Date.now()) * 1_000_000n,
    };
    const instance = new PolicyInstance(compiled, new TextEncoder().encode(test.data ?? "{}"));
    const required = [...instance.requiredBuiltins().keys()];
    needsFallback = required.some((name) => !here.has(name));
    const missing = required.filter((name) => !compiled.builtins.has(name));
    if (missing.length > 0) return { needsFallback, error: `needs ${missing.join(", ")}` };
    const text = instance.run(0, instance.parseInput(test.input ?? "", "value"), "value");
    return { needsFallback, result: (parseValue(text) as SetValue).elements };
  } catch (error) {
    return { needsFallback, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** Compares as OPA's test of its own WASM runtime does: both as sets of bindings, in JSON's types. */
function difference(wanted: readonly Value[], found: readonly Value[], test: Case): string | undefined {
  const bindings = found.map((item) => bindingsOf(jsonOf(item) as ObjectValue, test.sort_bindings === true));
  const same = compare(new SetValue(wanted), new SetValue(bindings)) === 0;
  return same ? undefined : `wants ${brief(wanted)}, gives ${brief(bindings)}`;
}

function bindingsOf(binding: ObjectValue, sorted: boolean): ObjectValue {
  if (!sorted) return binding;
  return new ObjectValue(
    binding.entries.map(([key, value]) => [key, Array.isArray(value) ? value.toSorted(compare) : value]),
  );
}

/** Sets as arrays, and keys as strings. */
function jsonOf(value: Value): Value {
  if (value instanceof SetValue) return value.elements.map(jsonOf);
  if (value instanceof ObjectValue) {
    return new ObjectValue(
      value.entries.map(([key, item]) => [typeof key === "string" ? key : formatKey(key), jsonOf(item)]),
    );
  }
  return value === null || typeof value !== "object" || value instanceof Num ? value : value.map(jsonOf);
}

function formatKey(key: Value): string {
  return formatValue(jsonOf(key)).replaceAll(", ", ",").replaceAll(": ", ":");
}

const MAX_BRIEF = 200;

function brief(value: Value): string {
  const text = formatValue(value);
  return text.length > MAX_BRIEF ? `${text.slice(0, MAX_BRIEF)}…` : text;
}
