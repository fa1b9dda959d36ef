import type { Readable } from "node:stream";
import { HookInputError } from "../../hooks/event.ts";

/** Beyond what Writ takes as a request (1 MiB), with room for what only stays here: file contents and results. */
const MAX_HOOK_INPUT_BYTES = 16 * 1024 * 1024;

/** All of the stream. @throws HookInputError where there is more than MAX_HOOK_INPUT_BYTES */
export async function readInput(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_HOOK_INPUT_BYTES)
      throw new HookInputError(`the input is longer than ${MAX_HOOK_INPUT_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
