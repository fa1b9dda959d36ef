import type { Stream } from "../leaves.ts";

export const FINDING_KINDS = [
  /** A row's column, or its place, is not what its hash is of; of a table without a chain, not what its follow-up says. */
  "changed",
  /** A text is not what its digest is of. */
  "text_changed",
  /** Numbers are missing between others, or at the start. */
  "removed",
  /** A number is there twice. */
  "inserted",
  /** A signed checkpoint says another hash. */
  "rewritten",
  /** A signed checkpoint says that there was more. */
  "truncated",
  /** A text was taken out, and nothing says by whom. */
  "erased_unseen",
  /** A checkpoint is not signed by the key, or says another tree than there is. */
  "checkpoint_forged",
  /** A checkpoint is gone that another one, or the file, tells of. */
  "checkpoint_removed",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Tables without a chain of their own, of whose rows follow-ups tell. */
export type FaithfulTable =
  | "outcomes"
  | "approvals"
  | "approval_votes"
  | "approval_uses"
  | "redemptions"
  | "revocations";

/** Something that does not fit. */
export interface Finding {
  readonly kind: FindingKind;
  readonly stream: Stream | "checkpoints" | FaithfulTable;
  /** "" where it is about no one writer. */
  readonly writer: string;
  /** The record's number, a checkpoint's size. */
  readonly seq: number;
  /** The record's id, "" where it is not known. */
  readonly id: string;
  readonly message: string;
}

export type Report = (finding: Finding) => void;
