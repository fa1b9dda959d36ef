import { expect, test } from "vitest";
import { type CompiledPolicy, PolicyInstance } from "../../../src/adapters/opa/instance.ts";
import { meterModule } from "../../../src/adapters/opa/meter/meter.ts";
import { WebAssembly } from "../../../src/adapters/opa/wasm/api.ts";
import { readModule } from "../../../src/adapters/opa/wasm/module.ts";
import { compile, rego } from "./fixture.ts";

/** Makes use of what libraries in the module keep between calls: compiled expressions, contexts for numbers. */
const SOURCE = rego(
  `decision := {
	"matches": [regex.match(concat("", ["^[", substring(x, 0, 1), "a-z]+$"]), x) | some x in input; x != ""],
	"globs": [glob.match("*.{a,b}", ["."], x) | some x in input],
	"valid": [regex.is_valid(x) | some x in input],
	"numbers": [n | some x in input; n := (count(x) * 1234567890123456789) / 7],
	"unique": {upper(x) | some x in input; not startswith(x, "z")},
}`,
);
const INPUTS = [["aa", "x.b"], ["x.b", "aa"], ["zzz"], [], ["(", "["], Array.from({ length: 300 }, (_, i) => `v.${i}`)];

async function compiled(memoryMb: number): Promise<CompiledPolicy> {
  const layout = readModule(compile(SOURCE).get("policy.wasm")!);
  const module = await WebAssembly.compile(meterModule(layout));
  return { module, memoryPages: layout.memoryPages, memoryMb, builtins: new Map() };
}

function judge(instance: PolicyInstance, input: unknown): { result: string; fuelLeft: number } {
  const result = instance.run(0, instance.parseInput(JSON.stringify(input)));
  return { result, fuelLeft: instance.fuelLeft };
}

test("an instance finds the same state for each input: results and fuel are a fresh instance's", async () => {
  const policy = await compiled(64);
  const data = Buffer.from("{}");
  const fresh = INPUTS.map((input) => judge(new PolicyInstance(policy, data), input));
  expect(new Set(fresh.map(({ fuelLeft }) => fuelLeft)).size).toBeGreaterThan(3);
  const used = new PolicyInstance(policy, data);
  for (let round = 0; round < 20; round++) {
    expect(INPUTS.map((input) => judge(used, input))).toEqual(fresh);
    expect(INPUTS.toReversed().map((input) => judge(used, input))).toEqual(fresh.toReversed());
  }
});

test("memory does not grow with the number of evaluations", { timeout: 300_000 }, async () => {
  // What an evaluation of the longest input takes is more than a thousandth of what there is, so 20,000 would not fit.
  const instance = new PolicyInstance(await compiled(8), Buffer.from("{}"));
  const first = INPUTS.map((input) => judge(instance, input).result);
  let same = 0;
  for (let round = 0; round < 20_000; round++) {
    const index = round % INPUTS.length;
    if (judge(instance, INPUTS[index]).result === first[index]) same++;
  }
  expect(same).toBe(20_000);
});
