const MAX_LOCAL_CHARS = 64;
/** RFC 1035 section 2.3.4. */
const MAX_DOMAIN_CHARS = 255;

const LOCAL = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u00a1-\uffff-]/;
const DOMAIN =
  /(?:[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9\u00a1-\uffff-]{0,62})\.){1,8}(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z\u00a1-\uffff]{2,63})/y;
/** Marks that stand before an address and belong to no name. */
const NO_NAME_START = /^[.!#$%&'*+/=?^`{|}~-]+/;
/** `image@2x.png`: pictures for dense screens. */
const DENSE_PICTURE = /^[1-4]x\.(?:png|jpe?g|webp|gif|avif|svg)$/i;

/** Where an address begins and ends whose `@` (or `%40`) is at `at`. */
export function emailAt(text: string, at: number): { readonly start: number; readonly end: number } | undefined {
  const from = at + (text.charCodeAt(at) === 0x40 ? 1 : 3);
  let start = at;
  while (start > at - MAX_LOCAL_CHARS && start > 0 && LOCAL.test(text.charAt(start - 1))) start--;
  const written = text.slice(start, at);
  // A query's or a setting's name before the address: `to=bob@…`; a path or a URL's user before it is none.
  const local = written
    .slice(Math.max(written.lastIndexOf("="), written.lastIndexOf("/")) + 1)
    .replace(NO_NAME_START, "");
  if (local === "" || local.endsWith(".") || local.includes("..")) return undefined;
  DOMAIN.lastIndex = from;
  const domain = DOMAIN.exec(text)?.[0];
  if (domain === undefined || domain.length > MAX_DOMAIN_CHARS || DENSE_PICTURE.test(domain)) return undefined;
  const end = from + domain.length;
  if (isRemote(text, at - local.length, end)) return undefined;
  return { start: at - local.length, end };
}

/** `git@github.com:org/repo`, `ssh://git@host/…`, `https://user@host/…`: an account on a machine. */
function isRemote(text: string, start: number, end: number): boolean {
  // A URL's user and password, or what is left of them before the last colon.
  if (/:\/\/[^\s/?#@]{0,64}$/.test(text.slice(Math.max(0, start - MAX_LOCAL_CHARS), start))) return true;
  return (
    text.charAt(end) === ":" && /[A-Za-z0-9_~/.]/.test(text.charAt(end + 1)) && text.slice(start, start + 4) === "git@"
  );
}
