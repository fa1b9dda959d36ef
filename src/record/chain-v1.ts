import { hash } from "node:crypto";
import type { DecisionRow } from "../domain/record.ts";

const FIELD_SEPARATOR = "\u001f";

/** The hash of a record that was written before its texts were covered by digests: over the texts themselves. */
export function firstRuleHash(writer: string, seq: number, previous: Uint8Array, row: DecisionRow): Uint8Array {
  const text = [
    Buffer.from(previous).toString("hex"),
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
  return hash("sha256", text, "buffer");
}
