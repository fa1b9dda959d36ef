// Digests are `sha256:<hex>` everywhere but in the database, which holds their 32 bytes.

const PREFIX = "sha256:";

export function digestBytes(digest: string): Buffer {
  return Buffer.from(digest.slice(PREFIX.length), "hex");
}

export function digestText(bytes: Buffer): string {
  return PREFIX + bytes.toString("hex");
}
