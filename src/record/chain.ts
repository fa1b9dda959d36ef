import { hash } from "node:crypto";
import type { ChainLink, DecisionRow } from "../domain/record.ts";

/** What the first record of a writer is chained to. */
export const CHAIN_START: { readonly seq: number; readonly hash: Uint8Array } = { seq: 0, hash: new Uint8Array(32) };

const FIELD_SEPARATOR = "\u001f";

/**
 * The next place in a writer's chain: SHA-256 over the previous hash, the place and every column of the row, so that a
 * record that was changed, dropped or moved no longer fits. Columns are joined by a character that neither ids nor JSON
 * text can hold.
 */
export function nextLink(
  writer: string,
  previous: { readonly seq: number; readonly hash: Uint8Array },
  row: DecisionRow,
): ChainLink {
  const seq = previous.seq + 1;
  const text = [
    Buffer.from(previous.hash).toString("hex"),
    writer,
    seq,
    row.tenant,
    row.id,
    row.at_ms,
    row.request_id,
    row.caller,
    row.protocol,
    row.agent,
    row.session,
    row.task,
    row.tool,
    row.verb,
    row.effect,
    row.reason,
    row.dry_run,
    row.action_digest,
    row.policy_digest,
    row.catalogue_digest,
    row.answer,
    row.input,
  ].join(FIELD_SEPARATOR);
  return { writer, seq, hash: hash("sha256", text, "buffer") };
}
