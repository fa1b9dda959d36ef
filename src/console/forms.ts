import { createHmac, timingSafeEqual } from "node:crypto";
import { invalidField, WritError } from "../domain/errors.ts";
import { single } from "../transports/native/headers.ts";
import type { HeaderValues, HttpExchange } from "../transports/native/protocol.ts";
import type { Place } from "./place.ts";

/** A comment of the greatest length, every character of it percent-encoded as UTF-8, and the fields beside it. */
export const MAX_FORM_BYTES = 64 * 1024;
const MAX_FIELDS = 10;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** What a form of this page, for this browser, and for nothing but what it names, carries. */
export function formToken(secret: string, ...about: readonly string[]): string {
  return createHmac("sha256", secret).update(JSON.stringify(about)).digest("base64url");
}

/** The fields of a form. @throws WritError unsupported_media_type, invalid_argument */
export function fieldsOf({ headers, body }: HttpExchange): ReadonlyMap<string, string> {
  if (!FORM_TYPE.test(single(headers, "content-type") ?? "")) {
    throw new WritError("unsupported_media_type", "the content type must be application/x-www-form-urlencoded");
  }
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString("utf8"))) {
    if (fields.has(name)) throw invalidField("", "has a field twice");
    if (fields.size === MAX_FIELDS) throw invalidField("", `must have at most ${MAX_FIELDS} fields`);
    fields.set(name, value);
  }
  return fields;
}

/**
 * Whether the person sent the form from this page: the browser says so, and the form holds what only this page of this browser could.
 * @throws WritError permission_denied
 */
export function checkOwnForm(
  { headers }: HttpExchange,
  { origin }: Place,
  given: string | undefined,
  expected: string | undefined,
): void {
  if (!comesFrom(headers, origin)) throw new WritError("permission_denied", "the form came from another site");
  if (given === undefined || expected === undefined || !isSame(given, expected)) {
    throw new WritError(
      "permission_denied",
      "the form is not one of this page: go back, load the page anew, and answer there",
    );
  }
}

/** Every browser of today says the origin of a form (Fetch section 3.1), and most the site of who asks (Fetch Metadata). */
function comesFrom(headers: HeaderValues, own: string): boolean {
  const site = single(headers, "sec-fetch-site");
  return single(headers, "origin") === own && (site === "" || site === "same-origin");
}

/** Takes as long for every token of the right length. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
