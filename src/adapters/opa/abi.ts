import { type WasmGlobal, type WasmInstance, type WasmMemory, WebAssembly } from "./wasm/api.ts";

/** OPA's ABI 1.x (https://www.openpolicyagent.org/docs/wasm#abi); numbers are addresses and lengths in bytes. */
export interface OpaExports {
  readonly opa_malloc: (bytes: number) => number;
  readonly opa_heap_ptr_get: () => number;
  readonly opa_heap_ptr_set: (address: number) => void;
  readonly opa_json_parse: (address: number, bytes: number) => number;
  readonly opa_json_dump: (value: number) => number;
  readonly opa_value_parse: (address: number, bytes: number) => number;
  readonly opa_value_dump: (value: number) => number;
  readonly opa_eval_ctx_new: () => number;
  readonly opa_eval_ctx_set_input: (context: number, value: number) => void;
  readonly opa_eval_ctx_set_data: (context: number, value: number) => void;
  readonly opa_eval_ctx_set_entrypoint: (context: number, entrypoint: number) => void;
  readonly opa_eval_ctx_get_result: (context: number) => number;
  readonly eval: (context: number) => number;
  readonly builtins: () => number;
  readonly entrypoints: () => number;
}

const FUNCTIONS: readonly (keyof OpaExports)[] = [
  "opa_malloc",
  "opa_heap_ptr_get",
  "opa_heap_ptr_set",
  "opa_json_parse",
  "opa_json_dump",
  "opa_value_parse",
  "opa_value_dump",
  "opa_eval_ctx_new",
  "opa_eval_ctx_set_input",
  "opa_eval_ctx_set_data",
  "opa_eval_ctx_set_entrypoint",
  "opa_eval_ctx_get_result",
  "eval",
  "builtins",
  "entrypoints",
];

const ABI_VERSION = 1;
const ABI_MINOR_VERSIONS = { min: 2, max: 3 };

/** What the instance lacks to be an OPA policy of a known ABI, in words; undefined when it is one. */
export function abiProblem(instance: WasmInstance): string | undefined {
  const version = globalValue(instance, "opa_wasm_abi_version");
  const minor = globalValue(instance, "opa_wasm_abi_minor_version");
  if (version === undefined || minor === undefined) return "it is no OPA policy: it exports no ABI version";
  const { min, max } = ABI_MINOR_VERSIONS;
  if (version !== ABI_VERSION || minor < min || minor > max) {
    return `ABI ${version}.${minor} is not supported, only ${ABI_VERSION}.${min} to ${ABI_VERSION}.${max}`;
  }
  const missing = FUNCTIONS.find((name) => typeof instance.exports[name] !== "function");
  return missing === undefined ? undefined : `it is no OPA policy: it exports no function ${missing}`;
}

function globalValue(instance: WasmInstance, name: string): number | undefined {
  const global = instance.exports[name];
  return global instanceof WebAssembly.Global ? (global as WasmGlobal).value : undefined;
}

/**
 * What the host gives to a policy.
 * @param onBuiltin answers a call of a builtin, with the addresses of its arguments and the address of its result
 */
export function opaImports(
  memory: WasmMemory,
  onAbort: (messageAddress: number) => never,
  onBuiltin: (id: number, args: readonly number[]) => number,
): Record<string, Record<string, unknown>> {
  // The second argument is OPA's context, which it reserves and does not use.
  const call = (id: number, _context: number, ...args: number[]) => onBuiltin(id, args);
  return {
    env: {
      memory,
      opa_abort: onAbort,
      opa_println: () => undefined,
      opa_builtin0: call,
      opa_builtin1: call,
      opa_builtin2: call,
      opa_builtin3: call,
      opa_builtin4: call,
    },
  };
}
