import { type Host, knownHost } from "./classes.ts";
import { ORDINARY_SCHEMES, WEB_SCHEMES, WEBHOOK_PATHS } from "./names.ts";
import { type Nested, nestedIn } from "./nested.ts";

/** A URL by its parts; those that WHATWG names have WHATWG's form. */
export interface UrlForm {
  readonly href: string;
  /** Without its colon. */
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly classes: readonly string[];
  /** The registrable domain by the public suffix list. */
  readonly registrable?: string;
  readonly path: string;
  /** URLs that the request asks the server to go to, or to send the reader to: in parameters, or in the path. */
  readonly nested: readonly string[];
}

/** The length from which on browsers and servers refuse a URL; parsing takes time in proportion to it. */
const MAX_URL_CHARS = 64 * 1024;
/** Names end at 253 characters, users and passwords long before this; IDNA takes its time for every one. */
const MAX_AUTHORITY_CHARS = 2048;

const INTERNAL = ["metadata", "loopback", "private", "link_local", "unspecified", "internal_name", "cgnat"];
/** What browsers forgive and people do not see: whitespace inside, backslashes, missing or doubled slashes. */
const REMOVED = /[\t\n\r]/;
const AUTHORITY = /^[a-z][a-z0-9+.-]*:(?<slashes>[\\/]*)(?<rest>[^\\/?#]*)/i;
const DOTTED_DECIMAL = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** @returns undefined when the text is no URL by WHATWG */
export function readUrl(text: string, base?: string): UrlForm | undefined {
  return readUrlAndHost(text, base)?.form;
}

/** With the host in the one form of all its spellings, where WHATWG has several. */
export function readUrlAndHost(
  text: string,
  base?: string,
): { readonly form: UrlForm; readonly known: Host } | undefined {
  if (text.length > MAX_URL_CHARS || (AUTHORITY.exec(text)?.groups?.["rest"]?.length ?? 0) > MAX_AUTHORITY_CHARS) {
    return undefined;
  }
  const url = parsed(text, base);
  if (url === undefined) return undefined;
  const known = knownHost(url.hostname);
  const nested = nestedIn(url);
  const form = {
    href: url.href,
    scheme: url.protocol.slice(0, -1),
    host: url.hostname,
    port: url.port,
    classes: classesOf(text, url, known, nested),
    ...(known.registrable === undefined ? {} : { registrable: known.registrable }),
    path: url.pathname,
    nested: nested.map(({ href }) => href),
  };
  return { form, known };
}

function classesOf(text: string, url: URL, known: Host, nested: readonly Nested[]): readonly string[] {
  const classes = new Set(known.classes);
  const webhook = WEBHOOK_PATHS[known.host];
  if (webhook !== undefined && !webhook.test(url.pathname)) classes.delete("chat_webhook");
  if (!ORDINARY_SCHEMES.has(url.protocol.slice(0, -1))) classes.add("non_http_scheme");
  if (url.username !== "" && WEB_SCHEMES.has(url.protocol.slice(0, -1))) classes.add("userinfo");
  if (url.password !== "") classes.add("credentials_in_url");
  for (const name of spellingOf(text, url)) classes.add(name);
  const elsewhere = nested.filter(({ host }) => host !== url.hostname);
  if (elsewhere.some(({ redirect }) => redirect)) classes.add("open_redirect");
  if (elsewhere.some(({ host }) => knownHost(host).classes.some((name) => INTERNAL.includes(name)))) {
    classes.add("nested_internal");
  }
  return [...classes];
}

function parsed(text: string, base?: string): URL | undefined {
  return URL.parse(text, base) ?? undefined;
}

/** How the text hides where it leads. */
function spellingOf(text: string, url: URL): readonly string[] {
  const trimmed = text.trim();
  const classes: string[] = [];
  const plain = REMOVED.test(trimmed) ? trimmed.replace(/[\t\n\r]+/g, "") : trimmed;
  const authority = AUTHORITY.exec(plain);
  const { slashes = "", rest = "" } = authority?.groups ?? {};
  if (url.hostname === "" || authority === null) return REMOVED.test(trimmed) ? ["url_obfuscated"] : [];
  const host = hostIn(rest);
  if (REMOVED.test(trimmed) || slashes !== "//" || rest.includes("%") || !isPlain(host, url.hostname)) {
    classes.push("url_obfuscated");
  }
  if (isUnusualAddress(host, url.hostname)) classes.push("ip_obfuscated");
  return classes;
}

function hostIn(authority: string): string {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return host.startsWith("[") ? host.slice(0, host.indexOf("]") + 1) : (host.split(":", 1)[0] ?? "");
}

/** Whether a host is written in its own letters, and not in full-width forms and the like. */
export function isPlain(written: string, host: string): boolean {
  if (host.includes("xn--") || host.startsWith("[")) return true;
  return [...written].every((char) => char.charCodeAt(0) < 0x80);
}

/** Whether an IPv4 address is written in any form but four decimal numbers. */
export function isUnusualAddress(written: string, host: string): boolean {
  return DOTTED_DECIMAL.test(host) && !DOTTED_DECIMAL.test(written);
}
