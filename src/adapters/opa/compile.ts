import { setFlagsFromString } from "node:v8";
import type { Builtin } from "./builtins/builtin.ts";
import type { CompiledPolicy } from "./instance.ts";
import { meterModule } from "./meter/meter.ts";
import { WebAssembly } from "./wasm/api.ts";
import { readModule } from "./wasm/module.ts";
import { variablesOf } from "./wasm/statics.ts";

/**
 * What a function of a module runs through before V8 optimizes it, in bytes of its code. A rule runs for a microsecond an evaluation:
 * with V8's own 13,000,000 it would be left to the baseline compiler for a hundred thousand of them.
 */
const TIERING_BUDGET = 200_000;

/** Meters and compiles a module. @throws UnsupportedModule, or the compiler's error */
export async function compilePolicy(
  wasm: Uint8Array,
  { memoryMb, builtins }: { readonly memoryMb: number; readonly builtins: ReadonlyMap<string, Builtin> },
): Promise<CompiledPolicy> {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  const layout = readModule(wasm);
  const variables = variablesOf(layout);
  return {
    module: await WebAssembly.compile(meterModule(layout)),
    memoryPages: layout.memoryPages,
    ...(variables === undefined ? {} : { variables }),
    memoryMb,
    builtins,
  };
}
