/**
 * Measures what a call of a builtin costs in TypeScript and in OPA's own code as WebAssembly, both from the text of its arguments to
 * the text of its result, and what the fallback costs to start: `node bench/builtins/main.ts`. Needs Go.
 */
import type { Builtin } from "../../src/adapters/opa/builtins/builtin.ts";
import { BUILTINS } from "../../src/adapters/opa/builtins/index.ts";
import { formatValue, parseValue } from "../../src/adapters/opa/builtins/text.ts";
import type { Value } from "../../src/adapters/opa/builtins/value.ts";
import { openReactor } from "../../src/adapters/opa/fallback/fallback.ts";
import { buildBuiltins } from "../../tools/opa/wasi/builtins/build.ts";

const CALLS = 2_000;
const WARM_UP = 500;
const FUEL = 1_000_000_000;
const CONTEXT = { spend: () => undefined, fuelLeft: () => Number.POSITIVE_INFINITY };

const SCHEMA = "type Query { order(id: ID!): Order } type Order { id: ID! total: Int lines: [Order] }";
const SAMPLES: readonly (readonly [name: string, args: string])[] = [
  ["sprintf", '["%v is %d of %s", [{1, 2}, 3, "x"]]'],
  ["time.parse_rfc3339_ns", '["2026-01-02T03:04:05Z"]'],
  ["units.parse_bytes", '["10MiB"]'],
  ["regex.replace", '["foo bar baz", "ba.", "<$0>"]'],
  ["json.patch", '[{"a": {"b": 1}}, [{"op": "add", "path": "/a/c", "value": [1, 2]}]]'],
  ["semver.compare", '["1.2.3", "1.2.3-rc.1"]'],
  ["yaml.unmarshal", '["a: 1\\nb: [x, y]\\n"]'],
  ["net.cidr_merge", '[["10.0.0.0/9", "10.128.0.0/9", "192.168.1.0/24"]]'],
  ["json.match_schema", '[{"a": 1}, {"type": "object", "properties": {"a": {"type": "integer"}}}]'],
  ["graphql.parse_query", '["{ order(id: 1) { id total } }"]'],
  ["graphql.is_valid", JSON.stringify(["{ order(id: 1) { id total } }", SCHEMA])],
  ["strings.render_template", '["{{.a}} {{range .b}}{{.}},{{end}}", {"a": 1, "b": [1, 2, 3]}]'],
];

const file = await buildBuiltins();
const started = process.cpuUsage();
const before = process.memoryUsage.rss();
const reactor = await openReactor(file);
const { user, system } = process.cpuUsage(started);
const grown = Math.round((process.memoryUsage.rss() - before) / 2 ** 20);
console.log(`start: ${Math.round((user + system) / 1_000)} ms CPU, ${grown} MiB`);

console.log(`${"CPU us a call".padEnd(26)}${"TypeScript".padStart(12)}${"OPA's own".padStart(12)}`);
for (const [name, args] of SAMPLES) {
  const builtin = BUILTINS.get(name);
  const ours = builtin === undefined ? "-" : costOf(() => run(builtin, args)).toFixed(1);
  const own = costOf(() => {
    const { kind } = reactor.call({ name, args, nowNs: 0n, fuel: FUEL });
    if (kind !== "value") throw new Error(`${name}: ${kind}`);
  });
  console.log(`${name.padEnd(26)}${ours.padStart(12)}${own.toFixed(1).padStart(12)}`);
}

function run(builtin: Builtin, args: string): void {
  const value = builtin(parseValue(args) as readonly Value[], CONTEXT);
  if (value === undefined) throw new Error("a sample without a result");
  formatValue(value);
}

/** In microseconds of CPU. */
function costOf(call: () => void): number {
  for (let count = 0; count < WARM_UP; count++) call();
  const start = process.cpuUsage();
  for (let count = 0; count < CALLS; count++) call();
  const used = process.cpuUsage(start);
  return (used.user + used.system) / CALLS;
}
