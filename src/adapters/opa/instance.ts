import { abiProblem, type OpaExports, opaImports } from "./abi.ts";
import { NotAPolicy, PolicyAborted, ResultTooLarge } from "./errors.ts";
import { MAX_POLICY_FUEL, MAX_POLICY_RESULT_BYTES, OUTSIZED_GROWTH_BYTES } from "./limits.ts";
import { createMemory, MemoryText } from "./memory.ts";
import { FUEL_EXPORT } from "./meter/meter.ts";
import { type WasmGlobal, type WasmMemory, type WasmModule, WebAssembly } from "./wasm/api.ts";

/** A metered policy, compiled. */
export interface CompiledPolicy {
  readonly module: WasmModule;
  /** The memory that the module asks for, in pages. */
  readonly memoryPages: number;
  /** What it may have in the end, in MiB. */
  readonly memoryMb: number;
}

/** Loading data is bounded by its size, not by an evaluation's fuel. */
const UNLIMITED_FUEL = 0x7fff_ffff;

/** Heap addresses of OPA's allocator need no alignment, but unaligned values are slower to read. */
const HEAP_ALIGNMENT = 8;

/**
 * One instance of a policy with its data loaded. Any throw out of it leaves it spent: the C stack is not unwound, and
 * some hundred throws later every evaluation would fail. The owner drops it then.
 */
export class PolicyInstance {
  readonly #memory: WasmMemory;
  readonly #text: MemoryText;
  readonly #opa: OpaExports;
  readonly #fuel: WasmGlobal;
  readonly #data: number;
  readonly #heapBase: number;
  /** The memory below all heap, as every evaluation finds it. */
  readonly #statics: Uint8Array;
  readonly #initialBytes: number;

  /**
   * @param data the JSON text of the data document
   * @throws NotAPolicy, or what the module throws
   */
  constructor(compiled: CompiledPolicy, data: Uint8Array) {
    this.#memory = createMemory(compiled, data.length);
    this.#text = new MemoryText(this.#memory);
    const imports = opaImports(this.#memory, (message) => {
      throw new PolicyAborted(this.#text.read(message));
    });
    const instance = new WebAssembly.Instance(compiled.module, imports);
    const problem = abiProblem(instance);
    if (problem !== undefined) throw new NotAPolicy(problem);
    this.#opa = instance.exports as unknown as OpaExports;
    this.#fuel = instance.exports[FUEL_EXPORT] as WasmGlobal;
    this.#fuel.value = UNLIMITED_FUEL;
    const staticBytes = this.#opa.opa_heap_ptr_get();
    const address = this.#opa.opa_malloc(data.length);
    this.#text.bytes.set(data, address);
    this.#data = this.#opa.opa_json_parse(address, data.length);
    if (this.#data === 0) throw new NotAPolicy("its data is not JSON that OPA reads");
    this.#heapBase = alignUp(this.#opa.opa_heap_ptr_get());
    this.#opa.opa_heap_ptr_set(this.#heapBase);
    this.#statics = Uint8Array.from(this.#text.bytes.subarray(0, staticBytes));
    this.#initialBytes = this.#memory.buffer.byteLength;
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
   * @returns the input's address, 0 when the text is not JSON
   */
  parseInput(text: string): number {
    this.#fuel.value = MAX_POLICY_FUEL;
    this.#text.bytes.set(this.#statics);
    const mostBytes = text.length * 3;
    const fits = this.#heapBase + mostBytes <= this.#initialBytes;
    const address = fits ? this.#heapBase : this.#opa.opa_malloc(mostBytes);
    const length = this.#text.bytes.write(text, address, "utf8");
    this.#opa.opa_heap_ptr_set(alignUp(address + length));
    return this.#opa.opa_json_parse(address, length);
  }

  /** @returns the JSON text of the result set, e.g. `[{"result":…}]` */
  run(entrypoint: number, input: number): string {
    const opa = this.#opa;
    const context = opa.opa_eval_ctx_new();
    opa.opa_eval_ctx_set_input(context, input);
    opa.opa_eval_ctx_set_data(context, this.#data);
    opa.opa_eval_ctx_set_entrypoint(context, entrypoint);
    if (opa.eval(context) !== 0) throw new PolicyAborted("eval failed");
    const result = opa.opa_json_dump(opa.opa_eval_ctx_get_result(context));
    if (result === 0) throw new PolicyAborted("the result has no JSON form");
    if (this.#text.end(result) - result > MAX_POLICY_RESULT_BYTES) throw new ResultTooLarge();
    return this.#text.read(result);
  }

  #table(value: number): ReadonlyMap<string, number> {
    const text = this.#text.read(this.#opa.opa_json_dump(value));
    return new Map(Object.entries(JSON.parse(text) as Record<string, number>));
  }
}

function alignUp(address: number): number {
  return Math.ceil(address / HEAP_ALIGNMENT) * HEAP_ALIGNMENT;
}
