import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openReactor } from "../../../../src/adapters/opa/fallback/fallback.ts";
import type { Outcome, Reactor } from "../../../../src/adapters/opa/fallback/reactor.ts";
import { BUILD_TIMEOUT_MS, builtModule, hasGo, startReactor } from "./built.ts";

const FUEL = 7_000_000;
const VALUES =
  '[[1.50, 12345678901234567890123, -0, "\\u0000\\"\\\\ü😀", null, true, set(), {}, [], {1, {2}}, {[1]: {"a": 2}}]]';

describe.skipIf(!hasGo)("OPA's own builtins in WebAssembly", () => {
  let reactor: Reactor;
  beforeAll(async () => {
    reactor = await startReactor();
  }, BUILD_TIMEOUT_MS);

  const call = (name: string, args: string, fuel = FUEL): Outcome => reactor.call({ name, args, nowNs: 0n, fuel });

  const OUTCOMES: readonly (readonly [name: string, args: string, outcome: object])[] = [
    [
      "sprintf",
      '["%v %d", [{3, 1}, 12345678901234567890123]]',
      { kind: "value", text: '"{1, 3} 12345678901234567890123"' },
    ],
    ["graphql.is_valid", '["{a}", "type Query {a: Int}"]', { kind: "value", text: "true" }],
    [
      "json.match_schema",
      '[{"a": {"x"}}, {"required": ["b"]}]',
      { kind: "value", text: expect.stringMatching(/^\[false,/) },
    ],
    ["object.subset", '[[1], {"a": 1}]', { kind: "error", message: expect.stringContaining("object.subset") }],
    [
      "array.concat",
      VALUES.replace(/\]$/, ", []]"),
      { kind: "value", text: expect.stringContaining("12345678901234567890123") },
    ],
    ["units.parse", '["?"]', { kind: "error", message: expect.stringContaining("units.parse") }],
    ["graphql.parse", '["{a}"]', { kind: "failed", message: "it panicked" }],
    ["no.such", "[]", { kind: "failed", message: "it panicked" }],
    ["sprintf", "[", { kind: "failed", message: "it panicked" }],
    ["strings.render_template", '["{{range 1000000000000}}{{end}}", {}]', { kind: "out of fuel" }],
    [
      "strings.render_template",
      `["{{$x := \\"${"a".repeat(50)}\\"}}{{range 100}}{{$x = print $x $x}}{{end}}", {}]`,
      { kind: "failed", message: "out of memory" },
    ],
    [
      "graphql.parse_query",
      JSON.stringify([`{a(b:${"[".repeat(100_000)}`]),
      { kind: "failed", message: "Maximum call stack size exceeded" },
    ],
    [
      "json.match_schema",
      '[{}, {"$ref": "http://localhost/x"}]',
      { kind: "error", message: expect.stringContaining("disabled") },
    ],
    [
      "json.match_schema",
      '[{}, {"$ref": "file:///etc/hosts"}]',
      { kind: "error", message: expect.stringContaining("wasip1") },
    ],
    ["hex.decode", '["ff"]', { kind: "error", message: "the result has bytes that are no text" }],
  ];

  test.each(OUTCOMES)("%s(%s)", (name, args, outcome) => {
    expect(call(name, args)).toEqual(outcome);
    // Whatever has happened, the next call finds a module that works.
    expect(call("sprintf", '["%d", [7]]')).toEqual({ kind: "value", text: '"7"' });
  });

  test("values keep their digits, their kinds and their characters", () => {
    expect(call("array.reverse", VALUES)).toEqual({
      kind: "value",
      text: '[{[1]:{"a":2}},{1,{2}},[],{},set(),true,null,"\\u0000\\"\\\\ü😀",-0,12345678901234567890123,1.50]',
    });
  });

  test("fuel that is spent is told, and what starts anew takes the same again", () => {
    const parse = () => {
      call("strings.render_template", '["{{range 1000000000000}}{{end}}", {}]', 1_000);
      expect(reactor.fuelUsed).toBe(1_000);
      call("graphql.parse_query", '["{a b c}"]');
      return reactor.fuelUsed;
    };
    const used = parse();
    expect(used).toBeGreaterThan(1_000);
    expect([parse(), parse()]).toEqual([used, used]);
  });

  test("the time is the one that the call says", () => {
    const now = () => reactor.call({ name: "time.now_ns", args: "[]", nowNs: 12_345n, fuel: FUEL });
    expect(now()).toEqual({ kind: "value", text: "12345" });
  });
});

test("the module may be compressed", { timeout: BUILD_TIMEOUT_MS, skip: !hasGo }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "writ-reactor-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
  writeFileSync(join(dir, "x.wasm.br"), brotliCompressSync(readFileSync(await builtModule()), { params }));
  const compressed = await openReactor(join(dir, "x.wasm.br"));
  const args = '["%d", [7]]';
  expect(compressed.call({ name: "sprintf", args, nowNs: 0n, fuel: FUEL })).toEqual({ kind: "value", text: '"7"' });
});

test.each([
  ["no WebAssembly", Buffer.from("x"), /^OPA's builtins cannot be loaded from .*x\.wasm: .+/],
  ["another module", Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0), /x\.wasm: it is not the module of OPA's builtins/],
])("a file that is %s is refused by name", async (_, bytes, message) => {
  const dir = mkdtempSync(join(tmpdir(), "writ-reactor-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, "x.wasm"), bytes);
  await expect(openReactor(join(dir, "x.wasm"))).rejects.toThrow(message);
});
