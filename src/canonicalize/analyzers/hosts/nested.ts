import { FETCH_PARAMETERS, REDIRECT_PARAMETERS } from "./names.ts";

/** A URL inside of another one. */
export interface Nested {
  readonly href: string;
  readonly host: string;
  /** Whether its parameter is one that servers send the reader on to. */
  readonly redirect: boolean;
}

/** Parameters that could hold a URL and are looked at; a link that anybody follows has one or two. */
const MAX_PARAMETERS = 32;

const ABSOLUTE = /^(?:https?|ftp|file|gopher|dict|ldap|data|javascript):|^[\\/]{2}[^\\/]/i;
const IN_PATH = /(?<=\/)(?:https?|ftp|file|gopher):\/{1,2}[^/].*/i;

/** The URLs that a request asks the server to fetch, or to send the reader to: in its parameters, and in its path. */
export function nestedIn(url: URL): readonly Nested[] {
  if (url.hostname === "") {
    // `view-source:`, `jar:` and the like are about another URL; a path of `file:` is none.
    return url.protocol === "file:" ? [] : found(url.pathname + url.search, url, false);
  }
  const nested: Nested[] = [];
  let looked = 0;
  for (const [name, value] of url.searchParams) {
    if (looked >= MAX_PARAMETERS) break;
    const redirect = REDIRECT_PARAMETERS.has(name.toLowerCase());
    if (!redirect && !FETCH_PARAMETERS.has(name.toLowerCase())) continue;
    looked += 1;
    nested.push(...found(value, url, redirect));
  }
  const inPath = IN_PATH.exec(url.pathname)?.[0];
  return inPath === undefined ? nested : [...nested, ...found(inPath, url, false)];
}

function found(value: string, base: URL, redirect: boolean): readonly Nested[] {
  const text = /%[0-9a-f]{2}/i.test(value) ? decoded(value) : value;
  if (!ABSOLUTE.test(text)) return [];
  const inner = URL.parse(/^[\\/]/.test(text) ? `${base.protocol}${text}` : text);
  return inner === null ? [] : [{ href: inner.href, host: inner.hostname, redirect }];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
