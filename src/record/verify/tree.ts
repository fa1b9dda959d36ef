import { noteDigest, readCheckpoint } from "../checkpoint.ts";
import { type Leaf, readLeaf, type Stream } from "../leaves.ts";
import { MerkleTree } from "../merkle.ts";
import type { NoteKey } from "../note.ts";
import type { Report } from "./finding.ts";
import type { Stub } from "./join.ts";

/** A checkpoint as the database has it. */
export interface StoredNote {
  readonly size: number;
  readonly note: string;
}

/** What the signed tree says of the chains. */
export interface SignedHistory {
  readonly heads: Readonly<Record<Stream, Map<string, Map<number, string>>>>;
  readonly stubs: Readonly<Record<Stream, Stub[]>>;
  /** The newest day before which records were dropped, "" for none. */
  readonly droppedBefore: string;
  readonly checkpoints: number;
  /** When the last one was signed, RFC 3339; "" for none. */
  readonly lastAt: string;
}

/** Reads the leaves in order, and compares the tree with each checkpoint that there is of it, in the database and outside. */
export class TreeReader {
  readonly #tree = new MerkleTree();
  readonly #keys: readonly NoteKey[];
  readonly #report: Report;
  readonly #stored: ReadonlyMap<number, string>;
  /** Roots that somebody kept outside, by size. */
  readonly #kept = new Map<number, Uint8Array[]>();
  readonly #heads = { decisions: new Map(), follow_ups: new Map() } satisfies SignedHistory["heads"];
  readonly #stubs = { decisions: [] as Stub[], follow_ups: [] as Stub[] };
  #droppedBefore = "";
  #lastAt = "";
  #signed = 0;

  constructor(stored: readonly StoredNote[], kept: readonly string[], keys: readonly NoteKey[], report: Report) {
    this.#keys = keys;
    this.#report = report;
    this.#stored = new Map(stored.map(({ size, note }) => [size, note]));
    for (const [index, note] of kept.entries()) this.#keep(note, index);
  }

  add(line: string): void {
    const leaf = readLeaf(line);
    if (leaf === undefined) this.#tell("checkpoint_forged", this.#tree.size, "a leaf of the tree cannot be read");
    else this.#take(leaf);
    this.#tree.append(line);
    this.#compare();
  }

  end(): SignedHistory {
    const { size } = this.#tree;
    if (size > this.#signed) this.#tell("checkpoint_removed", size, "no checkpoint signs the last leaves of the tree");
    for (const kept of this.#kept.keys()) {
      if (kept > size) this.#tell("checkpoint_removed", kept, "it was kept outside, and the tree here is smaller");
    }
    for (const stored of this.#stored.keys()) {
      if (stored > size) this.#tell("checkpoint_forged", stored, "the tree here is smaller");
    }
    return {
      heads: this.#heads,
      stubs: this.#stubs,
      droppedBefore: this.#droppedBefore,
      checkpoints: this.#stored.size,
      lastAt: this.#lastAt,
    };
  }

  #keep(note: string, index: number): void {
    const checkpoint = readCheckpoint(note, this.#keys);
    if (checkpoint === undefined) {
      this.#tell("checkpoint_forged", 0, `note ${index + 1} of the file is not signed by the key`);
      return;
    }
    this.#kept.set(checkpoint.size, [...(this.#kept.get(checkpoint.size) ?? []), checkpoint.root]);
    if (!this.#stored.has(checkpoint.size)) {
      this.#tell("checkpoint_removed", checkpoint.size, "it was kept outside, and is not in the database");
    }
  }

  #take(leaf: Leaf): void {
    if (leaf.kind === "checkpoint") {
      this.#lastAt = leaf.at;
      const note = this.#stored.get(leaf.previousSize);
      if (leaf.previousSize > 0 && note === undefined) {
        this.#tell("checkpoint_removed", leaf.previousSize, "the one behind it tells of it");
      } else if (note !== undefined && noteDigest(note) !== leaf.previousDigest) {
        this.#tell("checkpoint_forged", leaf.previousSize, "the one behind it tells of another");
      }
      return;
    }
    if (leaf.kind === "dropped") {
      this.#stubs[leaf.stream].push({ writer: leaf.writer, first: leaf.first, last: leaf.seq, hash: leaf.hash });
      if (leaf.before > this.#droppedBefore) this.#droppedBefore = leaf.before;
      return;
    }
    const heads: Map<string, Map<number, string>> = this.#heads[leaf.stream];
    const own = heads.get(leaf.writer) ?? new Map<number, string>();
    if ((own.get(leaf.seq) ?? leaf.hash) !== leaf.hash) {
      const message = "two signed checkpoints say different hashes: it or one before it was written anew";
      this.#report({ ...leaf, kind: "rewritten", id: "", message });
    }
    heads.set(leaf.writer, own.set(leaf.seq, leaf.hash));
  }

  #compare(): void {
    const { size } = this.#tree;
    const note = this.#stored.get(size);
    const kept = this.#kept.get(size) ?? [];
    if (note === undefined && kept.length === 0) return;
    const root = this.#tree.root();
    if (kept.some((other) => !root.equals(other))) {
      this.#tell(
        "checkpoint_forged",
        size,
        "one that was kept outside says another tree: the history was written anew",
      );
    }
    if (note === undefined) return;
    this.#signed = size;
    const checkpoint = readCheckpoint(note, this.#keys);
    if (checkpoint === undefined) this.#tell("checkpoint_forged", size, "it is not signed by the key");
    else if (checkpoint.size !== size || !root.equals(checkpoint.root)) {
      this.#tell("checkpoint_forged", size, "the tree here is another one than it says");
    }
  }

  #tell(kind: "checkpoint_forged" | "checkpoint_removed", size: number, message: string): void {
    this.#report({ kind, stream: "checkpoints", writer: "", seq: size, id: "", message });
  }
}
