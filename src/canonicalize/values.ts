import { readUrl, urlDestination } from "./analyzers/hosts/index.ts";
import { fileUri, normalPath } from "./analyzers/paths/index.ts";
import { normalResource } from "./analyzers/paths/resource.ts";

export { amountOf, countOf, destinationsOf } from "./analyzers/values/index.ts";

const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

/** An exact decimal, or undefined when the value is not plainly one. Numbers arrive exact (the decoder refuses others). */
export function decimalOf(value: unknown): string | undefined {
  if (typeof value === "number") return decimalOf(String(value));
  return typeof value === "string" && DECIMAL.test(value) ? value : undefined;
}

const FILE = /^file:/i;
const NAMED = /^(?:file|repo|url):/i;
const WEB = /^(?:https?|wss?|ftp):/i;

/**
 * The normal form of a resource whose URI was put together from arguments, which are taken as they are: the path of a file
 * is one on disk. What has no form of its own stays as it is.
 */
export function resourceUri(uri: string): string {
  if (FILE.test(uri)) return fileUri(normalPath(uri.replace(/^file:(?:\/\/)?/i, ""), { workspace: [] }).path);
  if (WEB.test(uri)) return readUrl(uri) === undefined ? uri : urlDestination(uri).value;
  return uri;
}

/** The normal form of a resource that the gateway names by its URI, or why it has none. */
export function givenResourceUri(uri: string): { readonly uri: string } | { readonly error: string } {
  return NAMED.test(uri) ? normalResource(uri) : { uri: resourceUri(uri) };
}
