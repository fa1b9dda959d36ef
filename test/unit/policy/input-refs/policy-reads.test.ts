import { describe, expect, test } from "vitest";
import { pointersOf } from "../../../../src/domain/reads.ts";
import type { Plan } from "../../../../src/policy/input-refs/plan.ts";
import { policyReads } from "../../../../src/policy/input-refs/policy-reads.ts";
import { rego } from "../../opa/fixture.ts";
import { planOfSource } from "../../opa/noted.ts";
import { READS } from "../../opa/ways-to-read.ts";

describe("what a policy can read of its input", () => {
  test.each(READS)("%s", (_, source, input) => {
    expect(pointersOf(policyReads(planOfSource(source)).input)).toEqual(input);
  });
});

describe("what a policy can read of its data", () => {
  test.each([
    ["none", rego("decision := input.a"), []],
    ["settings", rego("decision := data.settings.x"), ["/settings/x"]],
    ["by a name from input", rego("decision := data.agents[input.a].b"), ["/agents"]],
    ["beside rules of the same place", rego("decision := data.writ.main.other", "other := 1"), []],
    ["any package's rule", rego("decision := {x | some x in data.policy[_].block}"), ["/policy"]],
    ["some of a part", rego("decision := data.x[y] if some y in input.y", ""), ["/x"]],
  ] as const)("%s", (_, source, data) => {
    expect(pointersOf(policyReads(planOfSource(source)).data)).toEqual(data);
  });
});

describe("a plan that is not understood says everything", () => {
  const plan = (type: string, stmt: object): Plan =>
    ({ static: {}, plans: { plans: [{ name: "p", blocks: [{ stmts: [{ type, stmt }] }] }] } }) as unknown as Plan;
  test.each<readonly [string, Plan]>([
    ["an unknown statement", plan("TeleportStmt", { source: 0, target: 2 })],
    ["no target", plan("DotStmt", { source: 0, key: { type: "string_index", value: 0 } })],
    ["no list", { plans: { plans: 7 } } as unknown as Plan],
  ])("%s", (_, broken) => {
    expect(policyReads(broken)).toEqual({ input: "everything", data: "everything" });
  });
});
