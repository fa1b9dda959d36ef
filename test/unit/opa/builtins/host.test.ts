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

/** What OPA has a result for and this runtime has not: undefined, it would let a policy that only denies allow. */
describe("what a builtin cannot give for a limit of ours ends the evaluation", () => {
  const nodes = Array.from({ length: 14 }, (_, at) => `${at}`);
  test.each([
    ["an argument that is no text", "crypto.sha256(base64.decode(input.a))", "YQ==", "/w==", "not UTF-8"],
    ["bytes in hexadecimal", "hex.decode(input.a)", "61", "61ff", "not UTF-8"],
    ["bytes in a query", "urlquery.decode(input.a)", "%61", "a%ff", "not UTF-8"],
    ["bytes in the fields of a query", "urlquery.decode_object(input.a)", "a=b", "a=%ff", "not UTF-8"],
    ["bytes in a URI", "uri.parse(input.a)", "http://a/b", "http://a/%ff", "not UTF-8"],
    [
      "a long result",
      'sprintf("%*d%*d%*d%*d%*d", array.concat(input.a, input.a))',
      [1],
      Array(5).fill(1e6),
      "too long",
    ],
    ["a long range", "numbers.range_step(0, input.a, 1)", 9, 99_999_999_999, "range is too long"],
    ["a large network", "net.cidr_expand(input.a)", "10.0.0.0/30", "10.0.0.0/8", "network is too large"],
    ["a large exponent", "units.parse(input.a)", "1e3", "1e20000", "exponent is too large"],
    ["a large set", 'regex.globs_match(input.a, "a")', "[a-z]", "[\u0001-\u{20000}]", "too many characters"],
    ["many values of aliases", "yaml.unmarshal(input.a)", "a: 1", bomb(6), "too many values"],
    ["whether many values of aliases are YAML", "yaml.is_valid(input.a)", "a: 1", bomb(6), "too many values"],
    [
      "many paths",
      'graph.reachable_paths(input.a, ["0"])',
      { "0": [] },
      Object.fromEntries(nodes.map((node) => [node, nodes])),
      "",
    ],
  ])("%s", { timeout: 30_000 }, async (_, call, good, bad, why) => {
    const source = rego('default decision := "allow"\n\ndecision := "block" if found', `found if ${call} != null`);
    const policy = await loadBundle(compile(source));
    for (let round = 0; round < 2; round++) {
      expect(policy.evaluate(JSON.stringify({ a: good }))).toEqual({ ok: true, document: "block" });
      const ended = policy.evaluate(JSON.stringify({ a: bad }));
      expect(ended).toMatchObject({ ok: false, message: expect.stringContaining(why) });
    }
  });
});

/** A sequence of ten times the one before, and so on. */
function bomb(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, at) => `b${at + 1}: &b${at + 1} [${Array(10).fill(`*b${at}`).join(", ")}]`,
  );
  return ["b0: &b0 [x]", ...lines].join("\n");
}

describe("work in builtins is paid for", () => {
  test.each([
    ["many calls", 'count([x | some i in numbers.range(1, 300000); x := sprintf("%d", [i])])', {}],
    [
      "an expression that looks at all the rest for each match",
      'count(regex.find_n("a(.*b)?", input.t, -1))',
      { t: "a".repeat(60_000) },
    ],
    [
      "a patch of a long list for each element",
      "count(json.patch(input.d, input.p))",
      { d: Array(40_000).fill(1), p: Array(2_000).fill({ op: "add", path: "/0", value: 1 }) },
    ],
    [
      "copies of copies",
      "count(json.patch(input.d, input.p))",
      { d: { a: [1] }, p: Array(40).fill({ op: "copy", from: "/a", path: "/a/0" }) },
    ],
    [
      "a long path through a graph",
      'count(graph.reachable_paths(input.g, ["0"]))',
      { g: Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`${at}`, [`${at + 1}`]])) },
    ],
    ["much YAML", "count(yaml.unmarshal(input.t))", { t: "- a\n".repeat(90_000) }],
    ["ranges of sets of characters", 'regex.globs_match(input.t, "a")', { t: `[${"\u0001-\uf000".repeat(50)}]` }],
    ["line ends in many quoted texts of YAML", "yaml.unmarshal(input.t)", { t: `[${"'\u2028',".repeat(9_000)}]` }],
  ])("%s", { timeout: 60_000 }, async (_, call, input) => {
    const policy = await loadBundle(compile(rego(`decision := ${call}`)));
    expect(policy.evaluate(JSON.stringify(input))).toMatchObject({ ok: false, code: "policy_timeout" });
    expect(policy.evaluate("{}")).toMatchObject({ ok: false });
  });

  /** Each of these took minutes once. */
  test.each([
    ["fields of a query of one name", "count(urlquery.decode_object(input.t).a)", "a&".repeat(100_000), 100_000],
    ["sets of many ranges", 'regex.globs_match(input.t, "a")', `[${"a-b".repeat(30_000)}]`, true],
    ["aliases", "count(yaml.unmarshal(input.t))", `- &a x\n${"- *a\n".repeat(30_000)}`, 30_001],
    ["spaces in YAML", "yaml.unmarshal(input.t).a", `${" ".repeat(200_000)}a: 1`, 1],
  ])("and costs no more than it has to: %s", { timeout: 30_000 }, async (_, call, t, expected) => {
    const policy = await loadBundle(compile(rego(`decision := ${call}`)));
    expect(policy.evaluate(JSON.stringify({ t }))).toEqual({ ok: true, document: expected });
  });
});

test.each([
  ['"\\ud800\\ud800"', false],
  ['"\\uDFFF\\u0001"', false],
  ['"\\\\\\ud800\\u0001"', false],
  ['"\\ud83d\\ude00\\\\ud800"', true],
])("half a pair of surrogates, of which OPA would make another character, is no input: %s", async (text, ok) => {
  const policy = await loadBundle(compile(rego("decision := input")));
  for (const made of ["own", "outside"] as const) {
    const expected = ok ? { ok, document: JSON.parse(text) } : { ok, code: "policy_input_invalid" };
    expect(policy.evaluate(text, made)).toMatchObject(expected);
  }
});
