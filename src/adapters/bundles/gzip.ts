import { promisify } from "node:util";
import { constants, crc32, deflateRaw, type InflateRaw, inflateRaw, type ZlibOptions } from "node:zlib";
import { MAX_ARCHIVE_BYTES, MAX_BUNDLE_BYTES, MAX_COMPRESSION_RATIO, RATIO_FREE_BYTES } from "./limits.ts";
import { refused } from "./refused.ts";

// RFC 1952. Node's own gunzip takes several members for one and forgets what follows them, so that two readers see two bundles.

const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const MAGIC = 0x1f8b;
const DEFLATE = 8;
const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const KNOWN_FLAGS = 31;

/** No time, no name, and an operating system that is not said: the same bytes everywhere. */
const OWN_HEADER = Buffer.from([0x1f, 0x8b, DEFLATE, 0, 0, 0, 0, 0, 0, 255]);

/** Fewer, larger pieces; each is a hop to zlib's thread. */
const CHUNK_BYTES = 1024 * 1024;

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: InflateRaw;
}

/** With `info`, which Node's types leave out, the answer tells how much of the input was used. */
const inflate = promisify(inflateRaw) as unknown as (
  data: Uint8Array,
  options: ZlibOptions & { readonly info: true },
) => Promise<Inflated>;

const deflate = promisify(deflateRaw) as (data: Uint8Array, options: ZlibOptions) => Promise<Buffer>;

/**
 * Reads exactly one gzip member that is all there is.
 *
 * @throws WritError `invalid_argument` when it is damaged, has more behind it, or would take more than the limits allow
 */
export async function gunzip(bytes: Uint8Array): Promise<Buffer> {
  if (bytes.length > MAX_ARCHIVE_BYTES) throw refused(`the archive is longer than ${MAX_ARCHIVE_BYTES} bytes`);
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = headerLength(input);
  const limit = Math.min(MAX_BUNDLE_BYTES, Math.max(RATIO_FREE_BYTES, input.length * MAX_COMPRESSION_RATIO));
  const options = { info: true, maxOutputLength: limit, chunkSize: CHUNK_BYTES } as const;
  const { buffer, engine } = await inflate(input.subarray(start), options).catch((error) => {
    throw (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? bomb(limit) : damaged();
  });
  const trailer = start + engine.bytesWritten;
  if (input.length < trailer + TRAILER_BYTES) throw damaged();
  if (input.readUInt32LE(trailer) !== crc32(buffer) || input.readUInt32LE(trailer + 4) !== buffer.length)
    throw damaged();
  if (input.length > trailer + TRAILER_BYTES) throw refused("the archive goes on after its gzip member");
  return buffer;
}

/** The same bytes always, for one version of zlib. */
export async function gzip(bytes: Uint8Array): Promise<Buffer> {
  const body = await deflate(bytes, { level: constants.Z_BEST_COMPRESSION });
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([OWN_HEADER, body, trailer]);
}

function headerLength(input: Buffer): number {
  if (input.length < FIXED_HEADER_BYTES || input.readUInt16BE(0) !== MAGIC) throw refused("the archive is not gzip");
  const flags = input.readUInt8(3);
  if (input.readUInt8(2) !== DEFLATE || (flags & ~KNOWN_FLAGS) !== 0) throw damaged();
  let at = FIXED_HEADER_BYTES;
  if (flags & FLAG_EXTRA) {
    if (input.length < at + 2) throw damaged();
    at += 2 + input.readUInt16LE(at);
  }
  if (flags & FLAG_NAME) at = afterNul(input, at);
  if (flags & FLAG_COMMENT) at = afterNul(input, at);
  if (flags & FLAG_HEADER_CRC) {
    if (input.length < at + 2 || input.readUInt16LE(at) !== (crc32(input.subarray(0, at)) & 0xffff)) throw damaged();
    at += 2;
  }
  if (at > input.length) throw damaged();
  return at;
}

function afterNul(input: Buffer, at: number): number {
  const nul = input.indexOf(0, at);
  if (nul < 0) throw damaged();
  return nul + 1;
}

function damaged() {
  return refused("the archive is damaged or cut off");
}

function bomb(limit: number) {
  return refused(
    limit === MAX_BUNDLE_BYTES
      ? `the archive holds more than ${limit} bytes`
      : `the archive holds more than ${MAX_COMPRESSION_RATIO} times its size`,
  );
}
