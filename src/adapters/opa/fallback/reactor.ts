import { WASM_PAGE_BYTES, type WasmInstance, type WasmMemory, type WasmModule, WebAssembly } from "../wasm/api.ts";
import { FUEL_EXPORT, GLOBAL_EXPORT } from "./exports.ts";
import { unsupported, wasiFor } from "./wasi.ts";

/** What a call of a builtin came to. */
export type Outcome =
  /** The text of a value in Rego's syntax. */
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "undefined" }
  /** The builtin has no result for these arguments. The message may hold them. */
  | { readonly kind: "error"; readonly message: string }
  /** It panicked, ran out of memory or stack, or broke down otherwise. The message holds no argument. */
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "out of fuel" };

export interface Call {
  readonly name: string;
  /** An array in Rego's syntax of values. */
  readonly args: string;
  /** The time that the builtin is told, in nanoseconds since 1970. */
  readonly nowNs: bigint;
  /** What it may take, in units of the module's counter. */
  readonly fuel: number;
}

interface Instance {
  readonly memory: WasmMemory & { grow(pages: number): number };
  readonly prepare: (size: number) => number;
  readonly call: () => bigint;
  readonly fuel: { value: number };
  readonly globals: readonly { value: number | bigint }[];
  readonly fatal: () => string | undefined;
}

interface Snapshot {
  readonly memory: Uint8Array;
  readonly globals: readonly (number | bigint)[];
}

const EXPORTS = ["_initialize", "memory", "prepare", "call", FUEL_EXPORT, `${GLOBAL_EXPORT}0`];

const MAX_FUEL = 0x7fff_ffff;
const ADDRESS_BITS = 32n;

const ANSWERS: Readonly<Record<string, Exclude<Outcome["kind"], "out of fuel">>> = {
  v: "value",
  u: "undefined",
  e: "error",
  p: "failed",
};

/**
 * OPA's builtins, called one at a time. An instance that trapped or panicked is dropped; the next one starts from what the memory
 * was after Go's runtime had started, which takes some milliseconds instead of the first start's three hundred.
 */
export class Reactor {
  readonly #module: WasmModule;
  readonly #started: Snapshot;
  #instance: Instance | undefined;
  #nowNs = 0n;
  #fuelUsed = 0;

  /** Starts Go's runtime. @throws what keeps it from starting */
  constructor(module: WasmModule) {
    this.#module = module;
    const { instance, exports } = this.#instantiate();
    (exports["_initialize"] as () => void)();
    this.#started = {
      memory: new Uint8Array(instance.memory.buffer.slice(0)),
      globals: instance.globals.map(({ value }) => value),
    };
    this.#instance = instance;
  }

  /** What the last call took of its fuel. */
  get fuelUsed(): number {
    return this.#fuelUsed;
  }

  call(call: Call): Outcome {
    const instance = this.#instance ?? this.#restart();
    this.#instance = undefined;
    this.#nowNs = call.nowNs;
    const fuel = Math.min(Math.max(Math.floor(call.fuel), 0), MAX_FUEL);
    instance.fuel.value = fuel;
    let outcome: Outcome;
    try {
      outcome = ask(instance, call);
    } catch (error) {
      const message = instance.fatal() ?? (error as Error).message;
      outcome = instance.fuel.value < 0 ? { kind: "out of fuel" } : { kind: "failed", message };
    }
    this.#fuelUsed = Math.min(fuel - instance.fuel.value, fuel);
    if (outcome.kind !== "failed" && outcome.kind !== "out of fuel") this.#instance = instance;
    return outcome;
  }

  #restart(): Instance {
    const { instance } = this.#instantiate();
    const { memory, globals } = this.#started;
    const missing = memory.length - instance.memory.buffer.byteLength;
    if (missing > 0) instance.memory.grow(missing / WASM_PAGE_BYTES);
    new Uint8Array(instance.memory.buffer).set(memory);
    instance.globals.forEach((global, at) => {
      global.value = globals[at] as number | bigint;
    });
    return instance;
  }

  #instantiate(): { instance: Instance; exports: WasmInstance["exports"] } {
    let memory: WasmMemory | undefined;
    const wasi = wasiFor({
      memory: () => (memory as WasmMemory).buffer,
      nowNs: () => this.#nowNs,
    });
    const imports: Record<string, Record<string, unknown>> = {};
    for (const { module, name } of WebAssembly.Module.imports(this.#module)) {
      imports[module] = { ...imports[module], [name]: wasi.imports[name] ?? unsupported };
    }
    const { exports } = new WebAssembly.Instance(this.#module, imports);
    const missing = EXPORTS.find((name) => exports[name] === undefined);
    if (missing !== undefined) throw new Error(`it is not the module of OPA's builtins: it exports no ${missing}`);
    memory = exports["memory"] as WasmMemory;
    const numbered = Object.keys(exports).filter((name) => name.startsWith(GLOBAL_EXPORT));
    const instance = {
      memory: memory as Instance["memory"],
      prepare: exports["prepare"] as Instance["prepare"],
      call: exports["call"] as Instance["call"],
      fuel: exports[FUEL_EXPORT] as Instance["fuel"],
      globals: numbered.map((name) => exports[name] as Instance["globals"][number]),
      fatal: wasi.fatal,
    };
    instance.fuel.value = MAX_FUEL;
    return { instance, exports };
  }
}

function ask(instance: Instance, { name, args, nowNs }: Call): Outcome {
  const text = Buffer.from(`${name}\n${nowNs}\n${args}`);
  const address = instance.prepare(text.length);
  Buffer.from(instance.memory.buffer).set(text, address);
  const answer = BigInt.asUintN(64, instance.call());
  const at = Number(answer >> ADDRESS_BITS);
  const length = Number(BigInt.asUintN(Number(ADDRESS_BITS), answer));
  const bytes = Buffer.from(instance.memory.buffer, at, length);
  const kind = ANSWERS[String.fromCharCode(bytes[0] ?? 0)];
  switch (kind) {
    case "value":
      return { kind, text: bytes.toString("utf8", 1) };
    case "error":
      return { kind, message: bytes.toString("utf8", 1) };
    case "undefined":
      return { kind };
    default:
      return { kind: "failed", message: "it panicked" };
  }
}
