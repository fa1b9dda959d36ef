import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from "node:crypto";
import { bits, boolean, explicit, implicit, integer, nothing, octets, oid, sequence, set, time, utf8 } from "./der.ts";

const HOUR_MS = 3_600_000;

/** Signature algorithms of which certificates are made. */
const SIGNATURES = {
  "ecdsa-sha256": { id: "1.2.840.10045.4.3.2", hash: "sha256", parameters: [] },
  "ecdsa-sha1": { id: "1.2.840.10045.4.1", hash: "sha1", parameters: [] },
  "rsa-sha256": { id: "1.2.840.113549.1.1.11", hash: "sha256", parameters: [nothing()] },
  "rsa-sha1": { id: "1.2.840.113549.1.1.5", hash: "sha1", parameters: [nothing()] },
  "rsa-md5": { id: "1.2.840.113549.1.1.4", hash: "md5", parameters: [nothing()] },
  ed25519: { id: "1.3.101.112", hash: null, parameters: [] },
} as const;

export interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const ecKeys = (namedCurve = "P-256"): Keys => generateKeyPairSync("ec", { namedCurve });
export const rsaKeys = (modulusLength = 2048): Keys => generateKeyPairSync("rsa", { modulusLength });
export const ed25519Keys = (): Keys => generateKeyPairSync("ed25519");

/** What a certificate says. Without `extensions` it has those of an X.509-SVID. */
export interface CertificateOptions {
  readonly keys?: Keys;
  /** Common name; "" for an empty subject. */
  readonly name?: string;
  readonly uris?: readonly string[];
  readonly dns?: readonly string[];
  readonly ca?: boolean;
  /** Whether there are basic constraints at all; default for CAs only. */
  readonly basicConstraints?: boolean;
  readonly pathLength?: number;
  /** Bits by number (RFC 5280 section 4.2.1.3); null for no such extension. */
  readonly keyUsage?: readonly number[] | null;
  /** Object identifiers; null for no such extension. */
  readonly extendedKeyUsage?: readonly string[] | null;
  readonly permitted?: readonly Buffer[];
  readonly excluded?: readonly Buffer[];
  readonly more?: readonly Buffer[];
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
  readonly signature?: keyof typeof SIGNATURES;
  /** Another algorithm beside the signature than within what is signed. */
  readonly outerSignature?: keyof typeof SIGNATURES;
  readonly version?: number;
}

export interface Issued {
  readonly der: Buffer;
  readonly pem: string;
  readonly keys: Keys;
  /** PKCS#8. */
  readonly keyPem: string;
  readonly name: string;
}

export const KEY_USAGE = { digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5, cRLSign: 6 } as const;
export const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
export const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
/** Names of constraints. */
export const uriName = (text: string) => implicit(6, text);
export const dnsName = (text: string) => implicit(2, text);

/** A CA whose certificate it signed itself, with the SPIFFE ID of a trust domain. */
export function authority(trustDomain: string, options: CertificateOptions = {}): Issued {
  return issue(undefined, { name: `ca of ${trustDomain}`, uris: [`spiffe://${trustDomain}`], ca: true, ...options });
}

/** A certificate by an authority, or by itself. */
export function issue(by: Pick<Issued, "keys" | "name"> | undefined, options: CertificateOptions): Issued {
  const keys = options.keys ?? ecKeys();
  const name = options.name ?? "";
  const issuer = by ?? { keys, name };
  const signature = options.signature ?? usualSignature(issuer.keys.privateKey);
  const now = Date.now();
  const { ca = false } = options;
  const tbs = sequence(
    ...(options.version === 1 ? [] : [explicit(0, integer(2))]),
    integer(BigInt(`0x01${randomBytes(12).toString("hex")}`)),
    algorithm(signature),
    distinguishedName(issuer.name),
    sequence(time(options.notBeforeMs ?? now - HOUR_MS), time(options.notAfterMs ?? now + (ca ? 24 : 1) * HOUR_MS)),
    distinguishedName(name),
    keys.publicKey.export({ format: "der", type: "spki" }),
    ...(options.version === 1 ? [] : [explicit(3, sequence(...extensions(options)))]),
  );
  const signed = sign(SIGNATURES[signature].hash, tbs, issuer.keys.privateKey);
  const der = sequence(tbs, algorithm(options.outerSignature ?? signature), bits(signed));
  const keyPem = keys.privateKey.export({ format: "pem", type: "pkcs8" }) as string;
  return { der, pem: pemOf(der), keys, keyPem, name };
}

/** The extension with this identifier. */
export function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

export function pemOf(...chain: readonly Uint8Array[]): string {
  return chain
    .map((der) => {
      const lines =
        Buffer.from(der)
          .toString("base64")
          .match(/.{1,64}/g) ?? [];
      return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
    })
    .join("");
}

/** SPIFFE Trust Domain and Bundle, section 4: one entry a CA certificate. */
export function bundleKeys(...cas: readonly Issued[]): readonly { readonly [name: string]: string | string[] }[] {
  return cas.map(({ der, keys }) => ({
    ...(keys.publicKey.export({ format: "jwk" }) as Record<string, string>),
    use: "x509-svid",
    x5c: [der.toString("base64")],
  }));
}

/** `x5t#S256` (RFC 8705 section 3.1). */
export const thumbprintOf = ({ der }: Issued): string => hash("sha256", der, "base64url");

function usualSignature({ asymmetricKeyType }: KeyObject): keyof typeof SIGNATURES {
  if (asymmetricKeyType === "rsa") return "rsa-sha256";
  return asymmetricKeyType === "ed25519" ? "ed25519" : "ecdsa-sha256";
}

function algorithm(signature: keyof typeof SIGNATURES): Buffer {
  const { id, parameters } = SIGNATURES[signature];
  return sequence(oid(id), ...parameters);
}

function distinguishedName(name: string): Buffer {
  return name === "" ? sequence() : sequence(set(sequence(oid("2.5.4.3"), utf8(name))));
}

function extensions(options: CertificateOptions): readonly Buffer[] {
  const { ca = false, uris = [], dns = [], permitted, excluded, pathLength, more = [] } = options;
  const usage =
    options.keyUsage === undefined ? [ca ? KEY_USAGE.keyCertSign : KEY_USAGE.digitalSignature] : options.keyUsage;
  const uses =
    options.extendedKeyUsage === undefined ? (ca ? null : [SERVER_AUTH, CLIENT_AUTH]) : options.extendedKeyUsage;
  const names = [...uris.map(uriName), ...dns.map(dnsName)];
  const trees = (n: number, list: readonly Buffer[] | undefined) =>
    list === undefined ? [] : [explicit(n, ...list.map((base) => sequence(base)))];
  return [
    ...((options.basicConstraints ?? ca)
      ? [
          extension(
            "2.5.29.19",
            true,
            sequence(...(ca ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])),
          ),
        ]
      : []),
    ...(usage === null ? [] : [extension("2.5.29.15", true, bitsOf(usage))]),
    ...(uses === null ? [] : [extension("2.5.29.37", false, sequence(...uses.map(oid)))]),
    ...(names.length === 0 ? [] : [extension("2.5.29.17", false, sequence(...names))]),
    ...((permitted ?? excluded)
      ? [extension("2.5.29.30", true, sequence(...trees(0, permitted), ...trees(1, excluded)))]
      : []),
    ...more,
  ];
}

/** Named bits: the first is the highest, and none at the end is zero (X.690 section 11.2.2). */
function bitsOf(numbers: readonly number[]): Buffer {
  if (numbers.length === 0) return bits(Buffer.alloc(0));
  const last = Math.max(...numbers);
  const bytes = Buffer.alloc((last >> 3) + 1);
  for (const n of numbers) bytes[n >> 3] = (bytes[n >> 3] ?? 0) | (0x80 >> (n & 7));
  return bits(bytes, 7 - (last & 7));
}
