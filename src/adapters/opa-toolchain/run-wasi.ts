import { readFileSync, writeSync } from "node:fs";
import { WASI } from "node:wasi";
import { brotliDecompressSync } from "node:zlib";
import { OPA_ENV, RUNNER_FAILED } from "./child-contract.ts";

/** The part of the WebAssembly JavaScript API that is used here: TypeScript declares it for browsers only. */
interface WasmApi {
  compile(bytes: Uint8Array): Promise<{ readonly __wasmModule: never }>;
  instantiate(module: { readonly __wasmModule: never }, imports: object): Promise<object>;
}

// Usage: node run-wasi.js <opa.wasm or opa.wasm.br> [argument of opa …]. Runs it as a native opa would run here: same folder, same
// files, same streams, same exit code.

const STDERR = 2;

/** What Node says to a recursion that is too deep, however it came about. */
const OVERFLOW = "rules depend on each other too deeply for OPA in WebAssembly: set OPA to the path of a native opa";

const [file = "", ...args] = process.argv.slice(2);
try {
  const wasi = new WASI({
    version: "preview1",
    args: ["opa", ...args],
    // WASI knows no working folder; Go takes it from PWD.
    env: { ...OPA_ENV, PWD: process.cwd() },
    preopens: { "/": "/" },
    // The process ends with the program: Node 20 crashes when it has to unwind the program's stack after a longer run.
    returnOnExit: false,
  });
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WasmApi };
  const module = await WebAssembly.compile(read(file));
  wasi.start(await WebAssembly.instantiate(module, { wasi_snapshot_preview1: blockingStreams(wasi.wasiImport) }));
} catch (error) {
  writeSync(STDERR, error instanceof RangeError ? OVERFLOW : String(error));
  process.exit(RUNNER_FAILED);
}

/**
 * Go asks for streams that do not block, and then takes a pipe that is full for an error, which OPA overlooks: its output ends in
 * the middle. Denied this, it waits until whoever reads has made room.
 */
function blockingStreams(wasiImport: WASI["wasiImport"]): WASI["wasiImport"] {
  const setFlags = wasiImport["fd_fdstat_set_flags"] as (fd: number, flags: number) => number;
  const fd_fdstat_set_flags = (fd: number, flags: number): number => (fd <= STDERR ? 0 : setFlags(fd, flags));
  return { ...wasiImport, fd_fdstat_set_flags };
}

function read(path: string): Buffer {
  const bytes = readFileSync(path);
  return path.endsWith(".br") ? brotliDecompressSync(bytes) : bytes;
}
