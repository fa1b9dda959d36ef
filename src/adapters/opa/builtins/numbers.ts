import { PolicyAborted } from "../errors.ts";
import { BuiltinError, type Builtins, numberArg } from "./builtin.ts";
import { MAX_GENERATED_ELEMENTS } from "./limits.ts";
import { Num, type Value } from "./value.ts";

export const NUMBERS: Builtins = {
  "numbers.range_step": (args) => {
    const [from, to, step] = [integer(args, 0), integer(args, 1), integer(args, 2)];
    if (step <= 0n) throw new BuiltinError("step must be a positive integer");
    const distance = to > from ? to - from : from - to;
    if (distance / step >= MAX_GENERATED_ELEMENTS) throw new PolicyAborted("numbers.range_step: the range is too long");
    const signed = to > from ? step : -step;
    return Array.from({ length: Number(distance / step) + 1 }, (_, at) => Num.of(from + BigInt(at) * signed));
  },
};

function integer(args: readonly Value[], at: number): bigint {
  const value = numberArg(args, at).integer;
  if (value === undefined) throw new BuiltinError(`operand ${at + 1} must be an integer`);
  return value;
}
