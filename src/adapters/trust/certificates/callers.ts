import { id_kp_clientAuth, KeyUsageFlags } from "@peculiar/asn1-x509";
import { certificateName } from "../../../domain/caller.ts";
import { writeName } from "../../../domain/distinguished-name.ts";
import { type IssuerTrust, isCertificateProfile } from "../../../domain/trust.ts";
import type { CallerCertificates } from "../../../ports/token-verifier.ts";
import type { KeySource } from "../sources/source.ts";
import type { ParsedCertificate } from "./certificate.ts";
import { Chains, verifyPath } from "./chains.ts";
import { checkLeafUse, readLeaf } from "./leaf.ts";
import { CertificateRefused } from "./refused.ts";
import { parseChain } from "./verifier.ts";

/**
 * Verifies the certificates of callers against the CAs of one issuer of `trust` that is there for callers.
 * @param sources by the issuer's name
 */
export function createCallerCertificates(
  issuers: readonly IssuerTrust[],
  sources: ReadonlyMap<string, KeySource>,
): CallerCertificates {
  const trusted = issuers.filter(({ profile, uses }) => isCertificateProfile(profile) && uses.includes("caller"));
  const known = new Chains<ReadonlySet<string>>();
  return {
    verify: (name, chain, nowMs) =>
      known.verify(name, chain, nowMs, () => {
        const issuer = trusted.find((candidate) => candidate.name === name);
        const source = sources.get(name);
        if (issuer === undefined || source === undefined) {
          throw new CertificateRefused("token_untrusted", "the issuer is not trusted for certificates of callers");
        }
        const parsed = parseChain(chain);
        const names = issuer.profile === "x509-svid" ? svidNames(parsed[0], issuer) : plainNames(parsed[0]);
        return verifyPath(parsed, issuer, source, nowMs, () => new Set(names));
      }),
  };
}

function svidNames(leaf: ParsedCertificate, issuer: IssuerTrust): readonly string[] {
  const { id, trustDomain } = readLeaf(leaf);
  if (trustDomain !== issuer.trustDomain) {
    throw new CertificateRefused("token_untrusted", "the certificate is of another trust domain");
  }
  return [certificateName("spiffe_id", id)];
}

/** Of a CA that issues for servers and people too, only a certificate that says so is there for clients (RFC 5280 section 4.2.1.12). */
function plainNames(leaf: ParsedCertificate): readonly string[] {
  const { keyUsage, extendedKeyUsage, isCa, subjectName, names } = leaf;
  const usage = keyUsage ?? { toNumber: () => KeyUsageFlags.digitalSignature };
  checkLeafUse({ isCa, keyUsage: usage, extendedKeyUsage });
  if (!extendedKeyUsage?.includes(id_kp_clientAuth)) {
    throw new CertificateRefused("token_type_mismatch", "the certificate does not say that it is there for clients");
  }
  const subject = subjectName === undefined ? "" : writeName(subjectName);
  return [
    ...(subject === "" ? [] : [certificateName("subject", subject)]),
    ...names.flatMap(({ dNSName: dns, uniformResourceIdentifier: uri }) => [
      ...(dns === undefined ? [] : [certificateName("dns", dns.toLowerCase())]),
      ...(uri === undefined ? [] : [certificateName("uri", uri)]),
    ]),
  ];
}
