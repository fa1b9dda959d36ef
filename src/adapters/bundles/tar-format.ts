/** Offset and length of a field in a header. */
export type Field = readonly [number, number];

export const BLOCK_BYTES = 512;

/** POSIX.1-1988, ustar header block; those that count here. */
export const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  owner: [108, 8],
  group: [116, 8],
  size: [124, 12],
  time: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const satisfies Readonly<Record<string, Field>>;

/** With the version behind it. */
export const MAGIC = { ustar: "ustar\x0000", gnu: "ustar  \0" } as const;

/** What content of that length takes in whole blocks. */
export function paddedLength(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

export function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
