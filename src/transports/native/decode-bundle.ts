import { DIGEST, DIGEST_EXPECTED } from "../../domain/digest.ts";
import { invalidField } from "../../domain/errors.ts";
import { nameField, objectField, optionalField, stringField } from "../../domain/fields.ts";
import type { JsonValue } from "../../domain/json.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";
import type { BundleCommand } from "../../pipeline/bundle-commands.ts";

/** A reason is for the next one on call. */
const MAX_REASON_CHARS = 500;

const FIELDS = ["reason", "by"];

/**
 * What a person says about an order.
 * @param body absent or `{}` where nothing is said
 * @throws WritError invalid_argument which names the field
 */
export function decodeOrderNote(body: JsonValue | undefined): Pick<BundleCommand, "reason" | "by"> {
  const fields = objectField(body ?? {}, "", FIELDS);
  return {
    reason: stringField(fields["reason"] ?? "", "/reason", MAX_REASON_CHARS),
    ...optionalField("by", fields, "", (value, at) => nameField(value, at, MAX_ID_CHARS)),
  };
}

/** @throws WritError invalid_argument */
export function decodeDigest(text: string, at: string): string {
  if (!DIGEST.test(text)) throw invalidField(at, DIGEST_EXPECTED);
  return text;
}
