import type { Destination } from "../../../domain/action.ts";
import type { HostAccess, HostFact } from "../../../domain/facts.ts";
import { knownHost } from "./classes.ts";
import { readHost } from "./host.ts";
import { readUrl } from "./url.ts";

export { readUrl, type UrlForm } from "./url.ts";

const PORT = /^\d{1,5}$/;
/** RFC 1035 section 2.3.4, in letters that take up to four bytes. */
const MAX_DOMAIN_CHARS = 1024;

/**
 * What a word that names a host says: a URL, a host, `host:port`, `user@host`, `host:path`, `[v6]:port`. Where part of the
 * host is not known (`$NAME`, `*`), `host` is "" and `registrable` what its end says.
 */
export function hostFact(text: string, access: HostAccess, at: string): HostFact {
  // Who listens often says the port alone.
  const word = access === "listen" && PORT.test(text) ? `:${text}` : text;
  const { host, scheme, port, registrable, classes } = readHost(word);
  return { at, access, host, scheme, port, ...(registrable === undefined ? {} : { registrable }), classes };
}

/** Where a word that names a host leads, in the one form of all its spellings: kind `url` for URLs, else `host`. */
export function hostDestination(text: string): Destination {
  const { host, port, href, classes } = readHost(text);
  if (href !== undefined)
    return { kind: "url", value: destinationUrl(href, host), ...domainOf(host), origin: "unseen" };
  if (host === "" || classes.includes("invalid")) return { kind: "host", value: text.trim(), origin: "unseen" };
  return { kind: "host", value: port === "" ? host : `${host}:${port}`, domain: host, origin: "unseen" };
}

/**
 * Where a text leads that is meant to be a URL; kind `url`. One that lacks its scheme is `//host/path`: which scheme is
 * put in front of it is the tool's choice.
 */
export function urlDestination(text: string): Destination {
  const { host, href, port, classes } = readHost(text);
  if (href !== undefined)
    return { kind: "url", value: destinationUrl(href, host), ...domainOf(host), origin: "unseen" };
  const word = text.trim().replace(/^[\\/]{2}/, "");
  const form = /[.:]/.test(host) && !classes.includes("invalid") ? readUrl(`https://${word}`) : undefined;
  if (form === undefined || form.classes.includes("userinfo")) {
    return { kind: "url", value: text.trim(), ...domainOf(host), origin: "unseen" };
  }
  const rest = destinationUrl(form.href, host).replace(/^https:\/\/[^/?#]*/, "");
  return {
    kind: "url",
    value: `//${host}${port === "" ? "" : `:${port}`}${rest}`,
    ...domainOf(host),
    origin: "unseen",
  };
}

/** The domain of an address in its IDNA form, or undefined where the text is no domain. */
export function asciiDomain(text: string): string | undefined {
  if (text.length > MAX_DOMAIN_CHARS || /[/:@?#\\%[\]\s]/.test(text)) return undefined;
  const url = URL.parse(`http://${text}`);
  return url === null ? undefined : knownHost(url.hostname).host;
}

function domainOf(host: string): { readonly domain?: string } {
  return host === "" ? {} : { domain: host };
}

/** Letters that percent-encoding changes nothing about (RFC 3986 section 2.3). */
const UNRESERVED = /%(?:2d|2e|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi;
const ENCODED = /%[0-9a-f]{2}/gi;

function destinationUrl(href: string, host: string): string {
  const url = new URL(href);
  if (host !== "" && url.hostname !== host) url.hostname = host;
  return url.href
    .replace(UNRESERVED, (code) => decodeURIComponent(code))
    .replace(ENCODED, (code) => code.toUpperCase());
}
