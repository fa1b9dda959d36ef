import { posix } from "node:path";
import type { Destination } from "../domain/action.ts";

const EMAIL_LIST_SEPARATOR = /[,;]/;
const DISPLAY_NAME_ADDRESS = /<([^<>]*)>\s*$/;

/** The destinations that one argument value names; a list of addresses in one string is several. */
export function destinationsOf(kind: string, value: string): readonly Destination[] {
  if (kind !== "email") return [destinationOf(kind, value)];
  return value
    .split(EMAIL_LIST_SEPARATOR)
    .map((item) => (DISPLAY_NAME_ADDRESS.exec(item)?.[1] ?? item).trim())
    .filter((item) => item !== "")
    .map((item) => destinationOf(kind, item));
}

function destinationOf(kind: string, raw: string): Destination {
  const value = raw.trim();
  if (kind === "email") {
    const address = value.toLowerCase();
    const domain = address.slice(address.lastIndexOf("@") + 1);
    return domain === address ? unseen(kind, address) : unseen(kind, address, domain);
  }
  if (kind === "url") {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url === undefined || url.hostname === ""
      ? unseen(kind, url?.href ?? value)
      : unseen(kind, url.href, url.hostname);
  }
  if (kind === "host") return unseen(kind, value.toLowerCase(), value.toLowerCase());
  return unseen(kind, value);
}

function unseen(kind: string, value: string, domain?: string): Destination {
  return { kind, value, ...(domain === undefined ? {} : { domain }), origin: "unseen" };
}

const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

/** An exact decimal, or undefined when the value is not plainly one. Numbers arrive exact (the decoder refuses others). */
export function decimalOf(value: unknown): string | undefined {
  if (typeof value === "number") return decimalOf(String(value));
  return typeof value === "string" && DECIMAL.test(value) ? value : undefined;
}

/** `file://` URIs by their normal path: no `.`, `..` or doubled slash is left for a prefix to be fooled by. */
export function resourceUri(type: string, uri: string): string {
  if (type !== "file" || !uri.startsWith("file://")) return uri;
  return `file://${posix.normalize(uri.slice("file://".length))}`;
}
