/** SPIFFE-ID section 2.3. */
const MAX_SPIFFE_ID_CHARS = 2048;
const MAX_TRUST_DOMAIN_CHARS = 255;

/** SPIFFE-ID sections 2.1 and 2.2: lower case, no escapes, and no segment that is empty, "." or "..". */
const SPIFFE_ID = /^spiffe:\/\/([a-z0-9._-]+)((?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)*)$/;

export interface SpiffeId {
  readonly trustDomain: string;
  /** With its slash at the beginning; "" for the trust domain itself. */
  readonly path: string;
}

/** Undefined for what is no SPIFFE ID to the letter: nothing is normalized. */
export function parseSpiffeId(text: string): SpiffeId | undefined {
  if (text.length > MAX_SPIFFE_ID_CHARS) return undefined;
  const [, trustDomain, path] = SPIFFE_ID.exec(text) ?? [];
  if (trustDomain === undefined || path === undefined || trustDomain.length > MAX_TRUST_DOMAIN_CHARS) return undefined;
  return { trustDomain, path };
}
