import { type KeyObject, X509Certificate } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  type Extension,
  type GeneralName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  KeyUsage,
  type Name,
  NameConstraints,
  SubjectAlternativeName,
  Version,
} from "@peculiar/asn1-x509";
import type { NameAttribute } from "../../../domain/distinguished-name.ts";
import { CertificateRefused } from "./refused.ts";

/** A certificate with an RSA key of 8192 bits and a page of names has some 5 KiB. */
const MAX_CERTIFICATE_BYTES = 16 * 1024;

/** What of a certificate is looked at. Absent extensions are undefined. */
export interface ParsedCertificate {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  /** The DER of the names, in hex: compared to the byte. */
  readonly subject: string;
  readonly issuer: string;
  readonly hasSubject: boolean;
  /** From the outermost to the name itself; undefined where an attribute is of a kind of text that is not read. */
  readonly subjectName: readonly (readonly NameAttribute[])[] | undefined;
  readonly signatureAlgorithm: string;
  /** Milliseconds since 1970. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly keyUsage: KeyUsage | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly isCa: boolean;
  /** How many CA certificates may stand between this one and the leaf; undefined for any number. */
  readonly pathLength: number | undefined;
  readonly names: readonly GeneralName[];
  readonly nameConstraints: NameConstraints | undefined;
}

/** Those of RFC 5280 section 4.2 that are read here. Any other one that is critical has to be refused. */
const UNDERSTOOD = new Set<string>([
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
]);

/** @throws CertificateRefused for what is no X.509 v3 certificate, or asks for something that is not understood */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  if (der.length > MAX_CERTIFICATE_BYTES) {
    throw new CertificateRefused("token_too_large", `a certificate has more than ${MAX_CERTIFICATE_BYTES} bytes`);
  }
  try {
    return read(der);
  } catch (error) {
    if (error instanceof CertificateRefused) throw error;
    throw new CertificateRefused("token_invalid", "a certificate cannot be read");
  }
}

function read(der: Uint8Array): ParsedCertificate {
  const x509 = new X509Certificate(der);
  // Bytes behind the certificate would change its thumbprint, and nothing else of it.
  if (x509.raw.length !== der.length) throw new CertificateRefused("token_invalid", "bytes follow the certificate");
  const { tbsCertificate: tbs } = AsnConvert.parse(der, Certificate);
  if (tbs.version !== Version.v3) throw new CertificateRefused("token_invalid", "a certificate is not of version 3");
  const extensions = extensionsOf(tbs.extensions ?? []);
  const basic = parsed(extensions, id_ce_basicConstraints, BasicConstraints);
  const extended = parsed(extensions, id_ce_extKeyUsage, ExtendedKeyUsage);
  return {
    der,
    x509,
    publicKey: x509.publicKey,
    subject: hexOf(tbs.subject),
    issuer: hexOf(tbs.issuer),
    hasSubject: tbs.subject.length > 0,
    subjectName: nameOf(tbs.subject),
    signatureAlgorithm: tbs.signature.algorithm,
    notBeforeMs: tbs.validity.notBefore.getTime().getTime(),
    notAfterMs: tbs.validity.notAfter.getTime().getTime(),
    keyUsage: parsed(extensions, id_ce_keyUsage, KeyUsage),
    extendedKeyUsage: extended === undefined ? undefined : [...extended],
    isCa: basic?.cA ?? false,
    pathLength: basic?.pathLenConstraint,
    names: [...(parsed(extensions, id_ce_subjectAltName, SubjectAlternativeName) ?? [])],
    nameConstraints: parsed(extensions, id_ce_nameConstraints, NameConstraints),
  };
}

/** By identifier. RFC 5280 section 4.2: none may be there twice, and one that is critical must be understood. */
function extensionsOf(list: Iterable<Extension>): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  for (const extension of list) {
    const { extnID, critical } = extension;
    if (found.has(extnID)) throw new CertificateRefused("token_invalid", "a certificate has an extension twice");
    if (critical && !UNDERSTOOD.has(extnID)) {
      throw new CertificateRefused("token_invalid", "a certificate has a critical extension that is not understood");
    }
    found.set(extnID, extension);
  }
  return found;
}

function parsed<T>(extensions: ReadonlyMap<string, Extension>, id: string, type: new () => T): T | undefined {
  const extension = extensions.get(id);
  return extension === undefined ? undefined : AsnConvert.parse(extension.extnValue.buffer, type);
}

function nameOf(name: Name): ParsedCertificate["subjectName"] {
  const rdns = [...name].map((rdn) =>
    [...rdn].map(({ type, value }) => ({ type, value: value.utf8String ?? value.printableString ?? value.ia5String })),
  );
  const known = (rdn: (typeof rdns)[number]): rdn is { type: string; value: string }[] =>
    rdn.every(({ value }) => value !== undefined);
  return rdns.every(known) ? rdns : undefined;
}

function hexOf(name: object): string {
  return Buffer.from(AsnConvert.serialize(name)).toString("hex");
}
