import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { loadAnalyzers } from "../../src/canonicalize/analyzers/load.ts";
import { compileCatalogue } from "../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { benchRequests } from "../requests.ts";
import { median } from "../statistics.ts";
import { type BuiltPolicy, buildPolicy } from "./build.ts";
import { type Contestant, type Input, sdk, writ } from "./contestants.ts";
import { policyInputFor } from "./inputs.ts";
import { writeBigPolicy } from "./sources.ts";
import { topdownDecision, topdownMicroseconds } from "./topdown.ts";

// Usage: node bench/policy/main.ts [--rounds N] [--evaluations N]. Prints microseconds an evaluation.
const { values } = parseArgs({
  options: { rounds: { type: "string", default: "9" }, evaluations: { type: "string", default: "4000" } },
});
const ROUNDS = Number(values.rounds);
const EVALUATIONS = Number(values.evaluations);
/** As many kinds of calls as `make bench` has. */
const INPUTS = 8;
const OPA = process.env["OPA"] ?? "var/bin/opa";
const TOPDOWN = "opa bench (interpreter, wall clock)";

const folder = mkdtempSync(join(tmpdir(), "writ-bench-policy-"));
try {
  await loadAnalyzers();
  console.log("| policy | runtime | µs an evaluation, best of rounds | median | × Writ |\n|---|---|--:|--:|--:|");
  await compare("default", "rego");
  await compare("default, 32,000 characters of arguments", "rego", withLongArguments);
  for (const packages of [0, 100]) {
    const big = join(folder, `big-${packages}`);
    writeBigPolicy(big, packages);
    await compare(`10,000 catalogue entries, ${packages} packages more`, big);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(policy: string, sources: string, change = (input: Input): Input => input): Promise<void> {
  const built = buildPolicy(OPA, sources, folder);
  const inputs = (await inputsOf(built)).map(change);
  const contestants = [
    await writ("Writ", built, true),
    await writ("Writ, without the note", built, false),
    await sdk(built),
  ];
  checkAnswers(contestants, inputs, sources);
  const times = new Map<string, number[]>([...contestants.map(({ name }) => name), TOPDOWN].map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const contestant of contestants) times.get(contestant.name)?.push(cpuMicroseconds(contestant, inputs));
    times.get(TOPDOWN)?.push(topdownMicroseconds(OPA, sources, inputs[round % INPUTS] as Input, folder));
  }
  const ours = Math.min(...(times.get("Writ") ?? []));
  for (const [name, list] of times) {
    const best = Math.min(...list);
    const cells = [policy, name, best.toFixed(1), median(list).toFixed(1), (best / ours).toFixed(2)];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

function inputsOf({ data }: BuiltPolicy): Promise<readonly Input[]> {
  const catalogue = compileCatalogue((JSON.parse(data.toString()) as JsonObject)["catalog"]);
  return Promise.all(
    benchRequests()
      .slice(0, INPUTS)
      .map((request) => policyInputFor(request as JsonValue, catalogue, "development")),
  );
}

/** As calls that write a file or send a page have them. */
function withLongArguments(input: Input): Input {
  return { ...input, arguments: { ...(input["arguments"] as JsonObject), body: "A line of text.\n".repeat(2000) } };
}

function checkAnswers(contestants: readonly Contestant[], inputs: readonly Input[], sources: string): void {
  for (const [index, input] of inputs.entries()) {
    const expected = sorted(topdownDecision(OPA, sources, input, folder));
    for (const { name, evaluate } of contestants) {
      if (!isDeepStrictEqual(sorted(evaluate(input)), expected))
        throw new Error(`${name} decides input ${index} otherwise`);
    }
  }
}

/** The package for JavaScript writes sets in the order of their hashes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
}

/** CPU of the whole process, garbage collection included. */
function cpuMicroseconds({ evaluate }: Contestant, inputs: readonly Input[]): number {
  const before = process.cpuUsage();
  for (let index = 0; index < EVALUATIONS; index++) evaluate(inputs[index % INPUTS] as Input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / EVALUATIONS;
}
