import { expect, test } from "vitest";
import { OpaModule } from "../../../../src/adapters/opa/module.ts";
import { compile, rego } from "../fixture.ts";

const ENTRYPOINT = "writ/main/decision";
const INPUT = JSON.stringify({ x: "?", y: 1 });

const FAILING = [
  ['time.parse_ns("2006", input.x)', "time.parse_ns: "],
  ['json.patch({}, [{"op": "remove", "path": input.x}])', "json.patch: "],
  ["units.parse(input.x)", "units.parse: "],
  ["io.jwt.decode(input.x)", "io.jwt.decode: encoded JWT must have 3 sections"],
  ["yaml.unmarshal(input.y)", "yaml.unmarshal: operand 1 must be a string but is number"],
] as const;

test.each(FAILING)("%s fails: undefined, or in strict mode an error", async (call, reason) => {
  const wasm = moduleOf(`default decision := "undefined"\n\ndecision := ${call}`);
  const lenient = await OpaModule.open(wasm, {});
  expect(lenient.evaluate(ENTRYPOINT, INPUT)).toEqual({ ok: true, value: "undefined" });
  const strict = await OpaModule.open(wasm, {}, { strictBuiltinErrors: true });
  expect(strict.evaluate(ENTRYPOINT, INPUT)).toMatchObject({ ok: false, message: expect.stringContaining(reason) });
});

test("in strict mode, what has a result has it, and what has none by design has none", async () => {
  const wasm = moduleOf('decision := [sprintf("%d", [1]), uuid.parse("x") == {}, 2]\n\ndefault decision := "none"');
  const strict = await OpaModule.open(wasm, {}, { strictBuiltinErrors: true });
  expect(strict.evaluate(ENTRYPOINT, "{}")).toEqual({ ok: true, value: "none" });
});

function moduleOf(source: string): Uint8Array {
  return compile(rego(source)).get("policy.wasm") as Uint8Array;
}
