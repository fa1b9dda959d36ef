import { invalidField } from "../../domain/errors.ts";

/** The last row of a page: where the next one begins. */
export interface PagePosition {
  readonly at_ms: number;
  readonly id: string;
}

/** A decision's id: `dec_` and a ULID, of which the first character is at most 7 (48 bits of time). */
const DECISION_ID = /^dec_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const GRANT_ID = /^grt_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const POSITION = /^(0|[1-9]\d{0,15})\.(.*)$/s;

/** An opaque token; what it says is no secret, but nothing for clients to rely on. */
export function encodePageToken({ at_ms, id }: PagePosition): string {
  return Buffer.from(`${at_ms}.${id}`).toString("base64url");
}

/** @throws WritError `invalid_argument` for anything but what encodePageToken made */
export function decodePageToken(token: string, at: string): PagePosition {
  return decodePosition(token, at, DECISION_ID);
}

/** @throws WritError `invalid_argument` for anything but what encodePageToken made of a grant */
export function decodeGrantPageToken(token: string, at: string): PagePosition {
  return decodePosition(token, at, GRANT_ID);
}

/** Session ids are gateways' own: any text that an id may be. */
const SESSION_ID = /^.{1,256}$/s;

/** @throws WritError `invalid_argument` for anything but what encodePageToken made of a session */
export function decodeSessionPageToken(token: string, at: string): PagePosition {
  return decodePosition(token, at, SESSION_ID);
}

function decodePosition(token: string, at: string, form: RegExp): PagePosition {
  const [, time = "", id = ""] = POSITION.exec(Buffer.from(token, "base64url").toString()) ?? [];
  const position = { at_ms: Number(time), id };
  if (!form.test(id) || !Number.isSafeInteger(position.at_ms) || encodePageToken(position) !== token) {
    throw invalidField(at, "is not a page token of this service");
  }
  return position;
}
