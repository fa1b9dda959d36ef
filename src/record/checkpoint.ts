import { hash, type KeyObject } from "node:crypto";
import { HASH_BYTES, MerkleTree } from "./merkle.ts";
import { type NoteKey, openNote, signNote } from "./note.ts";

/** What a checkpoint says: the head of the tree of leaves (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Where a tree stands, and the note that says so. */
export interface SignedTree {
  readonly size: number;
  readonly subtrees: Uint8Array;
  readonly note: string;
}

export interface CheckpointSigner {
  readonly key: NoteKey;
  readonly privateKey: KeyObject;
}

/** Appends the leaves and signs the tree. */
export function signCheckpoint(
  before: SignedTree | undefined,
  lines: readonly string[],
  { key, privateKey }: CheckpointSigner,
): SignedTree {
  const tree = new MerkleTree(before?.size, before?.subtrees);
  for (const line of lines) tree.append(line);
  const text = `${key.name}\n${tree.size}\n${tree.root().toString("base64")}\n`;
  return { size: tree.size, subtrees: tree.subtrees(), note: signNote(text, key, privateKey) };
}

/** Whether the note says of the tree what it is, and the key signed it: only such a one may be gone on from. */
export function isOwnTree({ size, subtrees, note }: SignedTree, key: NoteKey): boolean {
  const checkpoint = readCheckpoint(note, [key]);
  if (checkpoint === undefined || checkpoint.size !== size) return false;
  return new MerkleTree(size, subtrees).root().equals(checkpoint.root);
}

/** Undefined for what none of the keys signed, and for a text of another form. */
export function readCheckpoint(note: string, keys: readonly NoteKey[]): Checkpoint | undefined {
  const [origin = "", size = "", root = ""] = openNote(note, keys)?.split("\n") ?? [];
  const bytes = Buffer.from(root, "base64");
  if (origin === "" || !/^(0|[1-9]\d{0,15})$/.test(size) || bytes.length !== HASH_BYTES) return undefined;
  if (!keys.some(({ name }) => name === origin)) return undefined;
  return { origin, size: Number(size), root: bytes };
}

/** What the next checkpoint's first leaf says of this one. */
export function noteDigest(note: string): string {
  return hash("sha256", note, "hex");
}

/** Notes that were written one behind the other, as in a file of them. A note ends where the next one's origin begins. */
export function splitNotes(text: string): readonly string[] {
  return text.match(/(?:[^\n]+\n){3,}\n(?:\u2014 [^\n]+\n)+/g) ?? [];
}
