import { hash } from "node:crypto";
import type { FollowUpRow } from "../domain/chained-follow-up.ts";
import { FieldWriter } from "./encoding.ts";

/** As of decisions. */
export const FOLLOW_UP_TAG = Buffer.from("writ follow-up 1\n");

const fields = new FieldWriter();

/** The hash of a follow-up in its place of the chain, by the same rule as that of a decision. */
export function followUpHash(writer: string, place: number, previous: Uint8Array, row: FollowUpRow): Uint8Array {
  fields.begin();
  fields.raw(FOLLOW_UP_TAG);
  fields.raw(previous);
  fields.text(writer);
  fields.bigint(place);
  fields.text(row.tenant);
  fields.text(row.id);
  fields.text(row.decision_id);
  fields.text(row.session);
  fields.text(row.kind);
  fields.postgresTime(row.at_us);
  fields.text(row.actor);
  fields.binary(row.body_digest);
  return hash("sha256", fields.bytes(), "buffer");
}
