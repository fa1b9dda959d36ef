import type { PolicyTelemetry } from "../../ports/policy-telemetry.ts";
import { abiProblem, type OpaExports, opaImports } from "./abi.ts";
import type { Builtin } from "./builtins/builtin.ts";
import { BuiltinHost } from "./builtins/host.ts";
import { NotAPolicy, PolicyAborted, ResultTooLarge } from "./errors.ts";
import { MAX_POLICY_FUEL, MAX_POLICY_RESULT_BYTES, OUTSIZED_GROWTH_BYTES } from "./limits.ts";
import { createMemory, MemoryText } from "./memory.ts";
import { FUEL_EXPORT, STATE_EXPORT } from "./meter/meter.ts";
import { type WasmGlobal, type WasmInstance, type WasmMemory, type WasmModule, WebAssembly } from "./wasm/api.ts";
import type { Range } from "./wasm/statics.ts";

/** A metered policy, compiled. */
export interface CompiledPolicy {
  readonly module: WasmModule;
  /** The memory that the module asks for, in pages. */
  readonly memoryPages: number;
  /** What it may have in the end, in MiB. */
  readonly memoryMb: number;
  /** Where its variables are; all of the memory below its heap when absent. */
  readonly variables?: Range;
  /** The builtins that the host provides, by name. */
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** The time that builtins are told, in nanoseconds since 1970; absent in production, where policies are pure. */
  readonly nowNs?: bigint;
  /** What evaluations are counted by. */
  readonly telemetry?: PolicyTelemetry;
}

/** How values are written: JSON has no sets, and keys are strings. */
type ValueForm = "json" | "value";

/** Loading data is bounded by its size, not by an evaluation's fuel. */
const UNLIMITED_FUEL = 0x7fff_ffff;

/** Heap addresses of OPA's allocator need no alignment, but unaligned values are slower to read. */
const HEAP_ALIGNMENT = 8;

/**
 * One instance of a policy with its data loaded. An evaluation that throws does not unwind the C stack; the next one puts that
 * back, as it does all that the module changes.
 */
export class PolicyInstance {
  readonly #memory: WasmMemory;
  readonly #text: MemoryText;
  readonly #opa: OpaExports;
  readonly #fuel: WasmGlobal;
  readonly #host: BuiltinHost;
  readonly #data: number;
  readonly #heapBase: number;
  /** The variables below all heap as every evaluation finds them, and their address. */
  readonly #variables: Uint8Array;
  readonly #variablesStart: number;
  /** The module's own globals, its stack's among them, and what every evaluation finds in them. */
  readonly #globals: readonly { readonly global: WasmGlobal; readonly value: number }[];
  readonly #initialBytes: number;

  /**
   * @param data the JSON text of the data document
   * @throws NotAPolicy, or what the module throws
   */
  constructor(compiled: CompiledPolicy, data: Uint8Array) {
    this.#memory = createMemory(compiled, data.length);
    this.#text = new MemoryText(this.#memory);
    const imports = opaImports(
      this.#memory,
      (message) => {
        throw new PolicyAborted(this.#text.read(message));
      },
      (id, args) => this.#host.call(id, args),
    );
    const instance = new WebAssembly.Instance(compiled.module, imports);
    const problem = abiProblem(instance);
    if (problem !== undefined) throw new NotAPolicy(problem);
    this.#opa = instance.exports as unknown as OpaExports;
    this.#fuel = instance.exports[FUEL_EXPORT] as WasmGlobal;
    this.#fuel.value = UNLIMITED_FUEL;
    this.#globals = globalsOf(instance);
    const staticBytes = this.#opa.opa_heap_ptr_get();
    const address = this.#opa.opa_malloc(data.length);
    this.#text.bytes.set(data, address);
    this.#data = this.#opa.opa_json_parse(address, data.length);
    if (this.#data === 0) throw new NotAPolicy("its data is not JSON that OPA reads");
    this.#heapBase = alignUp(this.#opa.opa_heap_ptr_get());
    this.#opa.opa_heap_ptr_set(this.#heapBase);
    const { start, end } = compiled.variables ?? { start: 0, end: staticBytes };
    this.#variables = Uint8Array.from(this.#text.bytes.subarray(start, Math.min(end, staticBytes)));
    this.#variablesStart = start;
    this.#initialBytes = this.#memory.buffer.byteLength;
    this.#host = this.#newHost(compiled);
  }

  /** Builtins that are missing are refused at load, by whoever loads the policy. */
  #newHost({ builtins, nowNs, telemetry }: CompiledPolicy): BuiltinHost {
    const byId = new Map<number, Builtin>();
    const names = new Map<number, string>();
    for (const [name, id] of this.requiredBuiltins()) {
      const builtin = builtins.get(name);
      if (builtin !== undefined) byId.set(id, builtin);
      names.set(id, name);
    }
    const failed = (id: number) => telemetry?.builtinFailed(names.get(id) ?? "");
    const parts = { opa: this.#opa, text: this.#text, fuel: this.#fuel, builtins: byId, failed };
    return new BuiltinHost(nowNs === undefined ? parts : { ...parts, nowNs });
  }

  /** The names of all entrypoints, with their ids. */
  entrypoints(): ReadonlyMap<string, number> {
    return this.#table(this.#opa.entrypoints());
  }

  /** The names of the builtins that the host must provide, with their ids. */
  requiredBuiltins(): ReadonlyMap<string, number> {
    return this.#table(this.#opa.builtins());
  }

  /** What the evaluation has left of MAX_POLICY_FUEL; below zero when it ran out. */
  get fuelLeft(): number {
    return this.#fuel.value;
  }

  /** Whether an input has left the instance with much more memory than it needs. */
  get outsized(): boolean {
    const growth = this.#memory.buffer.byteLength - this.#initialBytes;
    return growth > Math.max(OUTSIZED_GROWTH_BYTES, this.#initialBytes);
  }

  /**
   * Starts an evaluation in the state that the first one had: the heap is empty, and what libraries inside the module made
   * once and keep (RE2 does) is not there yet, since it would be on that heap. So equal inputs also take equal fuel.
   *
   * @param form `value` reads Rego's syntax of values: JSON, and sets, and objects with whatever keys
   * @returns the input's address, 0 when the text is not of this form
   */
  parseInput(text: string, form: ValueForm = "json"): number {
    this.#fuel.value = MAX_POLICY_FUEL;
    this.#host.reset();
    this.#text.bytes.set(this.#variables, this.#variablesStart);
    for (const { global, value } of this.#globals) if (global.value !== value) global.value = value;
    const mostBytes = text.length * 3;
    const fits = this.#heapBase + mostBytes <= this.#initialBytes;
    const address = fits ? this.#heapBase : this.#opa.opa_malloc(mostBytes);
    const length = this.#text.bytes.write(text, address, "utf8");
    this.#opa.opa_heap_ptr_set(alignUp(address + length));
    return form === "json" ? this.#opa.opa_json_parse(address, length) : this.#opa.opa_value_parse(address, length);
  }

  /**
   * @param input an address; 0 leaves input undefined
   * @returns the text of the result set, e.g. `[{"result":…}]`; as a value it is a set
   */
  run(entrypoint: number, input: number, form: ValueForm = "json"): string {
    const opa = this.#opa;
    const context = opa.opa_eval_ctx_new();
    opa.opa_eval_ctx_set_input(context, input);
    opa.opa_eval_ctx_set_data(context, this.#data);
    opa.opa_eval_ctx_set_entrypoint(context, entrypoint);
    if (opa.eval(context) !== 0) throw new PolicyAborted("eval failed");
    const value = opa.opa_eval_ctx_get_result(context);
    const result = form === "json" ? opa.opa_json_dump(value) : opa.opa_value_dump(value);
    if (result === 0) throw new PolicyAborted("the result has no text");
    if (this.#text.end(result) - result > MAX_POLICY_RESULT_BYTES) throw new ResultTooLarge();
    return this.#text.read(result);
  }

  #table(value: number): ReadonlyMap<string, number> {
    const text = this.#text.read(this.#opa.opa_json_dump(value));
    return new Map(Object.entries(JSON.parse(text) as Record<string, number>));
  }
}

/** Between calls into it a module's stack is empty: whenever they are read, they are as at the start. */
function globalsOf({ exports }: WasmInstance) {
  return Object.entries(exports).flatMap(([name, exported]) => {
    if (!name.startsWith(STATE_EXPORT)) return [];
    const global = exported as WasmGlobal;
    return [{ global, value: global.value }];
  });
}

function alignUp(address: number): number {
  return Math.ceil(address / HEAP_ALIGNMENT) * HEAP_ALIGNMENT;
}
