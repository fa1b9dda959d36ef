import { hash } from "node:crypto";
import type { ChainLink, DecisionRow } from "../domain/record.ts";
import { FieldWriter } from "./encoding.ts";
import { newSalt, saltedDigest } from "./salt.ts";

/** What the first record of a writer is chained to. */
export const CHAIN_START: { readonly seq: number; readonly hash: Uint8Array } = { seq: 0, hash: new Uint8Array(32) };

/** What a link is of, so that no other text of this program's has the same hash. */
export const DECISION_TAG = Buffer.from("writ decision 2\n");

const fields = new FieldWriter();

/**
 * The next place in a writer's chain: SHA-256 over a tag, the previous hash, the place, every column of the row, and of the
 * answer and the input their salted digests, so that a record that was changed, dropped or moved no longer fits, and one
 * whose texts were erased still does.
 */
export function nextLink(
  writer: string,
  previous: { readonly seq: number; readonly hash: Uint8Array },
  row: DecisionRow,
  salt: Uint8Array = newSalt(),
): ChainLink {
  const seq = previous.seq + 1;
  const input_digest = saltedDigest(salt, row.input);
  const answer_digest = saltedDigest(salt, row.answer);
  fields.begin();
  fields.raw(DECISION_TAG);
  fields.raw(previous.hash);
  writeFields(writer, seq, row);
  fields.binary(answer_digest);
  fields.binary(input_digest);
  return { writer, seq, hash: hash("sha256", fields.bytes(), "buffer"), salt, input_digest, answer_digest };
}

/** In this order; a verifier reads them in the same. */
function writeFields(writer: string, seq: number, row: DecisionRow): void {
  fields.text(writer);
  fields.bigint(seq);
  fields.text(row.tenant);
  fields.timestamp(row.at_ms);
  fields.text(row.id);
  fields.text(row.request_id);
  fields.text(row.caller);
  fields.text(row.protocol);
  fields.text(row.agent);
  fields.text(row.session);
  fields.text(row.task);
  fields.text(row.tool);
  fields.text(row.verb);
  fields.text(row.effect);
  fields.text(row.reason);
  fields.boolean(row.dry_run);
  fields.digest(row.action_digest);
  fields.digest(row.policy_digest);
  fields.digest(row.catalogue_digest);
}
