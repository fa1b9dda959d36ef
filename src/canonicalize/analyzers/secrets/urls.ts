import { formatAt } from "./formats/index.ts";
import type { Found } from "./found.ts";
import { entropyOf, isPlaceholder, isTemplate } from "./values.ts";

const MIN_PASSWORD_CHARS = 3;
/** User information without a colon is a secret only where it is no name. */
const MIN_LONE_TOKEN_CHARS = 20;
const MIN_LONE_TOKEN_ENTROPY = 3.2;

/** The secret in the user information of a URL (RFC 3986 section 3.2.1), whose `://` has its colon at `at`. */
export function userInfoAt(text: string, at: number): Found | undefined {
  if (!text.startsWith("://", at)) return undefined;
  const start = at + 3;
  let colon = -1;
  let sign = -1;
  // The next URL ends this one, so that every character is looked at once.
  for (let i = start; i < text.length && !text.startsWith("://", i); i++) {
    const code = text.charCodeAt(i);
    if (code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x60 || code === 0x3c || code === 0x3e) break;
    // A slash may stand in a password that nobody encoded, as long as the user information goes on behind it.
    const delimiter = code === 0x2f || code === 0x3f || code === 0x23;
    if (delimiter && (sign >= 0 || colon < 0 || isPort(text, colon + 1, i))) break;
    if (code === 0x3a && colon < 0 && sign < 0) colon = i;
    if (code === 0x40) sign = i;
  }
  if (sign < 0) return undefined;
  const from = colon >= 0 && colon < sign ? colon + 1 : start;
  return credentialOf(text, from, sign, from > start ? text.slice(start, colon) : undefined);
}

/** Whether a span holds a port: `http://host:8080/a@b` has no password. */
function isPort(text: string, start: number, end: number): boolean {
  return end - start <= 5 && /^[0-9]*$/.test(text.slice(start, end));
}

function credentialOf(text: string, start: number, end: number, user: string | undefined): Found | undefined {
  const known = formatAt(text, start);
  if (known !== undefined && known.end <= end) return { ...known, end };
  const value = text.slice(start, end);
  if (isTemplate(value) || /^%(?:[0-9A-F]{2})?$/i.test(value)) return undefined;
  const secret =
    user === undefined
      ? value.length >= MIN_LONE_TOKEN_CHARS && /[0-9]/.test(value) && entropyOf(value) >= MIN_LONE_TOKEN_ENTROPY
      : value.length >= MIN_PASSWORD_CHARS && value !== "x-oauth-basic";
  // Examples and real defaults look the same: user:password@host.
  const severity = isPlaceholder(value) ? "medium" : "high";
  return secret ? { type: "secret.url_credentials", severity, start, end } : undefined;
}
