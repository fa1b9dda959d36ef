/** The part of the WebAssembly JavaScript API that the runtime uses: TypeScript declares it for browsers only. */

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export interface WasmGlobal {
  value: number;
}

/** A compiled module; shared by all instances made from it. */
export interface WasmModule {
  readonly __wasmModule: never;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

export interface WasmImportDescriptor {
  readonly module: string;
  readonly name: string;
  readonly kind: string;
}

interface WasmApi {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  readonly Module: { imports(module: WasmModule): WasmImportDescriptor[] };
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => WasmInstance;
  /** Sizes are in pages of 64 KiB. */
  readonly Memory: new (descriptor: {
    initial: number;
    maximum: number;
  }) => WasmMemory;
  readonly Global: new (descriptor: { value: "i32" }, value: number) => WasmGlobal;
  readonly RuntimeError: new (message?: string) => Error;
}

export const WebAssembly = (globalThis as unknown as { readonly WebAssembly: WasmApi }).WebAssembly;

export const WASM_PAGE_BYTES = 65_536;
