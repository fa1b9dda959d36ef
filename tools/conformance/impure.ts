import { execFileSync } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { type Builtin, BuiltinError, stringArg } from "../../src/adapters/opa/builtins/builtin.ts";
import { Num, ObjectValue, SetValue } from "../../src/adapters/opa/builtins/value.ts";
import { goBuiltin } from "../../src/adapters/opa/fallback/builtins.ts";
import type { Reactor } from "../../src/adapters/opa/fallback/reactor.ts";

/** Largest range that node:crypto draws from. */
const MAX_RANGE = 2 ** 48 - 1;

/** Of OPA's own; without a network, they answer only what needs none. */
const OWN_IMPURE = ["crypto.x509.parse_and_verify_certificates", "http.send"];

/** OPA's own builtins that are no functions of their arguments. */
export function ownImpureBuiltins(reactor: Reactor): ReadonlyMap<string, Builtin> {
  return new Map(OWN_IMPURE.map((name) => [name, goBuiltin(reactor, name)]));
}

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
    ["net.lookup_ip_addr", (args) => new SetValue(lookup(stringArg(args, 0)))],
    ["test.sleep", () => null],
  ]);
}

/** Prints the addresses of the host that it is given, one a line. */
const LOOKUP = `require("node:dns").lookup(process.argv[1], { all: true }, (error, found) => {
  if (error) process.exit(1);
  for (const { address } of found) console.log(address);
})`;

/** Node asks the system only asynchronously, and a builtin answers at once. */
function lookup(host: string): readonly string[] {
  try {
    return execFileSync(process.execPath, ["-e", LOOKUP, host], { encoding: "utf8" }).trim().split("\n");
  } catch {
    throw new BuiltinError("the host has no address");
  }
}
