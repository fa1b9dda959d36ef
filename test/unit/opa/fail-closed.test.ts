import { describe, expect, test } from "vitest";
import { loadBundle } from "../../../src/adapters/opa/bundle.ts";
import { WebAssembly } from "../../../src/adapters/opa/wasm/api.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { compile, rego } from "./fixture.ts";

const ALLOW = '{"effect": "allow", "reasons": []}';
/** Goes wrong when the input says so, and allows else: what went wrong must not spoil the next call. */
const whenBad = (value: string) => rego(`decision := ${ALLOW} if not input.bad\n\ndecision := ${value} if input.bad`);

const BIG = "numbers.range(1, 3000)";

/** Each way in which an evaluation can go wrong. */
const WAYS: readonly {
  readonly name: string;
  readonly source: string;
  readonly input?: string;
  readonly code: string;
  readonly memoryMb?: number;
}[] = [
  { name: "malformed input", source: whenBad(ALLOW), input: '{"bad": tru', code: "policy_input_invalid" },
  {
    name: "input with something behind it",
    source: whenBad(ALLOW),
    input: '{"bad":false} {"bad":false}',
    code: "policy_input_invalid",
  },
  { name: "empty input", source: whenBad(ALLOW), input: "", code: "policy_input_invalid" },
  { name: "undefined", source: rego(`decision := ${ALLOW} if not input.bad`), code: "policy_undefined" },
  { name: "a decision of another type", source: whenBad('"allow"'), code: "policy_result_invalid" },
  {
    name: "an effect that is none",
    source: whenBad('{"effect": "maybe", "reasons": []}'),
    code: "policy_result_invalid",
  },
  { name: "no effect", source: whenBad('{"reasons": []}'), code: "policy_result_invalid" },
  {
    name: "a field that nobody knows",
    source: whenBad('{"effect": "allow", "reasons": [], "extra": 1}'),
    code: "policy_result_invalid",
  },
  {
    name: "a grant beside a block",
    source: whenBad(
      '{"effect": "block", "reasons": [], "grant": {"audience": "a", "scopes": [], "ttl_s": 60, "single_use": true}}',
    ),
    code: "policy_result_invalid",
  },
  { name: "true", source: whenBad("true"), code: "policy_result_invalid" },
  {
    name: "two values for one rule",
    source: rego(
      `decision := {"effect": "allow", "reasons": two} if input.bad\n\ndecision := ${ALLOW} if not input.bad`,
      "two := [] if input.bad\n\ntwo := [1] if input.bad",
    ),
    code: "policy_failed",
  },
  {
    name: "work without end",
    source: whenBad(
      `{"effect": "allow", "reasons": [x | some a in ${BIG}; some b in ${BIG}; some c in ${BIG}; x := (a + b) + c; x < 0]}`,
    ),
    code: "policy_timeout",
  },
  {
    name: "memory without end",
    source: whenBad('{"effect": "allow", "reasons": [concat("", [input.pad | some x in numbers.range(1, 200)])]}'),
    input: JSON.stringify({ bad: true, pad: "x".repeat(100_000) }),
    code: "policy_memory_exhausted",
    memoryMb: 8,
  },
];

describe("whatever goes wrong in an evaluation is a block with its own code, and the next call is judged", () => {
  test.each(WAYS)(
    "$name: $code",
    { timeout: 30_000 },
    async ({ source, input = '{"bad":true}', code, memoryMb = 256 }) => {
      const policy = await loadBundle(compile(source), { memoryMb });
      for (let round = 0; round < 3; round++) {
        const verdict = evaluate(policy, input);
        expect(verdict.effect).toBe("block");
        expect(verdict.reasons.map((reason) => reason.code)).toEqual([code]);
        expect(evaluate(policy, '{"bad":false}').effect).toBe("allow");
      }
    },
  );

  test("the same work ends at the same place each time", { timeout: 30_000 }, async () => {
    const work = (rounds: number) =>
      rego(
        `decision := {"effect": "allow", "reasons": []} if count([1 | some a in numbers.range(1, ${rounds}); some b in numbers.range(1, 1000); a == b]) >= 0`,
      );
    for (const [rounds, effect] of [
      [100, "allow"],
      [100_000, "block"],
    ] as const) {
      const policy = await loadBundle(compile(work(rounds)));
      expect(Array.from({ length: 3 }, () => evaluate(policy, "{}").effect)).toEqual([effect, effect, effect]);
    }
  });
});

/** So many that the module's stack would be at its end, if the next evaluation did not find it as the first one did. */
const MANY = 5_000;

test("a policy that gives up, again and again: the instance stays, and what it says of other calls", {
  timeout: 60_000,
}, async () => {
  const source = WAYS.find(({ name }) => name === "two values for one rule")?.source ?? "";
  const policy = await loadBundle(compile(source));
  const { made, restore } = countingInstances();
  try {
    const answers = new Set<string>();
    for (let round = 0; round < MANY; round++) {
      answers.add(JSON.stringify([policy.evaluate('{"bad":true}'), policy.evaluate('{"bad":false}')]));
    }
    expect([...answers].map((text) => JSON.parse(text))).toEqual([
      [expect.objectContaining({ ok: false, code: "policy_failed" }), { ok: true, document: JSON.parse(ALLOW) }],
    ]);
    expect(made()).toBe(0);
  } finally {
    restore();
  }
});

function countingInstances() {
  let count = 0;
  const { Instance } = WebAssembly;
  const construct = (target: typeof Instance, args: ConstructorParameters<typeof Instance>) => {
    count++;
    return new target(...args);
  };
  Object.assign(WebAssembly, { Instance: new Proxy(Instance, { construct }) });
  return { made: () => count, restore: () => Object.assign(WebAssembly, { Instance }) };
}

describe("a bundle that cannot be judged by is refused when it is loaded", () => {
  test.each([
    ["http.send", 'http.send({"method": "get", "url": "http://127.0.0.1"}).status_code == 200'],
    ["graphql.schema_is_valid", "graphql.schema_is_valid(input.schema)"],
    ["time.now_ns", "time.now_ns() > 0"],
  ])("it needs %s, which is missing", async (builtin, condition) => {
    const bundle = compile(rego(`decision := ${ALLOW} if ${condition}`));
    await expect(loadBundle(bundle)).rejects.toThrow(builtin);
  });

  test("its data does not fit", async () => {
    const data = { list: Array.from({ length: 100_000 }, (_, i) => `value-${i}`) };
    const bundle = compile(rego(`decision := ${ALLOW} if "value-1" in data.list`), data);
    await expect(loadBundle(bundle, { memoryMb: 16 })).rejects.toThrow("16 MiB");
  });
});
