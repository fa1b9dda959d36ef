import { isUtf8 } from "node:buffer";
import type { OpaExports } from "../abi.ts";
import { PolicyAborted } from "../errors.ts";
import type { MemoryText } from "../memory.ts";
import { type Builtin, type BuiltinContext, BuiltinError } from "./builtin.ts";
import { CALL_FUEL, FUEL_PER_BYTE, MAX_BUILTIN_ARGUMENTS_BYTES, MAX_BUILTIN_RESULT_BYTES } from "./limits.ts";
import { formatValue, parseValue } from "./text.ts";

/** What the module takes for undefined. */
const UNDEFINED = 0;

const REPLACEMENT = "\ufffd";

export interface HostParts {
  readonly opa: OpaExports;
  readonly text: MemoryText;
  /** The builtins by the ids that the module calls them with. */
  readonly builtins: ReadonlyMap<number, Builtin>;
  /** What is left of the evaluation's fuel; setting it below zero ends the evaluation. */
  readonly fuel: { value: number };
  /** The time of the evaluation in nanoseconds since 1970, where there is one. */
  readonly nowNs?: bigint;
  /** Told of a builtin that failed, by its id. */
  readonly failed?: (id: number) => void;
}

/**
 * Answers a module's calls of builtins. Values cross as text in Rego's syntax, which keeps sets, keys that are no strings and
 * exact numbers. A builtin that fails makes its expression undefined, as in OPA's own runtime for WASM.
 */
export class BuiltinHost {
  readonly #parts: HostParts;
  readonly #context: BuiltinContext;
  /** Results of this evaluation by call: equal calls are frequent, since policies repeat expressions in rules. */
  readonly #results = new Map<string, string | undefined>();

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#context = {
      spend: (units) => this.#spend(units),
      fuelLeft: () => Math.max(parts.fuel.value, 0),
      ...(parts.nowNs === undefined ? {} : { nowNs: parts.nowNs }),
    };
  }

  /** Forgets what the evaluation before has left. */
  reset(): void {
    if (this.#results.size > 0) this.#results.clear();
  }

  /** @returns the result's address, or 0 for undefined */
  call(id: number, addresses: readonly number[]): number {
    const { builtins, opa, text } = this.#parts;
    const builtin = builtins.get(id);
    if (builtin === undefined) throw new PolicyAborted(`a builtin that is not there was called: ${id}`);
    const args = addresses.map((address) => this.#read(opa.opa_value_dump(address)));
    const call = `${id} ${args.join(" ")}`;
    this.#spend(CALL_FUEL + FUEL_PER_BYTE * call.length);
    if (!this.#results.has(call)) this.#results.set(call, this.#run(id, builtin, args));
    const result = this.#results.get(call);
    if (result === undefined) return UNDEFINED;
    const length = Buffer.byteLength(result);
    this.#spend(FUEL_PER_BYTE * length);
    const address = opa.opa_malloc(length);
    text.bytes.write(result, address, "utf8");
    const value = opa.opa_value_parse(address, length);
    if (value === 0) throw new PolicyAborted("a builtin's result was not read");
    return value;
  }

  /** @throws PolicyAborted when the text has bytes that JavaScript's strings cannot hold, or is too long */
  #read(address: number): string {
    if (address === 0) throw new PolicyAborted("a builtin's argument has no text");
    const { bytes } = this.#parts.text;
    const end = this.#parts.text.end(address);
    if (end - address > MAX_BUILTIN_ARGUMENTS_BYTES) throw new PolicyAborted("a builtin's argument is too long");
    const text = bytes.toString("utf8", address, end);
    if (text.includes(REPLACEMENT) && !isUtf8(bytes.subarray(address, end))) {
      throw new PolicyAborted("a builtin's argument is not UTF-8");
    }
    return text;
  }

  #run(id: number, builtin: Builtin, args: readonly string[]): string | undefined {
    try {
      const value = builtin(args.map(parseValue), this.#context);
      if (value === undefined) return undefined;
      const result = formatValue(value);
      if (result.length > MAX_BUILTIN_RESULT_BYTES) throw new PolicyAborted("a builtin's result is too long");
      return result;
    } catch (error) {
      if (!(error instanceof BuiltinError)) throw error;
      this.#parts.failed?.(id);
      return undefined;
    }
  }

  #spend(units: number): void {
    const { fuel } = this.#parts;
    fuel.value = Math.max(fuel.value - Math.ceil(units), -1);
    if (fuel.value < 0) throw new PolicyAborted("a builtin ran out of fuel");
  }
}
