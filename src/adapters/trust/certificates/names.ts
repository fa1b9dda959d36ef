import type { GeneralName, GeneralSubtree, NameConstraints } from "@peculiar/asn1-x509";
import { parseSpiffeId } from "../spiffe-id.ts";
import type { ParsedCertificate } from "./certificate.ts";
import { CertificateRefused } from "./refused.ts";

type Kind = keyof GeneralName;

/**
 * RFC 5280 section 4.2.1.10, for every certificate below the one with the constraints. Of URIs and DNS names it is known what
 * a constraint means; a certificate that has a name of another kind which is constrained is refused.
 * @throws CertificateRefused
 */
export function checkNames(constraints: NameConstraints | undefined, below: readonly ParsedCertificate[]): void {
  if (constraints === undefined) return;
  const permitted = [...(constraints.permittedSubtrees ?? [])];
  const excluded = [...(constraints.excludedSubtrees ?? [])];
  // Either field must be there (RFC 5280); without any it is not known what was meant.
  if (permitted.length + excluded.length === 0) throw outside();
  for (const certificate of below) {
    for (const name of namesOf(certificate)) {
      const ofKind = (trees: readonly GeneralSubtree[]) => trees.filter(({ base }) => kindOf(base) === kindOf(name));
      const allowed = ofKind(permitted);
      if (allowed.length > 0 && !allowed.some((tree) => within(name, tree, "permitted"))) throw outside();
      if (ofKind(excluded).some((tree) => within(name, tree, "excluded"))) throw outside();
    }
  }
}

function outside(): CertificateRefused {
  return new CertificateRefused("token_untrusted", "a CA of the chain may not sign for such names");
}

/** The subject is a directory name too. */
function namesOf({ names, hasSubject }: ParsedCertificate): readonly (GeneralName | "subject")[] {
  return hasSubject ? [...names, "subject"] : names;
}

function kindOf(name: GeneralName | "subject"): Kind | undefined {
  if (name === "subject") return "directoryName";
  return (Object.keys(name) as Kind[]).find((kind) => name[kind] !== undefined);
}

/** What is not understood is within what is excluded, and outside of what is permitted. */
function within(name: GeneralName | "subject", tree: GeneralSubtree, as: "permitted" | "excluded"): boolean {
  const unknown = as === "excluded";
  if (name === "subject" || tree.minimum !== 0 || tree.maximum !== undefined) return unknown;
  const { uniformResourceIdentifier: uri, dNSName: dns } = tree.base;
  if (uri !== undefined) {
    const host = parseSpiffeId(name.uniformResourceIdentifier ?? "")?.trustDomain;
    return host === undefined ? unknown : hostWithin(host, uri, as);
  }
  if (dns !== undefined) return domainWithin(name.dNSName ?? "", dns);
  return unknown;
}

/** For URIs a leading dot means names below, and none means that very host; excluded with what is below it. */
function hostWithin(host: string, constraint: string, as: "permitted" | "excluded"): boolean {
  const lower = constraint.toLowerCase();
  if (lower.startsWith(".")) return host.endsWith(lower) && host.length > lower.length;
  return host === lower || (as === "excluded" && (lower === "" || host.endsWith(`.${lower}`)));
}

function domainWithin(name: string, constraint: string): boolean {
  const [host, domain] = [name.toLowerCase(), constraint.toLowerCase().replace(/^\./, "")];
  return domain === "" || host === domain || host.endsWith(`.${domain}`);
}
