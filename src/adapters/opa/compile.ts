import type { Builtin } from "./builtins/builtin.ts";
import type { CompiledPolicy } from "./instance.ts";
import { meterModule } from "./meter/meter.ts";
import { WebAssembly } from "./wasm/api.ts";
import { readModule } from "./wasm/module.ts";
import { variablesOf } from "./wasm/statics.ts";

/** Meters and compiles a module. @throws UnsupportedModule, or the compiler's error */
export async function compilePolicy(
  wasm: Uint8Array,
  { memoryMb, builtins }: { readonly memoryMb: number; readonly builtins: ReadonlyMap<string, Builtin> },
): Promise<CompiledPolicy> {
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
