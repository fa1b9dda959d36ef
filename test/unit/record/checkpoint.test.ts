import { generateKeyPairSync, hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isOwnTree, readCheckpoint, signCheckpoint, splitNotes } from "../../../src/record/checkpoint.ts";
import { type Leaf, leafLine, readLeaf } from "../../../src/record/leaves.ts";
import { MerkleTree } from "../../../src/record/merkle.ts";
import { keyText, type NoteKey, openNote, rawPublicKey, readKeyText } from "../../../src/record/note.ts";

// RFC 6962's reference tree (certificate-transparency, merkle_tree_test.cc): leaves as bytes in hex, and the root of the first n.
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

function naive(leaves: readonly string[]): Buffer {
  const sha = (...parts: readonly Uint8Array[]) => hash("sha256", Buffer.concat(parts), "buffer");
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return sha(Buffer.of(0), Buffer.from(leaves[0] as string));
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha(Buffer.of(1), naive(leaves.slice(0, k)), naive(leaves.slice(k)));
}

describe("the tree", () => {
  it("is that of RFC 6962 section 2.1 at every size, and goes on from what it keeps", () => {
    const leaves = Array.from({ length: 70 }, (_, index) => `leaf ${index}`);
    let tree = new MerkleTree();
    expect(tree.root().toString("hex")).toBe(EMPTY);
    for (const [index, leaf] of leaves.entries()) {
      tree = new MerkleTree(tree.size, tree.subtrees());
      tree.append(leaf);
      expect(tree.root()).toEqual(naive(leaves.slice(0, index + 1)));
    }
  });

  it("has the root of the reference implementation for a leaf of nothing", () => {
    const tree = new MerkleTree();
    tree.append("");
    expect(tree.root().toString("hex")).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  });

  it("takes no subtrees of another size", () => {
    expect(() => new MerkleTree(3, Buffer.alloc(32))).toThrow(RangeError);
  });
});

// The example of the key format in golang.org/x/mod/sumdb/note, and the notes of C2SP's own specifications.
const GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const { privateKey } = generateKeyPairSync("ed25519");
const key: NoteKey = { name: "writ.example/records/1", publicKey: rawPublicKey(privateKey) };
const signer = { key, privateKey };

describe("a signed note", () => {
  it("of golang.org/x/mod/sumdb/note opens", () => {
    const known = readKeyText(GO_KEY);
    expect(known?.name).toBe("PeterNeumann");
    expect(openNote(GO_NOTE, [known as NoteKey])).toBe(GO_NOTE.slice(0, GO_NOTE.lastIndexOf("\n\n") + 1));
    expect(keyText(known as NoteKey)).toBe(GO_KEY);
  });

  const broken: readonly (readonly [string, string])[] = [
    ["another text", GO_NOTE.replace("answer", "Answer")],
    ["another signature", GO_NOTE.replace("x08go/ZJ", "x08go/ZK")],
    ["no signature", GO_NOTE.slice(0, GO_NOTE.lastIndexOf("\u2014"))],
    ["another name", GO_NOTE.replace("\u2014 Peter", "\u2014 Petra")],
    ["no end", GO_NOTE.slice(0, -1)],
  ];
  it.each(broken)("does not open with %s", (_, note) => {
    expect(openNote(note, [readKeyText(GO_KEY) as NoteKey])).toBeUndefined();
  });

  it.each([GO_KEY.replace("c74f", "c74e"), "name", "a b+00000000+AA==", ""])("has no key in %j", (text) => {
    expect(readKeyText(text)).toBeUndefined();
  });
});

describe("a checkpoint", () => {
  const first = signCheckpoint(undefined, ["a", "b"], signer);
  const second = signCheckpoint(first, ["c"], signer);

  it("says size and root of all leaves, old and new", () => {
    expect(readCheckpoint(second.note, [key])).toEqual({ origin: key.name, size: 3, root: naive(["a", "b", "c"]) });
    expect(isOwnTree(second, key)).toBe(true);
    expect(isOwnTree({ ...second, subtrees: Buffer.alloc(64) }, key)).toBe(false);
    expect(isOwnTree({ ...second, note: first.note }, key)).toBe(false);
  });

  it("is found in a file of them, whatever was cut off between", () => {
    expect(splitNotes(first.note + second.note)).toEqual([first.note, second.note]);
    expect(splitNotes(`${first.note.slice(0, 90)}\n\n${second.note}`)).toContain(second.note);
  });
});

const leaves: readonly Leaf[] = [
  { kind: "checkpoint", at: "2026-11-20T15:04:05.123Z", previousSize: 0, previousDigest: "-" },
  { kind: "head", stream: "decisions", writer: "wrt_1", seq: 12, hash: "ab" },
  { kind: "dropped", stream: "follow_ups", writer: "flw_1", first: 1, seq: 12, hash: "ab", before: "2026-11-20" },
];
it.each(leaves)("a leaf of kind $kind is read as it was written", (leaf) => {
  expect(readLeaf(leafLine(leaf))).toEqual(leaf);
});
it.each(["", "head", "head users wrt_1 1 ab", "head decisions wrt_1 x ab", "checkpoint now 1"])(
  "%j is no leaf",
  (line) => {
    expect(readLeaf(line)).toBeUndefined();
  },
);
