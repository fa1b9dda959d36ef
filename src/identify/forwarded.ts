/** What Writ reads of `x-forwarded-client-cert`. Cert and Chain are PEM, percent-encoded; one of them is there. */
export interface Forwarded {
  /** Of the leaf's DER, in hex, lower case. */
  readonly sha256: string;
  readonly cert?: string;
  readonly chain?: string;
}

/** `key=value`, where a value with `,`, `;` or `=` in it stands in quotes, with its quotes escaped; then the end or `;`. */
const PAIR = /([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^",;]*))(;|$)/y;

/**
 * The one element of an Envoy's `x-forwarded-client-cert`. Several are refused: those before the last came from whoever sent the
 * request (`append_forward`), and the last is not safe either, because Envoy copies names of the certificate into it as they are
 * (`URI=`, `DNS=`): with a comma in one, somebody's certificate adds an element of its own. For the same reason Hash, which Envoy
 * always writes, must be there once and be that of the certificate: with a semicolon a name can add pairs, but not take one away.
 * @returns undefined for what is no such element
 */
export function readForwarded(text: string): Forwarded | undefined {
  const found = new Map<string, string>();
  PAIR.lastIndex = 0;
  for (let more = true; more; ) {
    const [, name = "", quoted, plain = "", end] = PAIR.exec(text) ?? [];
    if (end === undefined) return undefined;
    const key = name.toLowerCase();
    if (found.has(key) && ONCE.includes(key)) return undefined;
    found.set(key, quoted ?? plain);
    more = end === ";";
  }
  const [sha256, cert, chain] = ONCE.map((key) => found.get(key));
  if (sha256 === undefined || (cert === undefined && chain === undefined)) return undefined;
  return {
    sha256: sha256.toLowerCase(),
    ...(cert === undefined ? {} : { cert }),
    ...(chain === undefined ? {} : { chain }),
  };
}

const ONCE: readonly string[] = ["hash", "cert", "chain"];
