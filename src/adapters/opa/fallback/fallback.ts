import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import type { Builtin } from "../builtins/builtin.ts";
import { WebAssembly } from "../wasm/api.ts";
import { fallbackBuiltins } from "./builtins.ts";
import { Reactor } from "./reactor.ts";

const decompress = promisify(brotliDecompress);

/**
 * OPA's own builtins, for policies that need one which has no implementation in TypeScript. The module is read when the first of
 * them is loaded; it takes some 100 to 200 MB of memory from then on, once for all policies of a process.
 */
export class Fallback {
  readonly #file: string;
  #builtins: Promise<ReadonlyMap<string, Builtin>> | undefined;

  /** @param file the module as it was built, or as `.br` */
  constructor(file: string) {
    this.#file = file;
  }

  /** @throws Error that names the file */
  builtins(): Promise<ReadonlyMap<string, Builtin>> {
    this.#builtins ??= openReactor(this.#file).then(fallbackBuiltins);
    // Whoever loads a policy next finds the module that was missing.
    this.#builtins.catch(() => {
      this.#builtins = undefined;
    });
    return this.#builtins;
  }
}

/** Reads, compiles and starts the module: a third of a second. @throws Error that names the file */
export async function openReactor(file: string): Promise<Reactor> {
  try {
    const bytes = await readFile(file);
    const module = await WebAssembly.compile(file.endsWith(".br") ? await decompress(bytes) : bytes);
    return new Reactor(module);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unknown error";
    throw new Error(`OPA's builtins cannot be loaded from ${file}: ${reason}`, { cause });
  }
}
