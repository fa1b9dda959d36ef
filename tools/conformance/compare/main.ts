/**
 * Compares every builtin that has code in TypeScript with OPA's own on random arguments: `node tools/conformance/compare/main.ts
 * [--calls N] [--seed N] [BUILTIN...]`. Starts from the calls that OPA's compliance cases make. Prints known differences by
 * reason, other ones with their arguments, and as its last line how many calls agree. Needs Go.
 */
import { parseArgs } from "node:util";
import { BUILTINS } from "../../../src/adapters/opa/builtins/index.ts";
import { openReactor } from "../../../src/adapters/opa/fallback/fallback.ts";
import { buildBuiltins } from "../../opa/wasi/builtins/build.ts";
import { runFolders } from "../run.ts";
import { compareBuiltins } from "./compare.ts";
import { knownReason } from "./known.ts";
import { Recorder } from "./record.ts";

const DEFAULT_CALLS = 100_000;
const MAX_SHOWN = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { calls: { type: "string", default: String(DEFAULT_CALLS) }, seed: { type: "string" } },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
console.log(`--seed ${seed}`);

const recorder = new Recorder(BUILTINS);
await runFolders([], recorder.builtins);
const reactor = await openReactor(await buildBuiltins());
const compared = [...BUILTINS].filter(([name]) => positionals.length === 0 || positionals.includes(name));
const { calls, defined, skipped, differences } = compareBuiltins(reactor, {
  seed,
  calls: Number(values.calls),
  samples: recorder.samples,
  builtins: new Map(compared),
});

const reasons = new Map<string, number>();
for (const difference of differences) {
  const why = knownReason(difference);
  if (why !== undefined) reasons.set(why, (reasons.get(why) ?? 0) + 1);
}
const bugs = differences.filter((difference) => knownReason(difference) === undefined);
for (const [why, count] of reasons) console.log(`${String(count).padStart(6)} known: ${why}`);
for (const { name, args, ours, opa } of bugs.slice(0, MAX_SHOWN)) {
  console.log(`${name}\n  arguments ${args}\n  ours      ${ours}\n  OPA       ${opa}`);
}
console.log(`${defined} calls have a result, ${skipped} passed a limit`);
console.log(`${calls - differences.length} of ${calls} agree, ${bugs.length} differ without a known reason`);
process.exitCode = bugs.length > 0 ? 1 : 0;
