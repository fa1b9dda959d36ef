import { WritError } from "../../domain/errors.ts";
import { booleanField, choiceField, listField, objectField } from "../../domain/fields.ts";
import type { JsonValue } from "../../domain/json.ts";
import { KEY_PURPOSES } from "../../domain/signing-key.ts";
import type { RotationOrder } from "../../pipeline/key-commands.ts";

/** RFC 7638: SHA-256 in base64url. */
const KID = /^[A-Za-z0-9_-]{43}$/;

/** @param body absent or `{}`: all purposes, with the overlap @throws WritError invalid_argument naming the field */
export function decodeRotation(body: JsonValue | undefined): RotationOrder {
  const fields = objectField(body ?? {}, "", ["purposes", "now"]);
  return {
    purposes: listField(fields["purposes"] ?? [], "/purposes", KEY_PURPOSES.length, (purpose, at) =>
      choiceField(purpose, at, KEY_PURPOSES),
    ),
    now: booleanField(fields["now"] ?? false, "/now"),
  };
}

/** @throws WritError not_found for what is no key's id */
export function decodeKid(text: string): string {
  if (!KID.test(text)) throw new WritError("not_found", "there is no signing key with this id");
  return text;
}
