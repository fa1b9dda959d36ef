import { type CheckpointSigner, isOwnTree, noteDigest, type SignedTree, signCheckpoint } from "./checkpoint.ts";
import { type ChainPlace, type Leaf, leafLine } from "./leaves.ts";

/** What is to stand in the next checkpoint. */
export interface CheckpointQuestion {
  readonly last: SignedTree | undefined;
  readonly heads: readonly ChainPlace[];
  /** Records that are about to be dropped. */
  readonly dropped: readonly Leaf[];
  readonly at_ms: number;
}

export interface SignedCheckpoint {
  readonly at_ms: number;
  readonly lines: readonly string[];
  readonly tree: SignedTree;
}

/**
 * The next checkpoint; undefined when nothing has changed.
 * @param known lines that stand in the tree already
 * @throws RangeError when the tree is not the one that the last note says: nothing may be built on it
 */
export function nextCheckpoint(
  { last, heads, dropped, at_ms }: CheckpointQuestion,
  signer: CheckpointSigner,
  known: ReadonlySet<string>,
): SignedCheckpoint | undefined {
  if (last !== undefined && !isOwnTree(last, signer.key)) {
    throw new RangeError("the last checkpoint is not one that this key signed");
  }
  const news = [...heads.map((head): Leaf => ({ kind: "head", ...head })), ...dropped].map(leafLine);
  const fresh = news.filter((line) => !known.has(line));
  if (fresh.length === 0) return undefined;
  const first = leafLine({
    kind: "checkpoint",
    at: new Date(at_ms).toISOString(),
    previousSize: last?.size ?? 0,
    previousDigest: last === undefined ? "-" : noteDigest(last.note),
  });
  const lines = [first, ...fresh];
  return { at_ms, lines, tree: signCheckpoint(last, lines, signer) };
}
