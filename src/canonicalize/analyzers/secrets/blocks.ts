import type { Found } from "./found.ts";
import type { Reading } from "./reading.ts";

const BEGIN = /-{4,5} ?BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/y;
const END = /-{4,5} ?END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;

/** What a key's body may consist of (RFC 7468 section 3, RFC 9580 section 6.2), in JSON and with a program's quotes around its lines. */
const BODY = /[A-Za-z0-9+/=:,.()@<> \t\r\n\\"'-]*/y;

/** How much of a body is looked at to tell a key from `-----BEGIN PRIVATE KEY-----\n...`: its headers and first lines. */
const LOOKED_AT_CHARS = 200;

/** Anything but dots and a word about the key. */
const KEY = /[A-Za-z0-9+/]{8}|[A-Za-z][0-9]|MII/;
/** Where its end is missing, a text is a key only with a whole line of base64. */
const CUT_OFF_KEY = /[A-Za-z0-9+/]{40}/;

/** The private key in PEM, OpenSSH, SSH2 or PGP form whose first dash is at `at`. */
export function privateKeyAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  BEGIN.lastIndex = at;
  if (!BEGIN.test(text)) return undefined;
  const body = BEGIN.lastIndex;
  const type = text.slice(at, body).includes("PGP") ? "secret.pgp_private_key" : "secret.private_key";
  findMark(reading, body);
  if (reading.markStart >= 0 && KEY.test(text.slice(body, Math.min(reading.markStart, body + LOOKED_AT_CHARS)))) {
    return { type, severity: "critical", start: at, end: reading.markEnd };
  }
  const end = bodyEnd(reading, body);
  if (!CUT_OFF_KEY.test(text.slice(body, Math.min(end, body + LOOKED_AT_CHARS)))) return undefined;
  return { type, severity: "critical", start: at, end };
}

function findMark(reading: Reading, from: number): void {
  if (reading.markFrom >= 0 && from >= reading.markFrom && (reading.markStart < 0 || from <= reading.markStart)) return;
  END.lastIndex = from;
  const match = END.exec(reading.text);
  reading.markFrom = from;
  reading.markStart = match?.index ?? -1;
  reading.markEnd = match === null ? -1 : END.lastIndex;
}

function bodyEnd(reading: Reading, from: number): number {
  if (from >= reading.bodyStart && from < reading.bodyEnd) return reading.bodyEnd;
  BODY.lastIndex = from;
  BODY.test(reading.text);
  reading.bodyStart = from;
  reading.bodyEnd = BODY.lastIndex;
  return reading.bodyEnd;
}

const PUTTY = /PuTTY-User-Key-File-[0-9]:[^\r\n]{0,100}/y;
const PUTTY_END = /Private-MAC: ?[0-9a-f]{8,128}/g;

/** A key file of PuTTY is no longer than this; its longest keys are those of RSA with 16384 bits. */
const MAX_PUTTY_CHARS = 32 * 1024;

/** The key file of PuTTY that begins at `at`. */
export function puttyKeyAt({ text }: Reading, at: number): Found | undefined {
  PUTTY.lastIndex = at;
  if (!PUTTY.test(text)) return undefined;
  const from = PUTTY.lastIndex;
  if (!CUT_OFF_KEY.test(text.slice(from, from + LOOKED_AT_CHARS))) return undefined;
  const rest = text.slice(from, from + MAX_PUTTY_CHARS);
  PUTTY_END.lastIndex = 0;
  const end = PUTTY_END.test(rest) ? from + PUTTY_END.lastIndex : from + rest.length;
  return { type: "secret.putty_key", severity: "critical", start: at, end };
}
