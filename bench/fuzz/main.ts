import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BUILTINS } from "../../src/adapters/opa/builtins/index.ts";
import { compilePolicy } from "../../src/adapters/opa/compile.ts";
import { PolicyInstance } from "../../src/adapters/opa/instance.ts";
import { DEFAULT_POLICY_MEMORY_MB } from "../../src/adapters/opa/limits.ts";
import { OpaPolicy } from "../../src/adapters/opa/policy.ts";
import { loadAnalyzers } from "../../src/canonicalize/analyzers/load.ts";
import { compileCatalogue } from "../../src/canonicalize/catalogue/compile.ts";
import { ENTRYPOINT } from "../../src/domain/bundle.ts";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { policyInputFor } from "../policy/inputs.ts";
import { benchRequests } from "../requests.ts";
import { fuzzInputs } from "./inputs.ts";
import { fuzzModules } from "./modules.ts";
import { Random } from "./random.ts";

// Usage: node bench/fuzz/main.ts [--inputs N] [--modules N] [--seed S] [--bundle dir]. Exits with 1 when something got through.
const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "100000" },
    modules: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    bundle: { type: "string", default: "dist/bundle" },
  },
});
const SEEDED_INPUTS = 16;

const wasm = readFileSync(join(values.bundle, "policy.wasm"));
const data = readFileSync(join(values.bundle, "data.json"));
const document = JSON.parse(data.toString()) as JsonObject;
const random = new Random(Number(values.seed));

await loadAnalyzers();
const catalogue = compileCatalogue(document["catalog"]);
const made = benchRequests()
  .slice(0, SEEDED_INPUTS)
  .map((request) => policyInputFor(request as JsonValue, catalogue, "development"));
const inputs = JSON.parse(JSON.stringify(await Promise.all(made))) as JsonObject[];

const compiled = await compilePolicy(wasm, { memoryMb: DEFAULT_POLICY_MEMORY_MB, builtins: BUILTINS });
const entrypoint = new PolicyInstance(compiled, Buffer.from("{}")).entrypoints().get(ENTRYPOINT) as number;
const ref = { bundle: "default", revision: "", digest: "", activated_at: "" };
const policy = new OpaPolicy({ ref, data: document, dataText: data, compiled, entrypoint });

const inputFuzz = fuzzInputs(policy, inputs, Number(values.inputs), random);
console.log(
  `inputs: ${inputFuzz.tried} tried, ${inputFuzz.broken} broken, ${inputFuzz.let_through.length} let through`,
);
for (const text of inputFuzz.let_through.slice(0, 10)) console.log(`  ${JSON.stringify(text)}`);

const moduleFuzz = await fuzzModules({ wasm, data }, JSON.stringify(inputs[0]), Number(values.modules), random);
const { tried, refused, otherwise, slowest_ms, escaped } = moduleFuzz;
console.log(
  `modules: ${tried} tried, ${refused} refused, ${otherwise} judged otherwise, slowest ${slowest_ms} ms, ${escaped.length} escaped`,
);
for (const error of escaped.slice(0, 10)) console.log(`  ${error}`);
if (inputFuzz.let_through.length + escaped.length > 0) process.exitCode = 1;
