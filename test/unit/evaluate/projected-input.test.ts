import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BUNDLE_MANIFEST, POLICY_WASM } from "../../../src/domain/bundle.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { pointersOf, project } from "../../../src/domain/reads.ts";
import { notedReads } from "../../../src/domain/reads-note.ts";
import { readsProblem } from "../../../src/evaluate/both-ways.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { inputText } from "../../../src/evaluate/input-text.ts";
import { policyReads } from "../../../src/policy/input-refs/policy-reads.ts";
import { wantsOf } from "../../../src/situate/wants.ts";
import { planOf, policyReading } from "../opa/noted.ts";
import { changedDocuments, realInputs } from "./default-policy.ts";

const BUNDLE = "dist/bundle";
const bundle = new Map(readdirSync(BUNDLE).map((name) => [name, readFileSync(`${BUNDLE}/${name}`)]));
const reads = policyReads(planOf(["--ignore", "*_test.rego", "-b", "rego"]));

test("the default policy judges all inputs alike by what it reads of them and as a whole", {
  timeout: 60_000,
}, async () => {
  const all = await policyReading(bundle);
  const some = await policyReading(bundle, reads);
  const inputs = await realInputs(all.data["catalog"]);
  const seen = new Map<string, number>();
  const compare = (document: JsonObject) => {
    const verdict = evaluate(all, JSON.stringify(document));
    seen.set(verdict.effect, (seen.get(verdict.effect) ?? 0) + 1);
    expect(evaluate(some, JSON.stringify(project(document, reads.input)))).toEqual(verdict);
    expect(evaluate(some, inputText(document, reads.input).judged, "own")).toEqual(verdict);
  };
  expect(readsProblem(some, inputs)).toBeUndefined();
  for (const input of inputs) compare(input);
  fc.assert(fc.property(changedDocuments(inputs), compare), { numRuns: 2000, seed: 11 });
  expect([...seen.keys()].sort()).toEqual(["allow", "block", "warn"]);
});

test("the default policy reads neither the arguments nor the catalogue", () => {
  expect(pointersOf(reads.input)).not.toContain("/arguments");
  expect(pointersOf(reads.input)).not.toContain("");
  expect(pointersOf(reads.data)).toEqual(["/agents", "/policy", "/settings"]);
});

test("calls of an agent or a task are not counted for the default policy, as each count is a conditional write", () => {
  expect(wantsOf(reads.input)).toEqual({ agentUsage: false, taskUsage: false, taskLabels: true });
});

test("the bundle that is built notes what the default policy reads, and not everything", () => {
  const manifest = JSON.parse(String(bundle.get(BUNDLE_MANIFEST))) as JsonObject;
  const digest = `sha256:${hash("sha256", bundle.get(POLICY_WASM) ?? "")}`;
  const noted = notedReads(manifest, digest);
  expect(pointersOf(noted.input)).toEqual(pointersOf(reads.input));
  expect(pointersOf(noted.data)).toEqual(pointersOf(reads.data));
  expect(noted.input).not.toBe("everything");
});

test("a note that leaves out what the policy reads is noticed when it is tried", async () => {
  const wrong = await policyReading(bundle, { input: new Map([["agent", "everything"]]), data: "everything" });
  const inputs = await realInputs(wrong.data["catalog"]);
  expect(readsProblem(wrong, inputs)).toMatch(/^input 1 is judged differently/);
});
