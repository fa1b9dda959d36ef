import { DECISION_TAG } from "../chain.ts";
import { FOLLOW_UP_TAG } from "../follow-up-chain.ts";
import type { Stream } from "../leaves.ts";

/** How rows of a table come in, and what of them the chain covers. */
export interface Shape {
  readonly stream: Stream;
  readonly tag: Uint8Array;
  /** In the order in which they are read. The first ones, up to the hash, are what the hash is of, in its order. */
  readonly columns: readonly string[];
  /** Each with the column of its digest. */
  readonly texts: readonly (readonly [text: string, digest: string])[];
}

export const DECISION_SHAPE: Shape = {
  stream: "decisions",
  tag: DECISION_TAG,
  columns: [
    "writer",
    "seq",
    "tenant",
    "at",
    "id",
    "request_id",
    "caller",
    "protocol",
    "agent",
    "session",
    "task",
    "tool",
    "verb",
    "effect",
    "reason",
    "dry_run",
    "action_digest",
    "policy_digest",
    "catalogue_digest",
    "answer_digest",
    "input_digest",
    "hash",
    "salt",
    "answer",
    "input",
  ],
  texts: [
    ["answer", "answer_digest"],
    ["input", "input_digest"],
  ],
};

export const FOLLOW_UP_SHAPE: Shape = {
  stream: "follow_ups",
  tag: FOLLOW_UP_TAG,
  columns: [
    "writer",
    "place",
    "tenant",
    "id",
    "decision_id",
    "session",
    "kind",
    "at",
    "actor",
    "body_digest",
    "hash",
    "salt",
    "body",
  ],
  texts: [["body", "body_digest"]],
};
