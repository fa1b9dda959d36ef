import { execFileSync } from "node:child_process";
import { type Builtin, BuiltinError } from "../../../src/adapters/opa/builtins/builtin.ts";
import { BUILTINS } from "../../../src/adapters/opa/builtins/index.ts";
import { formatValue, parseValue } from "../../../src/adapters/opa/builtins/text.ts";
import type { Value } from "../../../src/adapters/opa/builtins/value.ts";
import { PolicyAborted } from "../../../src/adapters/opa/errors.ts";
import type { Reactor } from "../../../src/adapters/opa/fallback/reactor.ts";
import { MAX_POLICY_FUEL } from "../../../src/adapters/opa/limits.ts";
import { Generator, type Type } from "./generate.ts";
import { Random } from "./random.ts";
import type { Samples } from "./record.ts";

const OPA = process.env["OPA"] ?? "var/bin/opa";

/** One call for which the two disagree. `undefined` and `error` say what kind of nothing came. */
export interface Difference {
  readonly name: string;
  readonly args: string;
  readonly ours: string;
  readonly opa: string;
}

export interface Comparison {
  readonly calls: number;
  /** Calls that OPA's builtin had a result for. */
  readonly defined: number;
  /** Calls beyond the limits of one of the two. */
  readonly skipped: number;
  readonly differences: readonly Difference[];
}

export interface ComparisonOptions {
  readonly seed: number;
  /** In all; shared among the builtins. */
  readonly calls: number;
  /** Calls to start from, beside those of the declared types. */
  readonly samples: Samples;
  /** Ours. */
  readonly builtins?: ReadonlyMap<string, Builtin>;
}

/** The time of all calls: 2026-01-02T03:04:05.000000006Z. */
const NOW_NS = 1_767_323_045_000_000_006n;

/** What OPA may take for a call, in units of its own counter: a few seconds. */
const OPA_FUEL = 100_000_000;

/** How often a call is made from a sample, where there is one. */
const FROM_SAMPLE = 0.6;
const MAX_CHANGES = 3;

/** More fuel was asked for than an evaluation has. */
class OutOfFuel extends Error {}

/** Calls every builtin that has code in TypeScript, and OPA's own, with the same random arguments. */
export function compareBuiltins(reactor: Reactor, options: ComparisonOptions): Comparison {
  const declared = declaredArguments();
  const { builtins = BUILTINS } = options;
  const random = new Random(options.seed);
  const differences: Difference[] = [];
  let [calls, defined, skipped] = [0, 0, 0];
  for (const [name, builtin] of builtins) {
    const types = declared.get(name);
    if (types === undefined) throw new Error(`OPA has no builtin ${name}`);
    const generator = new Generator(name, random);
    const samples = options.samples.get(name) ?? [];
    for (let count = Math.ceil(options.calls / builtins.size); count > 0; count--) {
      const args = formatValue(nextArguments(generator, random, types, samples));
      const compared = compareCall(reactor, { name, builtin, args });
      calls++;
      if (compared === undefined) skipped++;
      else if (compared.ours !== compared.opa) differences.push(compared);
      if (compared?.opa.startsWith("value")) defined++;
    }
  }
  return { calls, defined, skipped, differences };
}

function nextArguments(generator: Generator, random: Random, types: readonly Type[], samples: readonly string[]) {
  if (samples.length === 0 || !random.chance(FROM_SAMPLE)) return types.map((type) => generator.value(type));
  let args = parseValue(random.pick(samples)) as readonly Value[];
  for (let changes = random.below(MAX_CHANGES); changes > 0 && args.length > 0; changes--) {
    args = generator.mutate(args);
  }
  return args;
}

/** @returns undefined when the call passes the limits of one of the two */
function compareCall(
  reactor: Reactor,
  { name, builtin, args }: { readonly name: string; readonly builtin: Builtin; readonly args: string },
): Difference | undefined {
  const outcome = reactor.call({ name, args, nowNs: NOW_NS, fuel: OPA_FUEL });
  if (outcome.kind === "failed" || outcome.kind === "out of fuel") return undefined;
  const ours = outcomeOf(builtin, args);
  if (ours === undefined) return undefined;
  return { name, args, ours, opa: outcome.kind === "value" ? valueText(outcome.text) : outcome.kind };
}

function outcomeOf(builtin: Builtin, args: string): string | undefined {
  let fuel = MAX_POLICY_FUEL;
  const spend = (units: number) => {
    fuel -= units;
    if (fuel < 0) throw new OutOfFuel();
  };
  try {
    const value = builtin(parseValue(args) as readonly Value[], { spend, fuelLeft: () => fuel, nowNs: NOW_NS });
    return value === undefined ? "undefined" : valueText(formatValue(value));
  } catch (error) {
    if (error instanceof OutOfFuel || error instanceof PolicyAborted) return undefined;
    return error instanceof BuiltinError ? "error" : `throws ${error}`;
  }
}

/** Both write spaces and sets their own way. */
function valueText(text: string): string {
  return `value ${formatValue(parseValue(text))}`;
}

/** The declared types of all builtins' arguments. */
function declaredArguments(): ReadonlyMap<string, readonly Type[]> {
  const text = execFileSync(OPA, ["capabilities", "--current"], { encoding: "utf8" });
  const { builtins } = JSON.parse(text) as {
    readonly builtins: readonly { readonly name: string; readonly decl: { readonly args?: readonly Type[] } }[];
  };
  return new Map(builtins.map(({ name, decl }) => [name, decl.args ?? []]));
}
