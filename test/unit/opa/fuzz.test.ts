import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { damaged } from "../../../bench/fuzz/bytes.ts";
import { fuzzInputs } from "../../../bench/fuzz/inputs.ts";
import { fuzzModules } from "../../../bench/fuzz/modules.ts";
import { Random } from "../../../bench/fuzz/random.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { realInputs } from "../evaluate/default-policy.ts";
import { policyReading } from "./noted.ts";

// A part of what `make fuzz-policy` runs, always the same part.
const wasm = readFileSync("dist/bundle/policy.wasm");
const data = readFileSync("dist/bundle/data.json");
const SEED = 20261121;

test("nothing that is broken is let through by the default policy", { timeout: 60_000 }, async () => {
  const policy = await policyReading(new Map(Object.entries({ "policy.wasm": wasm, "data.json": data })));
  const inputs = await realInputs(policy.data["catalog"]);
  const { broken, let_through } = fuzzInputs(policy, inputs, 2_000, new Random(SEED));
  expect(let_through).toEqual([]);
  expect(broken).toBeGreaterThan(500);
});

test("a damaged module or damaged data is refused or judges, and nothing else happens", {
  timeout: 60_000,
}, async () => {
  const input = JSON.stringify((await realInputs((JSON.parse(data.toString()) as JsonObject)["catalog"]))[0]);
  const { refused, tried, escaped } = await fuzzModules({ wasm, data }, input, 60, new Random(SEED));
  expect(escaped).toEqual([]);
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(tried);
});

test("damage never touches the original, and a seed decides all of it", () => {
  const original = Buffer.from("a policy's module, or its data");
  const before = Buffer.from(original);
  const damage = () => {
    const random = new Random(7);
    return Array.from({ length: 50 }, () => Buffer.from(damaged(original, random)).toString("hex"));
  };
  const once = damage();
  expect(damage()).toEqual(once);
  expect(original).toEqual(before);
  expect(new Set(once).size).toBeGreaterThan(40);
});
