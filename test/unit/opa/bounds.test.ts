import { describe, expect, test } from "vitest";
import type { OpaPolicy } from "../../../src/adapters/opa/policy.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { compile, rego } from "./fixture.ts";
import { policyReading } from "./noted.ts";

const ALLOW = '{"effect": "allow", "reasons": []}';

/** Ways to go through a value to its bottom, inside the module and in the host. */
const DEEP: Readonly<Record<string, string>> = {
  "answers with it": "input.a",
  "compares it": "input.a == input.b",
  "hashes it": "count({input.a, input.b})",
  "walks it": "count([1 | walk(input.a, _)])",
  "writes it": "count(json.marshal(input.a))",
  "formats it": 'count(sprintf("%v", [input.a]))',
  "writes it as YAML": "count(yaml.marshal(input.a))",
  "merges it": 'object.union({"x": input.a}, {"x": input.b})',
  "changes it": 'json.patch({"x": input.a}, [{"op": "add", "path": "/y", "value": 1}])',
  "reads it out of text": "json.unmarshal(input.text)",
  "filters it": 'json.filter({"x": input.a}, ["x/x"])',
};

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const CODES = [
  "policy_input_invalid",
  "policy_failed",
  "policy_timeout",
  "policy_memory_exhausted",
  "policy_result_invalid",
];

async function policyOf(source: string, data: unknown = {}): Promise<OpaPolicy> {
  return policyReading(compile(source, data));
}

describe("values that are nested deeply are judged or are an error, and no crash", () => {
  test.each(Object.entries(DEEP))("a policy that %s", { timeout: 60_000 }, async (_, expression) => {
    const policy = await policyOf(
      rego(`decision := {"value": ${expression}} if input.deep\n\ndecision := ${ALLOW} if not input.deep`),
    );
    for (const levels of [10, 1_000, 10_000, 100_000]) {
      const text = JSON.stringify(nested(levels));
      const input = `{"deep":true,"a":${nested(levels)},"b":${nested(levels)},"text":${text}}`;
      const found = policy.evaluate(input);
      if (!found.ok) expect([...CODES, "policy_undefined"]).toContain(found.code);
      if (levels === 10) expect(found.ok).toBe(true);
      expect(evaluate(policy, input).effect).toBe("block");
      expect(evaluate(policy, '{"deep":false}').effect).toBe("allow");
    }
  });

  test("in data: refused when the policy is loaded", async () => {
    const bundle = new Map(compile(rego(`decision := ${ALLOW}`)));
    bundle.set("data.json", Buffer.from(`{"x":${nested(100_000)}}`));
    await expect(policyReading(bundle)).rejects.toThrow();
    bundle.set("data.json", Buffer.from(`{"x":${nested(1_000)}}`));
    expect(evaluate(await policyReading(bundle), "{}").effect).toBe("allow");
  });

  test("in what a decision demands: it does not fit", async () => {
    const obligation = '{"type": "notify", "fulfillment": "advisory", "x": input.x}';
    const policy = await policyOf(
      rego(`decision := {"effect": "allow", "reasons": [], "obligations": [${obligation}]}`),
    );
    const judged = (levels: number) => evaluate(policy, `{"x":${nested(levels)}}`);
    expect(judged(10).effect).toBe("allow");
    for (const levels of [33, 100]) {
      expect(judged(levels)).toMatchObject({ effect: "block", reasons: [{ code: "policy_result_invalid" }] });
    }
  });
});

describe("what an evaluation may take is bounded", () => {
  test("its result", async () => {
    const policy = await policyOf(
      rego(
        `decision := {"effect": "allow", "reasons": [], "x": [input.pad | some _ in numbers.range(1, input.times)]}`,
      ),
    );
    const pad = "x".repeat(1000);
    const judged = (times: number) => policy.evaluate(JSON.stringify({ pad, times }));
    expect(judged(1_000)).toMatchObject({ ok: true });
    expect(judged(1_100)).toMatchObject({ ok: false, code: "policy_result_invalid" });
    expect(judged(10)).toMatchObject({ ok: true });
  });

  test("its input", async () => {
    const policy = await policyOf(rego("decision := count(input.pad)"));
    const padded = (chars: number) => policy.evaluate(JSON.stringify({ pad: "x".repeat(chars) }));
    expect(padded(4_000_000)).toEqual({ ok: true, document: 4_000_000 });
    expect(padded(4_200_000)).toMatchObject({ ok: false, code: "policy_input_invalid" });
  });
});

describe("of a document that is closed too early nothing is judged", () => {
  test.each([
    '{"bad":false},"bad":true}',
    '{"bad":false}}',
    '{"bad":false},{"bad":true}',
    '{"bad":false}]',
    '{"bad":false}],"bad":[true}',
    '{"bad":false}{"bad":true}',
    ' {"bad":false} x}',
  ])("%s", async (input) => {
    const policy = await policyOf(rego(`decision := ${ALLOW} if not input.bad`));
    expect(evaluate(policy, '{"bad":false}').effect).toBe("allow");
    expect(evaluate(policy, input)).toMatchObject({ effect: "block", reasons: [{ code: "policy_input_invalid" }] });
  });
});
