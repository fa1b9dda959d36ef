import { describe, expect, test } from "vitest";
import { builtinProblem } from "../../../../src/adapters/opa/builtins/index.ts";
import { loadBundle } from "../../../../src/adapters/opa/bundle.ts";
import { OpaModule } from "../../../../src/adapters/opa/module.ts";
import { compile, evalByOpa, rego } from "../fixture.ts";

const IMPURE = [
  ["time.now_ns()", "time.now_ns (use input.now"],
  ['http.send({"method": "get", "url": "http://localhost"})', "http.send (put what it would fetch"],
  ['net.lookup_ip_addr("localhost")', "net.lookup_ip_addr (judge by host name"],
  ['rand.intn("x", 10)', "rand.intn (derive a number"],
  ['uuid.rfc4122("x")', "uuid.rfc4122 (derive an id"],
  ["opa.runtime()", "opa.runtime (put what"],
  ['crypto.x509.parse_and_verify_certificates("x")', "with_options with CurrentTime"],
] as const;

test.each(IMPURE)("a policy that needs %s is refused, with the way around it", async (call, words) => {
  await expect(loadBundle(compile(rego(`decision := ${call}`)))).rejects.toThrow(words);
});

test("what is missing is named, and only that", async () => {
  const source = rego(
    'decision := [sprintf("%d", [1]), graphql.schema_is_valid(input.x), crypto.x509.parse_certificates("x")]',
  );
  await expect(loadBundle(compile(source))).rejects.toThrow(
    "bundle default refused: the policy needs builtins that only OPA's own code has: " +
      "crypto.x509.parse_certificates, graphql.schema_is_valid; install @writ/opa and set policy.fallback_builtins",
  );
  expect(builtinProblem(["sprintf", "no.such", "rand.intn"])).toMatch(
    /not there: no\.such, rand\.intn \(derive [^;]+$/,
  );
  expect(builtinProblem(["sprintf", "json.patch"])).toBeUndefined();
});

test("a test may put mocks in place of builtins that policies may not use", async () => {
  const source = rego(
    "decision := now if now := time.now_ns() with time.now_ns as 7",
    "decision := time.now_ns() if input.unmocked",
  );
  await expect(loadBundle(compile(source))).rejects.toThrow("time.now_ns (use input.now");
  const module = await OpaModule.open(compile(source).get("policy.wasm") as Uint8Array, {});
  expect(module.evaluate("writ/main/decision", "{}")).toEqual({ ok: true, value: 7 });
  expect(module.evaluate("writ/main/decision", '{"unmocked": true}')).toMatchObject({
    ok: false,
    fault: { kind: "missing", name: "time.now_ns" },
  });
});

test.each([null, false, 0, "", [], {}])("the input %j is one like any other", async (input) => {
  const source = rego(
    'decision := [input, sprintf("%v", [input]), json.patch({"a": input}, []), object.subset([input], [input])]',
  );
  const policy = await loadBundle(compile(source));
  expect(policy.evaluate(JSON.stringify(input))).toEqual({ ok: true, document: evalByOpa(source, input) });
});

/** Values of every kind go to a builtin and come back. */
const VALUES = rego(
  `decision := {
	"patched": json.patch({"sets": {1, {2, "x"}}, "keys": {[1]: 2, null: 3}}, [{"op": "add", "path": "/n", "value": x}]),
	"text": sprintf("%v|%v|%v", [{3, 1, 2}, {"k": {1}}, x]),
	"same": [sprintf("%v", [y]) | some y in [x, x, x]],
}`,
  'x := [1.50, 12345678901234567890123, -0.1, "\\u0001\\"\\\\ü😀", null, true, set(), {}, []]',
);

test("values cross the boundary unchanged", async () => {
  const policy = await loadBundle(compile(VALUES));
  expect(policy.evaluate("{}")).toEqual({ ok: true, document: evalByOpa(VALUES, {}) });
});

describe("a builtin that fails makes its expression undefined", () => {
  const source = rego('default decision := "undefined"\n\ndecision := json.patch(input.a, input.b)');
  test.each([
    ["a wrong type", { a: {}, b: 1 }],
    ["no such path", { a: {}, b: [{ op: "remove", path: "/x" }] }],
  ])("%s", async (_, input) => {
    const policy = await loadBundle(compile(source));
    expect(policy.evaluate(JSON.stringify(input))).toEqual({ ok: true, document: "undefined" });
    expect(policy.evaluate('{"a": {}, "b": []}')).toEqual({ ok: true, document: {} });
    expect(evalByOpa(source, input)).toBe("undefined");
  });
});

test("bytes that are no text are no argument", async () => {
  const source = rego('default decision := "undefined"\n\ndecision := crypto.sha256(base64.decode(input.x))');
  const policy = await loadBundle(compile(source));
  expect(policy.evaluate('{"x": "YQ=="}')).toEqual({ ok: true, document: evalByOpa(source, { x: "YQ==" }) });
  expect(policy.evaluate('{"x": "/w=="}')).toEqual({ ok: true, document: "undefined" });
});

test("results that are too long are undefined", async () => {
  const source = rego('default decision := "undefined"\n\ndecision := count(sprintf("%*d", [input.n, 1]))');
  const policy = await loadBundle(compile(source));
  expect(policy.evaluate('{"n": 900000}')).toEqual({ ok: true, document: 900_000 });
  const many = rego('default decision := "undefined"\n\ndecision := count(numbers.range_step(0, input.n, 1))');
  const ranges = await loadBundle(compile(many));
  expect(ranges.evaluate('{"n": 9999}')).toEqual({ ok: true, document: 10_000 });
  expect(ranges.evaluate('{"n": 99999999999}')).toEqual({ ok: true, document: "undefined" });
});

test("a graph with more paths than a decision is made from has none", async () => {
  const nodes = Array.from({ length: 14 }, (_, at) => `${at}`);
  const input = { g: Object.fromEntries(nodes.map((node) => [node, nodes])) };
  const policy = await loadBundle(compile(rego('decision := count(graph.reachable_paths(input.g, ["0"]))')));
  expect(policy.evaluate(JSON.stringify(input))).toMatchObject({ ok: false, code: "policy_undefined" });
});

describe("work in builtins is paid for", () => {
  test.each([
    ["many calls", 'count([x | some i in numbers.range(1, 300000); x := sprintf("%d", [i])])', {}],
    [
      "an expression that looks at all the rest for each match",
      'count(regex.find_n("a(.*b)?", input.t, -1))',
      { t: "a".repeat(60_000) },
    ],
  ])("%s", { timeout: 60_000 }, async (_, call, input) => {
    const policy = await loadBundle(compile(rego(`decision := ${call}`)));
    expect(policy.evaluate(JSON.stringify(input))).toMatchObject({ ok: false, code: "policy_timeout" });
    expect(policy.evaluate("{}")).toMatchObject({ ok: false });
  });
});
