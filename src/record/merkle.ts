import { hash } from "node:crypto";

/** SHA-256. */
export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The hash of a leaf (RFC 6962 section 2.1). */
function leafHash(line: string): Buffer {
  return hash("sha256", Buffer.concat([LEAF, Buffer.from(line, "utf8")]), "buffer");
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash("sha256", Buffer.concat([NODE, left, right]), "buffer");
}

/** The head of a Merkle tree (RFC 6962 section 2.1) that grows at its end. What it keeps are the roots of its full subtrees. */
export class MerkleTree {
  #size: number;
  /** Largest first. */
  readonly #subtrees: Buffer[];

  constructor(size = 0, subtrees: Uint8Array = new Uint8Array()) {
    if (subtrees.length !== HASH_BYTES * bits(size)) throw new RangeError("not the subtrees of a tree of this size");
    this.#size = size;
    this.#subtrees = Array.from({ length: bits(size) }, (_, index) =>
      Buffer.from(subtrees.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
    );
  }

  get size(): number {
    return this.#size;
  }

  append(line: string): void {
    let node = leafHash(line);
    // Each full subtree of the same height joins it, as a carry does.
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) {
      node = nodeHash(this.#subtrees.pop() as Buffer, node);
    }
    this.#subtrees.push(node);
    this.#size++;
  }

  root(): Buffer {
    const last = this.#subtrees.at(-1);
    if (last === undefined) return hash("sha256", "", "buffer");
    return this.#subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }

  /** What a tree of this size goes on from. */
  subtrees(): Buffer {
    return Buffer.concat(this.#subtrees);
  }
}

function bits(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
