import { describe, expect, test } from "vitest";
import { opaImports } from "../../../src/adapters/opa/abi.ts";
import { BUILTINS } from "../../../src/adapters/opa/builtins/index.ts";
import { compilePolicy } from "../../../src/adapters/opa/compile.ts";
import { WebAssembly } from "../../../src/adapters/opa/wasm/api.ts";
import { readModule } from "../../../src/adapters/opa/wasm/module.ts";
import { variablesOf } from "../../../src/adapters/opa/wasm/statics.ts";
import { compile, rego } from "./fixture.ts";

/** Makes use of all that keeps something between calls: regular expressions, globs, numbers, memoized rules, free lists. */
const SOURCE = rego(
  `decision := {
	"matches": [regex.match(concat("", ["^[", substring(x, 0, 1), "a-z]+$"]), x) | some x in input; x != ""],
	"globs": [glob.match("*.{a,b}", ["."], x) | some x in input],
	"numbers": [n | some x in input; n := (count(x) * 1234567890123456789) / 7],
	"unique": {upper(x) | some x in input; not startswith(x, "z")},
	"again": [data.writ.main.other[x] | some x in input],
}`,
  "other[x] := count(x) if some x in input",
);

test("no evaluation changes anything below the heap but the stack and the variables", () => {
  const layout = readModule(compile(SOURCE).get("policy.wasm") as Uint8Array);
  const variables = variablesOf(layout);
  if (variables === undefined) throw new Error("the module's layout is not known");
  const memory = new WebAssembly.Memory({ initial: layout.memoryPages + 100, maximum: 1000 });
  const imports = opaImports(
    memory,
    () => {
      throw new Error("aborted");
    },
    () => 0,
  );
  const opa = new WebAssembly.Instance(new (WebAssembly as unknown as Compiler).Module(layout.bytes), imports)
    .exports as Record<string, (...args: number[]) => number>;
  const call = (name: string, ...args: number[]) => (opa[name] as (...numbers: number[]) => number)(...args);
  const heap = call("opa_heap_ptr_get");
  const before = Buffer.from(memory.buffer.slice(0, heap));
  const bytes = Buffer.from(memory.buffer);
  for (const input of [["aa", "x.b"], ["zzz", "("], [], Array.from({ length: 300 }, (_, i) => `v.${i}`)]) {
    const address = call("opa_malloc", 10_000);
    const length = bytes.write(JSON.stringify(input), address);
    const context = call("opa_eval_ctx_new");
    call("opa_eval_ctx_set_input", context, call("opa_json_parse", address, length));
    call("opa_eval_ctx_set_data", context, call("opa_json_parse", bytes.write("{}", address) && address, 2));
    call("opa_eval_ctx_set_entrypoint", context, 0);
    expect(call("eval", context)).toBe(0);
    expect(call("opa_json_dump", call("opa_eval_ctx_get_result", context))).toBeGreaterThan(0);
  }
  const changed = [...before.keys()].filter((address) => before[address] !== bytes[address]);
  const stackTop = 65_536;
  expect(changed.filter((address) => address >= stackTop && !inside(address, variables))).toEqual([]);
  expect(changed.some((address) => inside(address, variables))).toBe(true);
  expect(variables.end - variables.start).toBeLessThan(16_384);
});

interface Compiler {
  readonly Module: new (bytes: Uint8Array) => Parameters<typeof WebAssembly.Module.imports>[0];
}

function inside(address: number, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return address >= start && address < end;
}

describe("a module with another layout", () => {
  const wasm = compile(rego("decision := 1")).get("policy.wasm") as Uint8Array;

  test.each<readonly [string, (bytes: Uint8Array, at: Places) => void]>([
    ["another stack", (bytes, { stack }) => bytes.set([0x80, 0x80, 0x05], stack)],
    ["variables before constants", (bytes, { segments }) => bytes.set([0x80, 0x80, 0x01], (segments[1] as number) + 2)],
    [
      "values where zeros are",
      (bytes, { segments }) => bytes.fill(1, (segments[2] as number) + 8, (segments[2] as number) + 9),
    ],
  ])("has variables everywhere: %s", async (_, change) => {
    const changed = Uint8Array.from(wasm);
    change(changed, placesIn(changed));
    expect(variablesOf(readModule(changed))).toBeUndefined();
    expect(variablesOf(readModule(wasm))).toBeDefined();
  });

  test("is compiled without the note of its variables", async () => {
    const changed = Uint8Array.from(wasm);
    changed.set([0x80, 0x80, 0x05], placesIn(changed).stack);
    expect(await compilePolicy(changed, { memoryMb: 8, builtins: BUILTINS })).not.toHaveProperty("variables");
    expect(await compilePolicy(Uint8Array.from(wasm), { memoryMb: 8, builtins: BUILTINS })).toHaveProperty("variables");
  });
});

interface Places {
  /** Of the stack pointer's first value. */
  readonly stack: number;
  /** Of the data segments. */
  readonly segments: readonly number[];
}

function placesIn(bytes: Uint8Array): Places {
  const { sections } = readModule(bytes);
  const contentOf = (id: number) => sections.find((section) => section.id === id)?.content as number;
  const segments: number[] = [];
  let position = contentOf(11) + 1;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[position++] as number;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  for (let index = 0; index < 5; index++) {
    segments.push(position);
    position += 2;
    leb();
    position += 1;
    const size = leb();
    position += size;
  }
  return { stack: contentOf(6) + 4, segments };
}
