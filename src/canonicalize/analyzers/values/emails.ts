import type { Destination } from "../../../domain/action.ts";
import { asciiDomain } from "../hosts/index.ts";
import { percentDecoded } from "../paths/uri.ts";

/** Nobody writes a longer one; RFC 5321 section 4.5.3.1 ends at 254. */
const MAX_ADDRESS_CHARS = 320;
const MAILTO = /^\s*mailto:/i;
/** More than any person writes to at once; the rest of such a list is one destination that nobody listed. */
const MAX_ADDRESSES = 512;
/** Signs that stand for `@` in other widths. */
const AT_SIGNS = /[\uff20\ufe6b]/g;
const PLAIN_LOCAL = /^[^\s"(),:;<>@[\\\]]+$/;

/**
 * The mailboxes that a text names: one address, a list (RFC 5322 section 3.4), or a `mailto:` URI (RFC 6068). A URI that
 * says more than to whom is one destination as it is.
 */
export function emailDestinations(text: string): readonly Destination[] {
  const written = text.includes("@") ? text : text.replace(AT_SIGNS, "@");
  if (!MAILTO.test(written)) {
    const addresses = addressesIn(written);
    const some = addresses.slice(0, MAX_ADDRESSES).map(emailDestination);
    if (addresses.length === some.length) return some;
    return [...some, { kind: "email", value: addresses.slice(MAX_ADDRESSES).join(","), origin: "unseen" }];
  }
  if (written.includes("?")) return [{ kind: "email", value: text.trim(), origin: "unseen" }];
  return addressesIn(written.replace(MAILTO, "")).map(percentDecoded).map(emailDestination);
}

/**
 * One mailbox in lower case: local parts are told apart by case nowhere in practice. Quotes that change nothing go, the
 * domain is in its IDNA form; a tag (`name+tag@`) stays, for it can be a mailbox of its own.
 */
function emailDestination(raw: string): Destination {
  const address = raw.trim();
  const at = address.lastIndexOf("@");
  const domain = at < 0 ? "" : domainOf(address.slice(at + 1));
  if (domain === "" || address.length > MAX_ADDRESS_CHARS) {
    return { kind: "email", value: address.toLowerCase(), origin: "unseen" };
  }
  const value = `${localOf(address.slice(0, at))}@${domain}`;
  return { kind: "email", value, domain, origin: "unseen" };
}

function localOf(written: string): string {
  const local = written.normalize("NFC").toLowerCase();
  if (!local.startsWith('"') || !local.endsWith('"') || local.length < 2) return local;
  const plain = local.slice(1, -1).replace(/\\(.)/g, "$1");
  return PLAIN_LOCAL.test(plain) && !/^\.|\.\.|\.$/.test(plain) ? plain : `"${plain.replace(/["\\]/g, "\\$&")}"`;
}

function domainOf(written: string): string {
  if (written.startsWith("[")) return written.toLowerCase();
  return asciiDomain(written) ?? written.toLowerCase();
}

/** The addresses of a list; comments, display names and names of groups left out. */
function addressesIn(text: string): readonly string[] {
  const found: string[] = [];
  for (const item of itemsOf(text)) {
    if (item.angled.length > 0) found.push(...item.angled.map(withoutLink));
    else if (item.plain.trim() !== "") {
      const words = item.plain.trim().split(/\s+/);
      // `a@x.org b@x.org`: a list without separators. Otherwise the item is taken as it is.
      found.push(...(words.length > 1 && words.every((word) => word.includes("@")) ? words : [item.plain.trim()]));
    }
  }
  return found;
}

/** Slack and Markdown write `<mailto:bob@example.com|Bob>`. */
function withoutLink(angled: string): string {
  return (angled.split("|", 1)[0] ?? "").replace(MAILTO, "");
}

interface Item {
  plain: string;
  at: boolean;
  readonly angled: string[];
}

/** Splits at commas, semicolons and line ends outside of quotes, brackets and comments. */
function itemsOf(text: string): readonly Item[] {
  const items: Item[] = [{ plain: "", at: false, angled: [] }];
  let quoted = false;
  let comment = 0;
  let angle: number | undefined;
  const lastClose = text.lastIndexOf(">");
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] as string;
    const item = items.at(-1) as Item;
    if (quoted) {
      if (char === "\\") i += 1;
      else if (char === '"') quoted = false;
      if (angle === undefined) item.plain += char === "\\" ? text.slice(i - 1, i + 1) : char;
    } else if (comment > 0) {
      if (char === "\\") i += 1;
      else comment += char === "(" ? 1 : char === ")" ? -1 : 0;
    } else if (angle !== undefined) {
      if (char === '"') quoted = true;
      else if (char === ">") {
        item.angled.push(text.slice(angle, i));
        angle = undefined;
      }
    } else if (char === '"') {
      quoted = true;
      item.plain += char;
    } else if (char === "(") comment = 1;
    else if (char === "<" && i < lastClose) angle = i + 1;
    else if (char === "," || char === ";" || char === "\n") items.push({ plain: "", at: false, angled: [] });
    else if (char === ":" && !item.at) item.plain = "";
    else {
      item.plain += char;
      item.at ||= char === "@";
    }
  }
  return items;
}
