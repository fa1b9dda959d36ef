import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { type Builtin, BuiltinError } from "./builtins/builtin.ts";
import { BUILTINS } from "./builtins/index.ts";
import { compilePolicy } from "./compile.ts";
import { type CompiledPolicy, PolicyInstance } from "./instance.ts";
import { DEFAULT_POLICY_MEMORY_MB } from "./limits.ts";

export interface ModuleOptions {
  /** What the module's memory may take in all, in MiB. */
  readonly memoryMb?: number;
  /** The builtins that are there; those of a policy without the fallback when absent. */
  readonly builtins?: ReadonlyMap<string, Builtin>;
  /** What builtins are told of the time, in nanoseconds since 1970; as in production, nothing when absent. */
  readonly nowNs?: bigint;
  /** Whether a builtin that fails ends the evaluation, instead of making its expression undefined. */
  readonly strictBuiltinErrors?: boolean;
}

/** The builtin that ended an evaluation, and how: Writ has none of this name, or it failed where that is an error. */
export interface BuiltinFault {
  readonly kind: "missing" | "failed";
  readonly name: string;
}

/** What one evaluation of an entrypoint gave; `value` is absent where the rule is undefined. */
export type ModuleResult =
  | { readonly ok: true; readonly value?: JsonValue }
  | { readonly ok: false; readonly message: string; readonly fault?: BuiltinFault };

class BuiltinFailed extends Error {
  override readonly name = "BuiltinFailed";
  readonly fault: BuiltinFault;

  constructor(fault: BuiltinFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * A compiled module with whatever entrypoints, together with data: for tests and tools. It may need builtins that Writ does not
 * have, because mocks can stand in their place; calling one all the same ends the evaluation. What decides calls is loaded by
 * bundle.ts, which refuses such a module.
 */
export class OpaModule {
  readonly #compiled: CompiledPolicy;
  readonly #data: Uint8Array;
  readonly #entrypoints: ReadonlyMap<string, number>;
  #instance: PolicyInstance | undefined;

  private constructor(compiled: CompiledPolicy, data: Uint8Array) {
    this.#compiled = compiled;
    this.#data = data;
    this.#instance = new PolicyInstance(compiled, data);
    this.#entrypoints = this.#instance.entrypoints();
  }

  /** @throws UnsupportedModule, NotAPolicy, or what the module throws */
  static async open(wasm: Uint8Array, data: JsonObject, options: ModuleOptions = {}): Promise<OpaModule> {
    const { memoryMb = DEFAULT_POLICY_MEMORY_MB, builtins = BUILTINS, nowNs } = options;
    const compiled = await compilePolicy(wasm, { memoryMb, builtins });
    const text = new TextEncoder().encode(JSON.stringify(data));
    const required = new PolicyInstance(compiled, text).requiredBuiltins().keys();
    const provided = provide(required, builtins, options.strictBuiltinErrors === true);
    return new OpaModule({ ...compiled, builtins: provided, ...(nowNs === undefined ? {} : { nowNs }) }, text);
  }

  /**
   * Never throws for what the policy does.
   *
   * @param entrypoint its path, e.g. `writ/main/decision`
   * @param input JSON text; undefined leaves it undefined
   */
  evaluate(entrypoint: string, input?: string): ModuleResult {
    const id = this.#entrypoints.get(entrypoint);
    if (id === undefined) return { ok: false, message: `there is no entrypoint ${entrypoint}` };
    let instance: PolicyInstance | undefined;
    try {
      instance = this.#instance ?? new PolicyInstance(this.#compiled, this.#data);
      this.#instance = undefined;
      // An evaluation starts with the reading of an input, even where none is handed over.
      const address = instance.parseInput(input ?? "null");
      if (address === 0) return { ok: false, message: "the input is not JSON" };
      const results = JSON.parse(instance.run(id, input === undefined ? 0 : address)) as { result: JsonValue }[];
      if (!instance.outsized) this.#instance = instance;
      return { ok: true, ...(results[0] === undefined ? {} : { value: results[0].result }) };
    } catch (error) {
      if (error instanceof BuiltinFailed) return { ok: false, message: error.message, fault: error.fault };
      const spent = instance !== undefined && instance.fuelLeft < 0;
      const message = error instanceof Error ? error.message : "unknown error";
      return { ok: false, message: spent ? "it does more work than one evaluation may take" : message };
    }
  }
}

function provide(
  required: Iterable<string>,
  builtins: ReadonlyMap<string, Builtin>,
  strict: boolean,
): ReadonlyMap<string, Builtin> {
  return new Map(
    [...required].map((name) => {
      const builtin = builtins.get(name);
      if (builtin === undefined) return [name, missing(name)];
      return [name, strict ? strictly(name, builtin) : builtin];
    }),
  );
}

function missing(name: string): Builtin {
  return () => {
    throw new BuiltinFailed({ kind: "missing", name }, `${name} is not there`);
  };
}

function strictly(name: string, builtin: Builtin): Builtin {
  return (args, context) => {
    try {
      return builtin(args, context);
    } catch (error) {
      if (!(error instanceof BuiltinError)) throw error;
      throw new BuiltinFailed({ kind: "failed", name }, `${name}: ${error.message}`);
    }
  };
}
