import { crc32 } from "node:zlib";

// A segment is a head of 8 bytes and frames behind each other. A frame is, little endian:
//   length of the payload, 4 bytes | number of the record in its journal, 6 bytes | CRC-32, 4 bytes | payload
// The CRC is over length, number and payload. Numbers count up by one, so that a gap says how many records are missing.

/** A segment's first bytes; the last of them is the version of this form. */
export const SEGMENT_HEAD = Buffer.from("WRITSPL\u0001", "latin1");

const FRAME_HEAD_BYTES = 14;
const SEQ_AT = 4;
const CRC_AT = 10;
const FIRST_BYTES = 64 * 1024;
/** A buffer that one large group has blown up is not kept. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

/** Writes the frames of one group behind each other, in a buffer that is used again and again. */
export class FrameWriter {
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;

  get size(): number {
    return this.#used;
  }

  add(seq: number, payload: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#room(FRAME_HEAD_BYTES + payload.length * 3);
    const start = this.#used;
    const length = this.#buffer.write(payload, start + FRAME_HEAD_BYTES, "utf8");
    this.#buffer.writeUInt32LE(length, start);
    this.#buffer.writeUIntLE(seq, start + SEQ_AT, CRC_AT - SEQ_AT);
    this.#buffer.writeUInt32LE(checksum(this.#buffer, start, length), start + CRC_AT);
    this.#used = start + FRAME_HEAD_BYTES + length;
  }

  /** All frames since the last reset. A view: good until the next one. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#used);
  }

  reset(): void {
    this.#used = 0;
    if (this.#buffer.length > MAX_KEPT_BYTES) this.#buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#used + bytes));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }
}

export interface Frame {
  readonly seq: number;
  readonly payload: Buffer;
  /** Where it begins, and where the next one does. */
  readonly start: number;
  readonly end: number;
}

/** The frame at a place; undefined where there is no whole one whose checksum fits. */
export function frameAt(bytes: Buffer, start: number): Frame | undefined {
  if (start + FRAME_HEAD_BYTES > bytes.length) return undefined;
  const length = bytes.readUInt32LE(start);
  const end = start + FRAME_HEAD_BYTES + length;
  if (end > bytes.length) return undefined;
  if (bytes.readUInt32LE(start + CRC_AT) !== checksum(bytes, start, length)) return undefined;
  return { seq: seqAt(bytes, start), payload: bytes.subarray(start + FRAME_HEAD_BYTES, end), start, end };
}

/** Whether as many bytes are there as the frame says that it has; zeros, which a power loss may leave, are no frame. */
export function isWhole(bytes: Buffer): boolean {
  if (bytes.length < FRAME_HEAD_BYTES) return false;
  const length = bytes.readUInt32LE(0);
  return length > 0 && bytes.length >= FRAME_HEAD_BYTES + length;
}

/**
 * The first frame behind a damaged place. Its number has to be one that can follow, which spares the checksum at nearly every
 * other place.
 * @param seq the first number that may be missing
 */
export function frameBehind(bytes: Buffer, start: number, seq: number): Frame | undefined {
  for (let at = start; at + FRAME_HEAD_BYTES <= bytes.length; at++) {
    const found = seqAt(bytes, at);
    if (found < seq || found > seq + (at - start) / FRAME_HEAD_BYTES + 1) continue;
    const frame = frameAt(bytes, at);
    if (frame !== undefined) return frame;
  }
  return undefined;
}

function seqAt(bytes: Buffer, start: number): number {
  return bytes.readUIntLE(start + SEQ_AT, CRC_AT - SEQ_AT);
}

function checksum(bytes: Buffer, start: number, length: number): number {
  const payload = start + FRAME_HEAD_BYTES;
  return crc32(bytes.subarray(payload, payload + length), crc32(bytes.subarray(start, start + CRC_AT)));
}
