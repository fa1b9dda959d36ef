import { WASM_PAGE_BYTES, type WasmMemory, WebAssembly } from "./wasm/api.ts";

/** OPA's parsed values take 13.4 times their JSON; growing to that page by page costs minutes for 10 MB. */
const PARSED_DATA_FACTOR = 13.5;

/** What an ordinary evaluation takes, so that it never grows the memory. */
const SLACK_BYTES = 2 * 1024 * 1024;

/**
 * Memory for an instance: room for the data at once, and a maximum that the policy cannot pass.
 * @throws Error when the data alone does not fit
 */
export function createMemory(
  { memoryPages, memoryMb }: { readonly memoryPages: number; readonly memoryMb: number },
  dataBytes: number,
): WasmMemory {
  const initial = memoryPages + pagesOf(dataBytes * PARSED_DATA_FACTOR + SLACK_BYTES);
  const maximum = pagesOf(memoryMb * 2 ** 20);
  if (initial > maximum) throw new Error(`its data needs more than the ${memoryMb} MiB that a policy may have`);
  return new WebAssembly.Memory({ initial, maximum });
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / WASM_PAGE_BYTES);
}

/** Text in an instance's memory. The views are remade when the memory has grown, which detaches the old ones. */
export class MemoryText {
  readonly #memory: WasmMemory;
  #bytes: Buffer<ArrayBuffer>;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
  }

  /** The memory as it is now; not to be kept over a call into the module. */
  get bytes(): Buffer<ArrayBuffer> {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = Buffer.from(this.#memory.buffer);
    return this.#bytes;
  }

  /** Where the text at an address ends: its terminating zero byte. */
  end(address: number): number {
    return this.bytes.indexOf(0, address);
  }

  /** The UTF-8 text at an address. */
  read(address: number): string {
    return this.bytes.toString("utf8", address, this.end(address));
  }
}
