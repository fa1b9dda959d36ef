import { beforeAll, describe, expect, test } from "vitest";
import { BUILTINS, builtinsFor } from "../../../../src/adapters/opa/builtins/index.ts";
import { compilePolicy } from "../../../../src/adapters/opa/compile.ts";
import { Fallback } from "../../../../src/adapters/opa/fallback/fallback.ts";
import { FALLBACK_BUILTINS } from "../../../../src/adapters/opa/fallback/names.ts";
import { OpaModule } from "../../../../src/adapters/opa/module.ts";
import { OpaPolicy } from "../../../../src/adapters/opa/policy.ts";
import { compile, evalByOpa, rego } from "../fixture.ts";
import { BUILD_TIMEOUT_MS, builtModule, hasGo } from "./built.ts";

const REF = { bundle: "test", revision: "1", digest: "sha256:0", activated_at: "2026-01-01T00:00:00.000Z" };
const MEMORY_MB = 64;
const CERTIFICATES = "crypto.x509.parse_and_verify_certificates_with_options";

test("the fallback is asked only by a policy that needs it", async () => {
  const missing = new Fallback("no/such/file.wasm");
  expect(await builtinsFor(["sprintf"], missing)).toBe(BUILTINS);
  await expect(builtinsFor(["graphql.parse"], missing)).rejects.toThrow("no/such/file.wasm");
  await expect(builtinsFor(["graphql.parse"])).rejects.toThrow("set policy.fallback_builtins");
  await expect(builtinsFor(["rand.intn"], missing)).rejects.toThrow("rand.intn (derive");
});

describe.skipIf(!hasGo)("policies that need OPA's own builtins", () => {
  let fallback: Fallback;
  beforeAll(async () => {
    fallback = new Fallback(await builtModule());
    await fallback.builtins();
  }, BUILD_TIMEOUT_MS);

  const load = async (source: string): Promise<OpaPolicy> => {
    const builtins = await builtinsFor(FALLBACK_BUILTINS, fallback);
    const compiled = await compilePolicy(wasmOf(source), { builtins, memoryMb: MEMORY_MB });
    return new OpaPolicy({ ref: REF, data: {}, dataText: Buffer.from("{}"), compiled, entrypoint: 0 });
  };

  const QUERIES = rego(`decision := {
	"parsed": [q | q := graphql.parse_query(input.query)],
	"valid": graphql.is_valid(input.query, input.schema),
	"schema": json.match_schema(input.document, {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}),
	"text": [t | t := strings.render_template(input.template, {"a": input.document})],
	"rego": [m | m := rego.parse_module("x.rego", input.template)],
	"certificates": [c | c := crypto.x509.parse_certificates(input.query)],
}`);

  const INPUTS = [
    {
      query: "{ a(b: 1) { c } }",
      schema: "type Query { a(b: Int): Query c: Int }",
      document: { a: 1 },
      template: "<{{.a}}>",
    },
    { query: "{ a", schema: "type Query { a: Int }", document: { b: [] }, template: "{{" },
    { query: "", schema: "", document: {}, template: "package x" },
  ];

  test.each(INPUTS)("%j gives what OPA gives", async (input) => {
    const policy = await load(QUERIES);
    expect(policy.evaluate(JSON.stringify(input))).toEqual({ ok: true, document: evalByOpa(QUERIES, input) });
  });

  test("what does not end is ended, and the policy judges on", async () => {
    const policy = await load(rego('decision := strings.render_template(input.t, {"n": 1})'));
    const endless = JSON.stringify({ t: "{{range 1000000000000}}{{end}}" });
    const greedy = JSON.stringify({ t: `{{$x := "${"a".repeat(50)}"}}{{range 100}}{{$x = print $x $x}}{{end}}` });
    for (let round = 0; round < 3; round++) {
      expect(policy.evaluate(endless)).toMatchObject({ ok: false, code: "policy_timeout" });
      expect(policy.evaluate(greedy)).toMatchObject({ ok: false, message: expect.stringContaining("out of memory") });
      expect(policy.evaluate('{"t": "{{.n}}"}')).toEqual({ ok: true, document: "1" });
    }
  });

  test("many calls are paid for like one that is long", async () => {
    const calls = rego(
      'decision := count([1 | some i in numbers.range(1, input.n); graphql.parse_query(sprintf("{a%d}", [i]))])',
    );
    const policy = await load(calls);
    expect(policy.evaluate('{"n": 20}')).toEqual({ ok: true, document: 20 });
    expect(policy.evaluate('{"n": 100000}')).toMatchObject({ ok: false, code: "policy_timeout" });
  });

  test("one that breaks down ends the evaluation: it is not undefined", async () => {
    const source = rego('decision := "allow" if not graphql.parse_query(input.q)\n\ndefault decision := "block"');
    const policy = await load(source);
    const nested = JSON.stringify({ q: `{a(b:${"[".repeat(100_000)}` });
    expect(policy.evaluate(nested)).toEqual({
      ok: false,
      code: "policy_failed",
      message: "the policy failed: OPA's own graphql.parse_query ended: Maximum call stack size exceeded",
    });
    expect(policy.evaluate('{"q": "{"}')).toEqual({ ok: true, document: "allow" });
  });

  test("a chain of certificates is judged at a time that the policy names", async () => {
    const source = rego(`default decision := "undefined"\n\ndecision := ${CERTIFICATES}(input.certs, input.options)`);
    const policy = await load(source);
    const input = (options: object) => JSON.stringify({ certs: "?", options });
    expect(policy.evaluate(input({}))).toEqual({ ok: true, document: "undefined" });
    expect(policy.evaluate(input({ CurrentTime: 1 }))).toEqual({ ok: true, document: [false, []] });
  });

  test("strict mode tells why one failed", async () => {
    const builtins = await builtinsFor(FALLBACK_BUILTINS, fallback);
    const wasm = wasmOf(rego("decision := graphql.parse_query(input)"));
    const module = await OpaModule.open(wasm, {}, { builtins, strictBuiltinErrors: true });
    expect(module.evaluate("writ/main/decision", '"{"')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^graphql\.parse_query: .*Expected Name/),
    });
  });
});

function wasmOf(source: string): Uint8Array {
  return compile(source).get("policy.wasm") as Uint8Array;
}
