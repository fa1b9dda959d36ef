import { parseArgs } from "node:util";
import { loadAnalyzers } from "../../src/canonicalize/analyzers/load.ts";
import { canonicalize } from "../../src/canonicalize/canonicalize.ts";
import { CATALOGUE, requestOf, type ToolName } from "./catalogue.ts";
import { measureForwarded } from "./forwarded.ts";
import { FUZZED_ANALYZERS, type Fuzzed, fuzz, inputOf } from "./fuzz.ts";
import { leastMicroseconds, timed } from "./timing.ts";
import { TYPICAL } from "./typical.ts";

// Usage: node bench/analyzers/main.ts [--inputs N] [--seed S] [--only shell,sql] [--at INDEX]
const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    only: { type: "string", default: FUZZED_ANALYZERS.join() },
    at: { type: "string" },
  },
});
/** What hostile text may take at most, so that a worker's other calls never wait long for one. */
const WORST_AIM_MS = 25;

const seed = Number(values.seed);
const analyzers = values.only
  .split(",")
  .filter((name): name is ToolName => FUZZED_ANALYZERS.includes(name as ToolName));

await loadAnalyzers();

if (values.at !== undefined) showOne(analyzers[0] ?? "shell", Number(values.at));
else measureAll();

function measureAll(): void {
  console.log("| call | calls | p50 µs | p99 µs | mean CPU µs | aim p50 | |\n|---|--:|--:|--:|--:|--:|---|");
  for (const { name, tool, calls, aim_us } of TYPICAL) {
    const requests = calls.map((args) => requestOf(tool, args));
    const {
      p50_us,
      p99_us,
      mean_cpu_us,
      calls: count,
    } = timed((index) => canonicalize(requests[index % requests.length] as (typeof requests)[number], CATALOGUE));
    const numbers = [p50_us, p99_us, mean_cpu_us].map((us) => us.toFixed(1));
    const aim = aim_us === undefined ? ["", ""] : [`< ${aim_us}`, p50_us < aim_us ? "ok" : "short"];
    console.log(`| ${[name, count, ...numbers, ...aim].join(" | ")} |`);
  }
  measureForwarded();
  console.log(`\nhostile text of up to 64 KiB, seed ${seed}:\n`);
  console.log(
    "| analyzer | inputs | p50 ms | p99 ms | worst ms | its index | parse | aim | |\n|---|--:|--:|--:|--:|--:|---|--:|---|",
  );
  for (const analyzer of analyzers) {
    const found = fuzz(analyzer, seed, Number(values.inputs));
    console.log(rowOf(found));
    for (const { index, message } of found.thrown)
      console.error(`${analyzer}, seed ${seed}, index ${index}: ${message}`);
    if (found.thrown.length > 0) process.exitCode = 1;
  }
}

function rowOf({ analyzer, inputs, p50_ms, p99_ms, worst_ms, worst_index, parses }: Fuzzed): string {
  const numbers = [p50_ms, p99_ms, worst_ms].map((ms) => ms.toFixed(2));
  const parse = Object.entries(parses).map(([name, count]) => `${name} ${count}`);
  const aim = [`< ${WORST_AIM_MS}`, worst_ms < WORST_AIM_MS ? "ok" : "short"];
  return `| ${[analyzer, inputs, ...numbers, worst_index, parse.join(", "), ...aim].join(" | ")} |`;
}

/** One input again, on stdout, with what it takes and comes to on stderr. */
function showOne(analyzer: ToolName, index: number): void {
  const text = inputOf(analyzer, seed, index);
  const request = requestOf(analyzer, { text });
  const us = leastMicroseconds(() => canonicalize(request, CATALOGUE));
  const { parse, parts = [] } = canonicalize(request, CATALOGUE).action;
  console.error(
    `${(us / 1000).toFixed(2)} ms, parse ${parse}, ${parts.length} parts, ${Buffer.byteLength(text)} bytes`,
  );
  process.stdout.write(text);
}
