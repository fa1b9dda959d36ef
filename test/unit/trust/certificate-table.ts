import {
  authority,
  type CertificateOptions,
  CLIENT_AUTH,
  dnsName,
  ecKeys,
  ed25519Keys,
  extension,
  type Issued,
  issue,
  KEY_USAGE,
  rsaKeys,
  SERVER_AUTH,
  uriName,
} from "../../support/certificates.ts";
import { integer, octets, sequence } from "../../support/der.ts";

export const DOMAIN = "acme.example";
export const ID = `spiffe://${DOMAIN}/agent/refunds`;
const HOUR_MS = 3_600_000;

/** One chain, what is to become of it, and whether go-spiffe says the same. */
export interface ChainCase {
  readonly title: string;
  readonly chain: readonly Buffer[];
  readonly bundle: readonly Issued[];
  /** A fault, or undefined where it is good. */
  readonly fault?: string;
  /** Why go-spiffe takes what Writ refuses; "" where both say the same. */
  readonly stricter: string;
}

const ca = authority(DOMAIN);
const other = authority("other.example");
const rsaCa = authority(DOMAIN, { keys: rsaKeys() });
const svid = (options: CertificateOptions = {}, by: Pick<Issued, "keys" | "name"> = ca) =>
  issue(by, { uris: [ID], ...options });
const between = (options: CertificateOptions = {}, by: Issued = ca) =>
  issue(by, { name: "between", uris: [`spiffe://${DOMAIN}`], ca: true, ...options });

const one = (options: CertificateOptions, by: Issued = ca) => [svid(options, by).der];
/** A leaf by a CA that is itself by the bundle's. */
const two = (options: CertificateOptions, leaf: CertificateOptions = {}) => {
  const middle = between(options);
  return [svid(leaf, middle).der, middle.der];
};

function good(title: string, chain: readonly Buffer[], bundle: readonly Issued[] = [ca]): ChainCase {
  return { title, chain, bundle, stricter: "" };
}
function bad(
  title: string,
  fault: string,
  chain: readonly Buffer[],
  bundle: readonly Issued[] = [ca],
  stricter = "",
): ChainCase {
  return { title, chain, bundle, fault, stricter };
}
/** Refused, although go-spiffe takes it. */
function stricter(
  title: string,
  fault: string,
  why: string,
  chain: readonly Buffer[],
  bundle: readonly Issued[] = [ca],
): ChainCase {
  return bad(title, fault, chain, bundle, why);
}

const UNKNOWN_CRITICAL = extension("1.3.6.1.4.1.99999.1", true, octets(Buffer.from("x")));
const UNKNOWN = extension("1.3.6.1.4.1.99999.1", false, octets(Buffer.from("x")));
const POLICIES = extension("2.5.29.36", true, sequence(integer(0)));

/** The last bit, which is the signature's. */
function changed(der: Buffer): Buffer {
  const copy = Buffer.from(der);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

function longChain(length: number): readonly Buffer[] {
  const cas = [ca];
  for (let n = 1; n < length; n++) cas.push(between({ name: `between ${n}` }, cas.at(-1)));
  return [
    svid({}, cas.at(-1)).der,
    ...cas
      .slice(1)
      .reverse()
      .map(({ der }) => der),
  ];
}

/** The leaf stays first. */
function shuffled([leaf, ...rest]: readonly Buffer[]): readonly Buffer[] {
  return leaf === undefined ? [] : [leaf, ...rest.reverse()];
}

/** Two CAs between, of which the upper one allows so many below it. */
function pathOf(pathLength: number): readonly Buffer[] {
  const upper = between({ name: "upper", pathLength });
  const lower = between({ name: "lower" }, upper);
  return [svid({}, lower).der, lower.der, upper.der];
}

const NAMES: readonly ChainCase[] = [
  bad("no URI", "token_invalid", one({ uris: [], dns: ["a.acme.example"] })),
  bad("no names at all", "token_invalid", one({ uris: [] })),
  bad("two URIs", "token_invalid", one({ uris: [ID, `spiffe://${DOMAIN}/agent/admin`] })),
  bad("a SPIFFE ID and another URI", "token_invalid", one({ uris: [ID, "https://acme.example/"] })),
  bad("an https URI", "token_invalid", one({ uris: ["https://acme.example/agent"] })),
  bad("an escape in the path", "token_invalid", one({ uris: [`spiffe://${DOMAIN}/agent%2Fadmin`] })),
  bad("dots in the path", "token_invalid", one({ uris: [`spiffe://${DOMAIN}/agent/../admin`] })),
  bad("a slash at the end", "token_invalid", one({ uris: [`${ID}/`] })),
  bad("an empty segment", "token_invalid", one({ uris: [`spiffe://${DOMAIN}//agent`] })),
  bad("a query", "token_invalid", one({ uris: [`${ID}?a=b`] })),
  bad("a port", "token_invalid", one({ uris: [`spiffe://${DOMAIN}:8443/agent`] })),
  bad("user information", "token_invalid", one({ uris: [`spiffe://x@${DOMAIN}/agent`] })),
  bad("upper case in the trust domain", "token_invalid", one({ uris: ["spiffe://Acme.example/agent"] })),
  bad("a null byte behind the path", "token_invalid", one({ uris: [`${ID}\0`] })),
  stricter("no path", "token_invalid", "X509-SVID 3.1 asks for one of leaves", one({ uris: [`spiffe://${DOMAIN}`] })),
];

const USES: readonly ChainCase[] = [
  bad("a CA as leaf", "token_type_mismatch", one({ ca: true, keyUsage: [KEY_USAGE.digitalSignature] })),
  bad("the bundle's CA itself", "token_type_mismatch", [ca.der]),
  bad("keyCertSign", "token_type_mismatch", one({ keyUsage: [KEY_USAGE.digitalSignature, KEY_USAGE.keyCertSign] })),
  bad("cRLSign", "token_type_mismatch", one({ keyUsage: [KEY_USAGE.digitalSignature, KEY_USAGE.cRLSign] })),
  stricter("no key usage", "token_type_mismatch", "X509-SVID 4.3 asks for it", one({ keyUsage: null })),
  stricter(
    "no digitalSignature",
    "token_type_mismatch",
    "X509-SVID 4.3 asks for it",
    one({ keyUsage: [KEY_USAGE.keyEncipherment] }),
  ),
  stricter(
    "for servers only",
    "token_type_mismatch",
    "X509-SVID 4.4 asks for clients",
    one({ extendedKeyUsage: [SERVER_AUTH] }),
  ),
];

const SIGNATURES: readonly ChainCase[] = [
  bad("another key's signature under the CA's name", "token_invalid", one({}, { ...other, name: ca.name })),
  bad("a changed signature", "token_invalid", [changed(svid().der)]),
  bad("another trust domain's CA", "token_untrusted", one({}, other)),
  bad("another trust domain's SVID", "token_untrusted", one({ uris: ["spiffe://other.example/agent"] }, other)),
  bad(
    "another trust domain's name, by this one's CA",
    "token_untrusted",
    one({ uris: ["spiffe://other.example/agent"] }),
  ),
  bad("a signature of itself", "token_untrusted", [issue(undefined, { name: "me", uris: [ID] }).der]),
  bad("a signature of itself under the CA's name", "token_invalid", [
    issue(undefined, { name: ca.name, uris: [ID] }).der,
  ]),
  bad("a bundle without CAs", "token_untrusted", one({}), []),
  bad("SHA-1 with ECDSA", "token_algorithm_refused", one({ signature: "ecdsa-sha1" })),
  bad("SHA-1 with RSA", "token_algorithm_refused", one({ signature: "rsa-sha1" }, rsaCa), [rsaCa]),
  bad("MD5 with RSA", "token_algorithm_refused", one({ signature: "rsa-md5" }, rsaCa), [rsaCa]),
  bad("an algorithm within and another beside", "token_invalid", one({ outerSignature: "ed25519" })),
  stricter("an RSA key of 1024 bits", "token_algorithm_refused", "NIST SP 800-131A", one({ keys: rsaKeys(1024) })),
  stricter(
    "the curve P-224",
    "token_algorithm_refused",
    "Writ believes P-256, P-384, P-521",
    one({ keys: ecKeys("P-224") }),
  ),
  bad("bytes behind the certificate", "token_invalid", [Buffer.concat([svid().der, Buffer.from([0])])]),
  bad("no certificate", "token_invalid", [Buffer.from("no certificate")]),
  bad("version 1", "token_invalid", one({ version: 1 })),
  bad("no chain", "token_invalid", []),
];

const TIMES: readonly ChainCase[] = [
  bad("expired", "token_expired", one({ notAfterMs: Date.now() - HOUR_MS / 2 })),
  bad("not yet valid", "token_not_yet_valid", one({ notBeforeMs: Date.now() + HOUR_MS / 2 })),
  bad("an expired CA between", "token_expired", two({ notAfterMs: Date.now() - HOUR_MS / 2 })),
];

const EXTENSIONS: readonly ChainCase[] = [
  good("an unknown extension that is not critical", one({ more: [UNKNOWN] })),
  bad("an unknown critical extension", "token_invalid", one({ more: [UNKNOWN_CRITICAL] })),
  bad("an unknown critical extension of a CA between", "token_invalid", two({ more: [UNKNOWN_CRITICAL] })),
  stricter("critical policy constraints", "token_invalid", "Writ reads no policies", two({ more: [POLICIES] })),
  bad("an extension twice", "token_invalid", one({ more: [UNKNOWN, UNKNOWN] })),
  bad("names twice", "token_invalid", one({ more: [extension("2.5.29.17", false, sequence(uriName(ID)))] })),
];

const PATHS: readonly ChainCase[] = [
  good("a CA between", two({})),
  good("three CAs between, in another order", shuffled(longChain(4))),
  bad("a CA between that is missing", "token_untrusted", two({}).slice(0, 1)),
  bad("a leaf between", "token_untrusted", two({ ca: false })),
  bad(
    "a CA between without basic constraints",
    "token_untrusted",
    two({ ca: true, basicConstraints: false, keyUsage: [KEY_USAGE.keyCertSign] }),
  ),
  bad("a CA between without keyCertSign", "token_untrusted", two({ keyUsage: [KEY_USAGE.cRLSign] })),
  stricter("a CA between without key usage", "token_untrusted", "X509-SVID 4.3 asks for it", two({ keyUsage: null })),
  stricter(
    "a CA between for servers only",
    "token_untrusted",
    "go-spiffe looks at no extended use",
    two({ extendedKeyUsage: [SERVER_AUTH] }),
  ),
  good("a CA between for clients", two({ extendedKeyUsage: [CLIENT_AUTH] })),
  bad("more CAs than the path length", "token_untrusted", pathOf(0)),
  good("as many CAs as the path length", pathOf(1)),
  stricter("more certificates than anybody sends", "token_too_large", "Writ's limit", longChain(12)),
];

const CONSTRAINTS: readonly ChainCase[] = [
  good("a name within what is permitted", two({ permitted: [uriName(DOMAIN)] })),
  good("a name below what is permitted", two({ permitted: [uriName(".example")] })),
  bad("a name outside of what is permitted", "token_untrusted", two({ permitted: [uriName("other.example")] })),
  stricter(
    "a permitted host is no domain",
    "token_untrusted",
    "RFC 5280 4.2.1.10: without a dot that very host",
    two({ permitted: [uriName("example")] }),
  ),
  bad("a name that is excluded", "token_untrusted", two({ excluded: [uriName(DOMAIN)] })),
  bad("a name below what is excluded", "token_untrusted", two({ excluded: [uriName(".example")] })),
  good("a DNS name within what is permitted", two({ permitted: [dnsName(DOMAIN)] }, { dns: [`a.${DOMAIN}`] })),
  bad(
    "a DNS name outside of what is permitted",
    "token_untrusted",
    two({ permitted: [dnsName(DOMAIN)] }, { dns: ["a.other.example"] }),
  ),
  bad("a DNS name that is excluded", "token_untrusted", two({ excluded: [dnsName(DOMAIN)] }, { dns: [`a.${DOMAIN}`] })),
  good("constraints on names that it has not", two({ permitted: [dnsName(DOMAIN)] })),
];

const GOOD: readonly ChainCase[] = [
  good("an SVID by the bundle's CA", one({})),
  good("with a subject and DNS names", one({ name: "refunds", dns: ["refunds.acme.example"] })),
  good("with key encipherment as well", one({ keyUsage: [KEY_USAGE.digitalSignature, KEY_USAGE.keyEncipherment] })),
  good("without extended key usage", one({ extendedKeyUsage: null })),
  good("for clients only", one({ extendedKeyUsage: [CLIENT_AUTH] })),
  good("an RSA key by an RSA CA", one({ keys: rsaKeys() }, rsaCa), [rsaCa]),
  good("an Ed25519 key", one({ keys: ed25519Keys() })),
  good("the curve P-384", one({ keys: ecKeys("P-384") })),
  good("one of two CAs of the bundle that have the same name", one({}), [rsaCa, ca]),
  good("the CA itself sent along", [svid().der, ca.der]),
  good("another CA sent along", [svid().der, other.der]),
];

export const CHAINS: readonly ChainCase[] = [
  ...GOOD, ...NAMES, ...USES, ...SIGNATURES, ...TIMES, ...EXTENSIONS, ...PATHS, ...CONSTRAINTS,
]; // biome-ignore format: one list

export { between, ca as CA, other as OTHER_CA, svid };
