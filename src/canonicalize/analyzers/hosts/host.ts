import { type Host, knownHost } from "./classes.ts";
import { isPlain, isUnusualAddress, readUrlAndHost } from "./url.ts";

/** What a word that names a host says. */
export interface Named extends Host {
  /** "" where the word has none. */
  readonly scheme: string;
  readonly port: string;
  /** The word in its normal form where it is a URL. */
  readonly href?: string;
  readonly user?: string;
}

/** RFC 1035 section 2.3.4, with room for a port and a user; what is longer is no host. */
const MAX_HOST_CHARS = 512;
const URL_START = /^[a-z][a-z0-9+.-]{0,31}:[\\/]{2}/i;
/** Schemes that say so without two slashes; any other word in front of a colon is a host. */
const ALWAYS_URL =
  /^(?:https?|wss?|ftp|data|javascript|vbscript|file|about|blob|mailto|tel|jar|view-source|ldapi?|magnet|urn|php|phar|expect|glob):/i;
const UNKNOWN = /[*`\uE000]|\$[A-Za-z_({@0-9]/;
const BARE_IPV6 = /^(?=[^:]*:[^:]*:)[0-9a-f:.]{2,45}$/i;
const PORT = /^:\d{1,5}$/;
const TAIL = /^(?::(?<port>\d{1,5}))?(?:(?:::?|\/|\?|#|\\).*)?$/s;

/** Reads a URL, `host`, `host:port`, `user@host`, `host:path`, `host/path`, `[v6]:port`, `\\host\share`. */
export function readHost(text: string): Named {
  const word = text.trim();
  if (ALWAYS_URL.test(word) || URL_START.test(word)) return fromUrl(word);
  if (/^[\\/]{2}[^\\/]/.test(word))
    return { ...fromBare(word.replace(/^[\\/]+/, "")), scheme: word.startsWith("\\") ? "smb" : "" };
  return fromBare(word);
}

function fromUrl(word: string): Named {
  const start = /^[a-z][a-z0-9+.-]{0,31}:/i.exec(word)?.[0] ?? "";
  const authority =
    word
      .slice(start.length)
      .replace(/^[\\/]+/, "")
      .split(/[\\/?#]/, 1)[0] ?? "";
  if (UNKNOWN.test(authority)) return { ...fromBare(authority), scheme: start.slice(0, -1).toLowerCase() };
  const read = readUrlAndHost(word);
  if (read === undefined) {
    const bare = fromBare(authority);
    return { ...bare, classes: [...new Set([...bare.classes, "invalid"])], scheme: start.slice(0, -1).toLowerCase() };
  }
  const { form, known } = read;
  const about = known.host === "" ? form.nested[0] : undefined;
  const { host, registrable } = about === undefined ? known : knownHost(URL.parse(about)?.hostname ?? "");
  const { scheme, port, classes, href } = form;
  return { host, scheme, port, classes, href, ...(registrable === undefined ? {} : { registrable }) };
}

function fromBare(word: string): Named {
  if (PORT.test(word)) return { host: "", scheme: "", port: word.slice(1), classes: [] };
  const { user, rest } = withoutUser(word);
  const { host: written, port } = split(rest);
  const named = { scheme: "", port, ...(user === "" ? {} : { user }) };
  if (written === "" || UNKNOWN.test(written)) return { host: "", ...named, ...knownEnd(written) };
  const literal = written.startsWith("[") ? written : BARE_IPV6.test(written) ? `[${written}]` : written;
  const url = literal.length <= MAX_HOST_CHARS ? URL.parse(`http://${literal}`) : null;
  if (url === null || UNKNOWN.test(url.hostname)) {
    return { host: written.toLowerCase().slice(0, MAX_HOST_CHARS), ...named, classes: ["invalid"] };
  }
  const known = knownHost(url.hostname);
  const classes = new Set(known.classes);
  if (isUnusualAddress(written, url.hostname)) classes.add("ip_obfuscated");
  if (!isPlain(written, url.hostname)) classes.add("url_obfuscated");
  return { ...known, ...named, classes: [...classes] };
}

function withoutUser(word: string): { readonly user: string; readonly rest: string } {
  const authority = word.split(/[\\/?#]/, 1)[0] ?? "";
  const at = authority.lastIndexOf("@");
  return { user: at < 0 ? "" : word.slice(0, at), rest: word.slice(at + 1) };
}

function split(rest: string): { readonly host: string; readonly port: string } {
  // A zone (RFC 4007) says through which interface of this machine, not which host.
  if (rest.startsWith("[")) {
    const end = rest.indexOf("]");
    if (end < 0) return { host: rest, port: "" };
    return {
      host: `${rest.slice(0, end).split("%", 1)[0] ?? ""}]`,
      port: TAIL.exec(rest.slice(end + 1))?.groups?.["port"] ?? "",
    };
  }
  const bare = rest.split("%", 1)[0] ?? "";
  if (BARE_IPV6.test(bare)) return { host: bare, port: "" };
  const end = rest.search(/[:\\/?#]/);
  if (end < 0) return { host: rest, port: "" };
  return { host: rest.slice(0, end), port: TAIL.exec(rest.slice(end))?.groups?.["port"] ?? "" };
}

/** What the known end of an unknown name says: `*.evil.com` is one of evil.com's. */
function knownEnd(written: string): { readonly registrable?: string; readonly classes: readonly string[] } {
  const labels = written.toLowerCase().split(".");
  let from = labels.length;
  while (from > 0 && !UNKNOWN.test(labels[from - 1] ?? "")) from -= 1;
  const end = labels.slice(from).join(".");
  const url = from === 0 || end === "" || end.length > MAX_HOST_CHARS ? null : URL.parse(`http://x.${end}`);
  if (url === null) return { classes: [] };
  const { registrable, classes } = knownHost(url.hostname);
  return registrable === undefined || registrable.startsWith("x.") ? { classes: [] } : { registrable, classes };
}
