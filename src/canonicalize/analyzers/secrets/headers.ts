import { formatAt } from "./formats/index.ts";
import type { Found } from "./found.ts";
import type { NameBefore } from "./name-before.ts";
import type { NameKind } from "./names.ts";
import { isPlaceholder } from "./values.ts";

/**
 * Header fields of HTTP (RFC 9110 section 5) that carry credentials. The whole field is the finding, its name too: what
 * is left of a credential's field says nothing.
 */

const AUTHORIZATION = new Set(["authorization", "proxy-authorization", "x-authorization", "x-forwarded-authorization"]);
const COOKIES = new Set(["cookie", "set-cookie", "cookie2", "set-cookie2", "x-cookie"]);

/** The schemes of the IANA registry and of the larger services; what follows is the credential. */
const SCHEME_AND_CREDENTIAL =
  /(?:Bearer|Basic|Token|ApiKey|Api-Key|Key|OAuth|JWT|SSWS|Negotiate|NTLM|SharedKey|SharedKeyLite|GoogleLogin|Hawk|DPoP|PrivateToken|GenieKey|Klaviyo-API-Key|Discogs|Bot)[ \t]{1,8}([^\s"'`<>{}[\]\\]{1,8192})/iy;

/** Schemes with parameters: `Digest username="…", response="…"`, AWS's signature version 4. */
const SCHEME_AND_PARAMETERS =
  /(?:Digest|Hawk|OAuth|AWS4-HMAC-SHA256|AWS4-ECDSA-P256-SHA256|AWS|MAC|Signature|EG1-HMAC-SHA256|GoogleLogin)[ \t]{1,8}(?=[\w-]{1,40}[=:])[^\r\n\\'`]{8,4096}/iy;

const BARE_CREDENTIAL = /[^\s"'`<>{}[\]\\,;]{1,8192}/y;

const COOKIE_PAIR = /[^\s"'`=;,<>{}\\]{1,256}=(?:"[^"\r\n\\]{0,4096}"|[^\s;,"'`<>\\]{0,4096})/y;
const COOKIE_ATTRIBUTE =
  /;[ \t]{0,4}(?:[^\s"'`=;,<>{}\\]{1,256}(?:=(?:"[^"\r\n\\]{0,4096}"|[^\s;"'`<>\\]{0,4096}(?:[ \t][0-9A-Za-z:-]{2,12}){0,4}))?)?/y;

const MIN_CREDENTIAL_CHARS = 6;
const MIN_WORDY_CREDENTIAL_CHARS = 20;
/** Behind a scheme without its field. */
const MIN_LONE_CREDENTIAL_CHARS = 10;

/** Words that follow a scheme's name in texts about it, `Bearer token authentication`, do not end their line. */
function isCredential(value: string, alone: boolean): boolean {
  if (value.length < MIN_CREDENTIAL_CHARS || isPlaceholder(value)) return false;
  if (alone || /[0-9]/.test(value)) return true;
  return (
    value.length >= MIN_WORDY_CREDENTIAL_CHARS ||
    (/[a-z]/.test(value) && /[a-z][A-Z]/.test(value)) ||
    value.endsWith("=")
  );
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Punctuation that ends a sentence rather than the credential. */
function withoutFullStop(text: string, end: number): number {
  return /[.,;:!?)]/.test(text.charAt(end - 1)) ? end - 1 : end;
}

/** Whether a line, a quoted text or its escaped form ends here. */
function endsLine(text: string, end: number): boolean {
  return end >= text.length || "\r\n\"'`\\".includes(text.charAt(end));
}

/** Where the credential of an `Authorization` field that begins at `at` ends, or -1 where there is none. */
function authorizationEnd(text: string, at: number): number {
  const parameters = endOf(SCHEME_AND_PARAMETERS, text, at);
  if (parameters >= 0) return parameters;
  SCHEME_AND_CREDENTIAL.lastIndex = at;
  const schemed = SCHEME_AND_CREDENTIAL.exec(text);
  if (schemed !== null) {
    const end = withoutFullStop(text, SCHEME_AND_CREDENTIAL.lastIndex);
    return isCredential(text.slice(end - (schemed[1] as string).length, end), endsLine(text, end)) ? end : -1;
  }
  return credentialEnd(text, at);
}

function credentialEnd(text: string, at: number): number {
  const end = endOf(BARE_CREDENTIAL, text, at);
  return end >= 0 && isCredential(text.slice(at, end), endsLine(text, end)) ? withoutFullStop(text, end) : -1;
}

/** Where the cookies that begin at `at` end, or -1 where there are none. */
function cookiesEnd(text: string, at: number): number {
  let end = endOf(COOKIE_PAIR, text, at);
  if (end < 0 || isPlaceholder(text.slice(text.indexOf("=", at) + 1, end))) return -1;
  for (let next = end; next >= 0; next = endOf(COOKIE_ATTRIBUTE, text, end)) end = next;
  return end;
}

function blanksEnd(text: string, at: number): number {
  let i = at;
  while (i < at + 8 && (text.charCodeAt(i) === 0x20 || text.charCodeAt(i) === 0x09)) i++;
  return i;
}

/** The field whose name was found and whose value begins at `from`, where it is a field with a credential. */
export function headerAt(text: string, { name, start }: NameBefore, kind: NameKind, from: number): Found | undefined {
  const field = name.toLowerCase().replace(/^-+/, "");
  const value = blanksEnd(text, from);
  if (AUTHORIZATION.has(field))
    return fieldOf(text, start, value, authorizationEnd(text, value), "secret.authorization_header");
  if (COOKIES.has(field)) return fieldOf(text, start, value, cookiesEnd(text, value), "secret.cookie_header");
  // Keys, certificates and codes have values that are no secrets: those are judged by their look.
  if (kind === "key" || kind === "code" || !field.includes("-") || name.startsWith("--")) return undefined;
  return fieldOf(text, start, value, credentialEnd(text, value), "secret.token_header");
}

function fieldOf(text: string, start: number, value: number, end: number, type: string): Found | undefined {
  if (end < 0) return undefined;
  const known = formatAt(text, value);
  return { type: known?.type ?? type, severity: known?.severity ?? "high", start, end: Math.max(end, known?.end ?? 0) };
}

/** A scheme and its credential without their field: `Bearer …` in quotes, in logs, in programs. */
export function schemeAt(text: string, at: number): Found | undefined {
  SCHEME_ALONE.lastIndex = at;
  const match = SCHEME_ALONE.exec(text);
  if (match === null) return undefined;
  const end = withoutFullStop(text, SCHEME_ALONE.lastIndex);
  const credential = text.slice(SCHEME_ALONE.lastIndex - (match[1] as string).length, end);
  const basic = text.charCodeAt(at) === 0x42 && text.charCodeAt(at + 1) === 0x61;
  const convincing = basic
    ? /^[ -9;-~]+:[ -~]+$/.test(Buffer.from(credential, "base64").toString("latin1"))
    : credential.length >= MIN_LONE_CREDENTIAL_CHARS && /[0-9]/.test(credential) && /[A-Za-z]/.test(credential);
  if (!convincing || isPlaceholder(credential) || credential.includes("://")) return undefined;
  const known = formatAt(text, end - credential.length);
  if (known !== undefined) return known;
  return { type: "secret.authorization_header", severity: "high", start: end - credential.length, end };
}

const SCHEME_ALONE = /(?:Bearer|bearer|BEARER|Basic)[ \t]{1,8}([A-Za-z0-9._~+/=:-]{8,8192})/y;
