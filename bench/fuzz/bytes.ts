import type { Random } from "./random.ts";

/** Bytes as a broken disk, a cut connection or somebody who tries things would change them. */
export function damaged(original: Uint8Array, random: Random): Uint8Array {
  // A Buffer's slice is no copy.
  const bytes = Uint8Array.from(original);
  const kind = random.pick(["cut", "flip", "flip", "set", "drop", "repeat", "swap"] as const);
  const at = random.below(bytes.length);
  const length = 1 + random.below(Math.min(16, bytes.length - at));
  const part = bytes.subarray(at, at + length);
  switch (kind) {
    case "cut":
      return bytes.slice(0, at);
    case "drop":
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case "repeat":
      return joined(bytes.subarray(0, at + length), part, bytes.subarray(at + length));
    case "swap":
      return joined(bytes.subarray(0, at), part.slice().reverse(), bytes.subarray(at + length));
  }
  const count = 1 + random.below(3);
  for (let index = 0; index < count; index++) {
    const place = random.below(bytes.length);
    bytes[place] = kind === "flip" ? (bytes[place] as number) ^ (1 << random.below(8)) : random.below(256);
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
