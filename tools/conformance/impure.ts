import { randomInt, randomUUID } from "node:crypto";
import { type Builtin, BuiltinError, stringArg } from "../../src/adapters/opa/builtins/builtin.ts";
import { Num, ObjectValue } from "../../src/adapters/opa/builtins/value.ts";

/** Largest range that node:crypto draws from. */
const MAX_RANGE = 2 ** 48 - 1;

/**
 * Builtins that no bundle may use in Writ but that some of OPA's cases are about, and `test.sleep`, which OPA's test runner adds
 * (a policy that waits is cancelled by other means here). Each gives the same value all through one evaluation.
 */
export function impureBuiltins(env: Readonly<Record<string, string>>): ReadonlyMap<string, Builtin> {
  const drawn = new Map<string, string>();
  const once = (key: string, draw: () => string) => {
    const value = drawn.get(key) ?? draw();
    drawn.set(key, value);
    return value;
  };
  return new Map<string, Builtin>([
    ["time.now_ns", (_, { nowNs = 0n }) => Num.of(nowNs)],
    [
      "rand.intn",
      (args) => {
        const range = (args[1] as Num).int64;
        if (range === undefined) throw new BuiltinError("the range must be an integer");
        if (range === 0n) return Num.of(0);
        const size = Math.min(Math.abs(Number(range)), MAX_RANGE);
        return new Num(once(`${stringArg(args, 0)} ${range}`, () => String(randomInt(size))));
      },
    ],
    ["uuid.rfc4122", (args) => once(stringArg(args, 0), randomUUID)],
    ["opa.runtime", () => ObjectValue.of(Object.keys(env).length === 0 ? {} : { env: ObjectValue.of(env) })],
    ["test.sleep", () => null],
  ]);
}
