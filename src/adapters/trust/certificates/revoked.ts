import { type KeyObject, verify } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import { CertificateList } from "@peculiar/asn1-x509";
import type { JsonValue } from "../../../domain/json.ts";
import type { ParsedCertificate } from "./certificate.ts";
import { CertificateRefused } from "./refused.ts";

/** One CA's list of what it has revoked (RFC 5280 section 5). */
export interface RevocationList {
  /** The DER of the CA's name, in hex. */
  readonly issuer: string;
  readonly thisUpdateMs: number;
  readonly nextUpdateMs: number;
  /** Serial numbers in hex, as Node writes those of certificates. */
  readonly revoked: ReadonlySet<string>;
  /** Whether this CA has signed it. */
  signedBy(publicKey: KeyObject): boolean;
}

/** By the object identifier of the signature, its hash; null where the algorithm has its own. */
const HASHES: Readonly<Record<string, string | null>> = {
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.3.101.112": null,
};

/** @param lists base64 of DER; one that cannot be read is as if not there, and so vouches for nobody */
export function readLists(lists: readonly JsonValue[]): readonly RevocationList[] {
  return lists.flatMap((list) => {
    try {
      return [readList(Buffer.from(String(list), "base64"))];
    } catch {
      return [];
    }
  });
}

function readList(der: Buffer): RevocationList {
  const {
    tbsCertList: tbs,
    tbsCertListRaw: raw,
    signatureAlgorithm,
    signature,
  } = AsnConvert.parse(der, CertificateList);
  const algorithm = HASHES[signatureAlgorithm.algorithm];
  // A critical extension says that the list is a part of one, or of other CAs' certificates (RFC 5280 section 5.2).
  const partial = (tbs.crlExtensions ?? []).some(({ critical }) => critical);
  const partialEntry = (tbs.revokedCertificates ?? []).some(({ crlEntryExtensions = [] }) =>
    crlEntryExtensions.some(({ critical }) => critical),
  );
  if (raw === undefined || algorithm === undefined || tbs.nextUpdate === undefined || partial || partialEntry) {
    throw new Error("not a whole list of one CA with an end and a strong signature");
  }
  const signed = Buffer.from(raw);
  return {
    issuer: Buffer.from(AsnConvert.serialize(tbs.issuer)).toString("hex"),
    thisUpdateMs: tbs.thisUpdate.getTime().getTime(),
    nextUpdateMs: tbs.nextUpdate.getTime().getTime(),
    revoked: new Set((tbs.revokedCertificates ?? []).map(({ userCertificate }) => serialOf(userCertificate))),
    signedBy: (publicKey) => verify(algorithm, signed, publicKey, Buffer.from(signature)),
  };
}

/** Without leading zeros, in which encodings of one number may differ. */
function serialOf(bytes: ArrayBuffer): string {
  return trimmed(Buffer.from(bytes).toString("hex"));
}

function trimmed(hex: string): string {
  return hex.toUpperCase().replace(/^0+/, "");
}

/**
 * Every certificate of the path below the anchor must be one that its CA has not revoked, by a list that is good now. Where there is no such
 * list, nobody can know.
 * @param path the leaf first, the anchor last
 * @returns until when the lists say so, in milliseconds since 1970
 * @throws CertificateRefused
 */
export function checkRevoked(
  path: readonly ParsedCertificate[],
  lists: readonly RevocationList[],
  { nowMs, skewMs }: { readonly nowMs: number; readonly skewMs: number },
): number {
  let untilMs = Number.POSITIVE_INFINITY;
  for (const [at, certificate] of path.slice(0, -1).entries()) {
    const { publicKey } = path[at + 1] as ParsedCertificate;
    const good = lists.filter(
      ({ issuer, thisUpdateMs, nextUpdateMs, signedBy }) =>
        issuer === certificate.issuer &&
        nowMs >= thisUpdateMs - skewMs &&
        nowMs <= nextUpdateMs + skewMs &&
        signedBy(publicKey),
    );
    if (good.length === 0) {
      throw new CertificateRefused("key_unavailable", "there is no good list of what a CA of the chain has revoked");
    }
    const serial = trimmed(certificate.x509.serialNumber);
    if (good.some(({ revoked }) => revoked.has(serial))) {
      throw new CertificateRefused("token_untrusted", "a certificate of the chain was revoked");
    }
    untilMs = Math.min(untilMs, ...good.map(({ nextUpdateMs }) => nextUpdateMs));
  }
  return untilMs;
}
