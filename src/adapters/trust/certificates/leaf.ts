import { id_kp_clientAuth, KeyUsageFlags } from "@peculiar/asn1-x509";
import { parseSpiffeId } from "../spiffe-id.ts";
import type { ParsedCertificate } from "./certificate.ts";
import { CertificateRefused } from "./refused.ts";

export interface LeafId {
  /** The SPIFFE ID. */
  readonly id: string;
  readonly trustDomain: string;
}

/** Who an X.509-SVID says that it is (X509-SVID sections 2, 3.1, 4 and 5.2). @throws CertificateRefused */
export function readLeaf(leaf: ParsedCertificate): LeafId {
  checkLeafUse(leaf);
  const uris = leaf.names.flatMap(({ uniformResourceIdentifier: uri }) => (uri === undefined ? [] : [uri]));
  const [id] = uris;
  if (id === undefined || uris.length > 1) {
    throw new CertificateRefused("token_invalid", "the certificate must have exactly one URI among its names");
  }
  const read = parseSpiffeId(id);
  if (read === undefined || read.path === "") {
    throw new CertificateRefused("token_invalid", "the certificate's URI must be a SPIFFE ID with a path");
  }
  return { id, trustDomain: read.trustDomain };
}

/** What a certificate says that it is there for. */
interface LeafUse extends Pick<ParsedCertificate, "isCa" | "extendedKeyUsage"> {
  readonly keyUsage: { toNumber(): number } | undefined;
}

/** A certificate that may sign others names no workload, and one for servers proves no client. */
export function checkLeafUse({ isCa, keyUsage, extendedKeyUsage }: LeafUse): void {
  const usage = keyUsage?.toNumber() ?? 0;
  if (isCa || (usage & (KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)) !== 0) {
    throw new CertificateRefused("token_type_mismatch", "the certificate is one that signs others");
  }
  if ((usage & KeyUsageFlags.digitalSignature) === 0) {
    throw new CertificateRefused("token_type_mismatch", "the certificate's key is not there for digital signatures");
  }
  if (extendedKeyUsage !== undefined && !extendedKeyUsage.includes(id_kp_clientAuth)) {
    throw new CertificateRefused("token_type_mismatch", "the certificate is not there for clients");
  }
}
