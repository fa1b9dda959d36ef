import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUEL_EXPORT, meterModule, STATE_EXPORT } from "../../../src/adapters/opa/meter/meter.ts";
import { type WasmGlobal, type WasmModule, WebAssembly } from "../../../src/adapters/opa/wasm/api.ts";
import { readModule } from "../../../src/adapters/opa/wasm/module.ts";
import { compile, rego } from "./fixture.ts";
import { I32, i32, type WrittenModule, writeModule } from "./wasm-module.ts";
import { type Program, programs } from "./wasm-program.ts";

const FULL = 0x7fff_ffff;
const BLOCK_VOID = [0x02, 0x40];
const LOOP_VOID = [0x03, 0x40];
const END = 0x0b;
const BR = 0x0c;
const CALL = 0x10;

interface Metered {
  readonly main: (argument: number) => number;
  readonly fuel: WasmGlobal;
}

const memory = () => new WebAssembly.Memory({ initial: 1, maximum: 1 });
const instantiate = async (bytes: Uint8Array) =>
  new WebAssembly.Instance(await WebAssembly.compile(bytes), { env: { memory: memory() } }).exports;

async function metered(bytes: Uint8Array): Promise<Metered> {
  const exports = await instantiate(meterModule(readModule(bytes)));
  return { main: exports["main"] as Metered["main"], fuel: exports[FUEL_EXPORT] as WasmGlobal };
}

/** What a call comes to, and the fuel that it took. */
function run({ main, fuel }: Metered, argument: number, available = FULL): { outcome: number | string; used: number } {
  fuel.value = available;
  let outcome: number | string;
  try {
    outcome = main(argument);
  } catch (error) {
    outcome = (error as Error).message;
  }
  return { outcome, used: available - fuel.value };
}

/** `main` runs for ever, or for so long that nobody waits for it. */
const ENDLESS: Readonly<Record<string, WrittenModule>> = {
  "a loop": { functions: [fn([...LOOP_VOID, BR, 0, END, 0x00])] },
  "a loop that does nothing but call": {
    functions: [fn([...LOOP_VOID, CALL, 1, BR, 0, END, 0x00]), { params: 0, results: 0, locals: 0, code: [0x01] }],
  },
  "a loop in a block, left and entered again": {
    functions: [fn([...LOOP_VOID, ...BLOCK_VOID, ...LOOP_VOID, BR, 1, END, END, BR, 0, END, 0x00])],
  },
  "calls that double at each level": {
    functions: Array.from({ length: 60 }, (_, index) =>
      fn(index === 59 ? i32(1) : [...i32(0), CALL, index + 1, ...i32(0), CALL, index + 1, 0x6a]),
    ),
  },
};

function fn(code: readonly number[]) {
  return { params: 1, results: 1, locals: 1, code };
}

describe("nothing runs without an end", () => {
  test.each(Object.entries(ENDLESS))("%s", { timeout: 20_000 }, async (_, module) => {
    const instance = await metered(writeModule(module));
    const first = run(instance, 0, 1_000_000);
    expect(first.outcome).toBe("unreachable");
    expect(run(instance, 0, 1_000_000)).toEqual(first);
  });

  test.each([
    ["a function that calls itself", [fn([...i32(0), CALL, 0])], []],
    ["two that call each other", [fn([...i32(0), CALL, 1]), fn([...i32(0), CALL, 0])], []],
    ["one that calls itself through a table", [fn([...i32(0), ...i32(0), 0x11, 0, 0])], [0]],
  ] as const)("%s", async (_, functions, table) => {
    const instance = await metered(writeModule({ functions, table }));
    // Few enough calls that the stack would have held them.
    expect(run(instance, 0, 100).outcome).toBe("unreachable");
  });
});

describe("what a program computes does not change, and fuel is exact", () => {
  test("for whatever program", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.integer(), async (program: Program, argument) => {
        const bytes = writeModule(program);
        const plain = (await instantiate(bytes))["main"] as (argument: number) => number;
        const instance = await metered(bytes);
        const { outcome, used } = run(instance, argument);
        expect(outcome).toBe(plain(argument));
        expect(used).toBeGreaterThanOrEqual(0);
        expect(run(instance, argument)).toEqual({ outcome, used });
        expect(run(instance, argument, used)).toEqual({ outcome, used });
        if (used > 0) {
          const starved = run(instance, argument, used - 1);
          expect(starved.outcome).toBe("unreachable");
          expect(instance.fuel.value).toBeLessThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("each round of a loop costs the same", async () => {
    // Counts its argument down: local 1 is the counter.
    const countdown = fn([
      ...[0x20, 0, 0x21, 1, ...LOOP_VOID],
      ...[0x20, 1, ...i32(1), 0x6b, 0x22, 1, 0x0d, 0, END],
      ...[0x20, 0],
    ]);
    const instance = await metered(writeModule({ functions: [countdown] }));
    const used = (rounds: number) => run(instance, rounds).used;
    const round = used(2) - used(1);
    expect(round).toBeGreaterThan(0);
    expect(used(1001)).toBe(used(1) + 1000 * round);
  });
});

describe("a policy that OPA compiled", () => {
  const source = rego('decision := [concat("", [x, "y"]) | some x in input; regex.match("^[a-z]+$", x)]');

  test("stays what it is, with the fuel beside it", async () => {
    const bytes = compile(source).get("policy.wasm")!;
    const rewritten = meterModule(readModule(bytes));
    expect(Buffer.compare(meterModule(readModule(bytes)), rewritten)).toBe(0);
    const names = (module: WasmModule) => exportsOf(module).map(({ name, kind }) => `${kind} ${name}`);
    const before = names(await WebAssembly.compile(bytes));
    // Of its own globals a module of OPA's changes one: where its stack ends.
    expect(names(await WebAssembly.compile(rewritten))).toEqual([
      ...before,
      `global ${FUEL_EXPORT}`,
      `global ${STATE_EXPORT}0`,
    ]);
  });

  test("is understood in full, or refused: cut off or changed anywhere", { timeout: 60_000 }, () => {
    const bytes = compile(source).get("policy.wasm")!;
    const place = fc.nat(bytes.length - 1);
    const attempt = (changed: Uint8Array) => {
      try {
        return meterModule(readModule(changed)).length > 0;
      } catch (error) {
        return (error as Error).name;
      }
    };
    const boundaries = new Set(readModule(bytes).sections.map((section) => section.start));
    fc.assert(
      fc.property(place, (length) => {
        fc.pre(!boundaries.has(length));
        expect(attempt(bytes.subarray(0, length))).toBe("UnsupportedModule");
      }),
    );
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = bytes.slice();
        changed[at] = byte;
        expect([true, "UnsupportedModule"]).toContain(attempt(changed));
      }),
    );
  });
});

function exportsOf(module: WasmModule): { readonly name: string; readonly kind: string }[] {
  const api = WebAssembly.Module as unknown as { exports(module: WasmModule): { name: string; kind: string }[] };
  return api.exports(module);
}

const NOTHING = [fn(i32(0))];

describe("what the meter does not know is refused", () => {
  test.each<readonly [string, WrittenModule, RegExp]>([
    ["bulk memory", { functions: [fn([...i32(0), ...i32(0), ...i32(9), 0xfc, 0x0b, 0, ...i32(0)])] }, /0xfc/],
    ["vectors", { functions: [fn([0xfd, 0x0c])] }, /0xfd/],
    ["threads", { functions: [fn([0xfe, 0x03, 0x00])] }, /0xfe/],
    ["tail calls", { functions: [fn([...i32(0), 0x12, 0])] }, /0x12/],
    ["exceptions", { functions: [fn([0x06, 0x40, END, ...i32(0)])] }, /0x6/],
    ["references", { functions: [fn([0xd0, 0x70, 0x1a, ...i32(0)])] }, /0xd0/],
    ["calls by reference", { functions: [fn([0x14, 0])] }, /0x14/],
    ["locals of other types", { functions: [{ ...fn(i32(0)), localType: 0x7b }] }, /value type 0x7b/],
    ["types other than of functions", { functions: NOTHING, sections: { 1: [1, 0x5f, 0] } }, /kind of type/],
    ["memory shared between threads", { functions: NOTHING, memoryFlags: 3 }, /shared/],
    ["a memory of its own", { functions: NOTHING, sections: { 5: [1, 0, 1] } }, /memory of its own/],
    ["passive tables", { functions: NOTHING, sections: { 9: [1, 1, 0, 1, 0] } }, /element segment/],
    ["more bytes than a section has items", { functions: NOTHING, sections: { 3: [1, 0, 0] } }, /behind a section/],
    ["functions without bodies", { functions: NOTHING, sections: { 3: [2, 0, 0] } }, /without bodies/],
    ["no exports", { functions: NOTHING, sections: { 7: [] } }, /unexpected end/],
  ])("%s", (_, module, message) => {
    expect(() => meterModule(readModule(writeModule(module)))).toThrow(message);
  });

  test("what is known is not refused", async () => {
    const module = writeModule({ functions: [{ ...fn(i32(7)), localType: I32 }], table: [0] });
    expect(run(await metered(module), 0)).toMatchObject({ outcome: 7 });
  });
});
