import { type Builtin, type BuiltinContext, BuiltinError } from "../builtins/builtin.ts";
import { formatValue, parseValue } from "../builtins/text.ts";
import { ObjectValue, type Value } from "../builtins/value.ts";
import { PolicyAborted } from "../errors.ts";
import { FALLBACK_BUILTINS } from "./names.ts";
import type { Outcome, Reactor } from "./reactor.ts";

/**
 * What a unit of the reactor's counter costs an evaluation. It stands for 7 to 20 ns of what OPA's builtins do, collection of
 * garbage included, and the evaluation's own units for 0.4 ns (../limits.ts).
 */
const FUEL_PER_UNIT = 30;

const TIMED = "crypto.x509.parse_and_verify_certificates_with_options";
const TIME_OPTION = "CurrentTime";

/** OPA's own builtins by name, those that have no other implementation. */
export function fallbackBuiltins(reactor: Reactor): ReadonlyMap<string, Builtin> {
  return new Map([...FALLBACK_BUILTINS].map((name) => [name, goBuiltin(reactor, name)]));
}

/**
 * A builtin as OPA's own code runs it. When that code breaks down instead of giving an answer (it panics, or outgrows its memory) the
 * evaluation ends: an undefined expression could be what a policy takes for harmless.
 *
 * @throws PolicyAborted
 */
export function goBuiltin(reactor: Reactor, name: string): Builtin {
  return (args, context) => {
    if (name === TIMED) needTime(args, context);
    const outcome = callWithin(reactor, name, args, context);
    switch (outcome.kind) {
      case "value":
        return parseValue(outcome.text);
      case "undefined":
        return undefined;
      case "error":
        throw new BuiltinError(outcome.message);
      default:
        throw new PolicyAborted(
          `OPA's own ${name} ended: ${outcome.kind === "failed" ? outcome.message : outcome.kind}`,
        );
    }
  };
}

/** One call that is paid from the evaluation's fuel. @throws PolicyAborted when there is no more */
function callWithin(reactor: Reactor, name: string, args: readonly Value[], context: BuiltinContext): Outcome {
  const outcome = reactor.call({
    name,
    args: formatValue(args),
    nowNs: context.nowNs ?? 0n,
    fuel: context.fuelLeft() / FUEL_PER_UNIT,
  });
  context.spend(outcome.kind === "out of fuel" ? context.fuelLeft() + 1 : reactor.fuelUsed * FUEL_PER_UNIT);
  return outcome;
}

/** Without a time of its own, a chain of certificates would be judged by the clock. */
function needTime(args: readonly Value[], { nowNs }: BuiltinContext): void {
  const [, options] = args;
  if (nowNs !== undefined || (options instanceof ObjectValue && options.has(TIME_OPTION))) return;
  throw new BuiltinError(`the option ${TIME_OPTION} is missing: time.parse_rfc3339_ns(input.now)`);
}
