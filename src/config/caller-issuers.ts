import type { CallerByCertificate, KnownCaller } from "../domain/caller.ts";
import type { FieldViolation } from "../domain/errors.ts";
import { pointerTo } from "../domain/json.ts";
import { type IssuerTrust, isCertificateProfile } from "../domain/trust.ts";
import type { OneTenantConfig } from "./reader.ts";
import type { TlsConfig } from "./tls.ts";

/** What keeps callers from ever being known: an issuer that is not there, or a certificate that nobody asks for. By JSON Pointer within `callers`. */
export function issuerProblems(
  callers: readonly KnownCaller[],
  trust: readonly IssuerTrust[],
  tls: TlsConfig | undefined,
): readonly FieldViolation[] {
  const trusted = trust.filter(({ uses }) => uses.includes("caller"));
  return callers.flatMap(({ id, by, certificate }) => {
    const at = pointerTo("", id);
    const ofToken = trusted.some(({ name, profile }) => name === by?.issuer && !isCertificateProfile(profile));
    return [
      ...(by === undefined || ofToken
        ? []
        : [{ pointer: `${at}/issuer`, description: "must name an issuer of trust with caller among its use" }]),
      ...(certificate === undefined ? [] : certificateProblems(certificate, trusted, tls, `${at}/certificate`)),
    ];
  });
}

function certificateProblems(
  { issuer, name }: CallerByCertificate,
  trusted: readonly IssuerTrust[],
  tls: TlsConfig | undefined,
  at: string,
): readonly FieldViolation[] {
  if (tls === undefined || tls.clientCertificates === "none") {
    return [{ pointer: at, description: "needs tls.client_certificates: optional or required" }];
  }
  const found = trusted.find((candidate) => candidate.name === issuer && isCertificateProfile(candidate.profile));
  if (found === undefined) {
    const description = "must name an issuer of trust with the profile x509 or x509-svid and caller among its use";
    return [{ pointer: `${at}/issuer`, description }];
  }
  const ofDomain = name.startsWith(`spiffe_id:spiffe://${found.trustDomain}/`);
  if (found.profile === "x509-svid" && !ofDomain) {
    return [{ pointer: at, description: `must have a spiffe_id of the trust domain ${found.trustDomain}` }];
  }
  if (found.profile === "x509" && name.startsWith("spiffe_id:")) {
    return [{ pointer: `${at}/spiffe_id`, description: "needs an issuer with the profile x509-svid" }];
  }
  return [];
}

/** A credential that callers of two tenants have, which then would be neither's. */
export interface SharedCredential {
  readonly tenant: string;
  readonly caller: string;
  readonly other: string;
  readonly what: "secret" | "certificate";
}

type TenantsCallers = Pick<OneTenantConfig, "tenant" | "callers" | "trust">;

/** The same secret, or the same name of the same CA's certificates, in two tenants. Tokens: tenant-people.ts. */
export function sharedCredentials(tenants: readonly TenantsCallers[]): readonly SharedCredential[] {
  const owners = new Map<string, string>();
  const shared: SharedCredential[] = [];
  for (const { tenant, callers, trust } of tenants) {
    for (const caller of callers) {
      for (const [what, credential] of credentialsOf(caller, trust)) {
        const other = owners.get(`${what} ${credential}`) ?? tenant;
        owners.set(`${what} ${credential}`, other);
        if (other !== tenant) shared.push({ tenant, caller: caller.id, other, what });
      }
    }
  }
  return shared;
}

function credentialsOf(
  { token_digests, by, certificate }: KnownCaller,
  trust: readonly IssuerTrust[],
): readonly (readonly [SharedCredential["what"], string])[] {
  const secrets = token_digests.map((digest) => ["secret", digest] as const);
  // Beside a secret or a token it is that which says whose the certificate is.
  if (certificate === undefined || by !== undefined || token_digests.length > 0) return secrets;
  const keys = trust.find(({ name }) => name === certificate.issuer)?.keys;
  // A SPIFFE ID names its trust domain itself; of other names it is the CA that says whose they are.
  const authority = keys?.kind === "ca_file" ? keys.path : "";
  return [["certificate", `${authority} ${certificate.name}`]];
}
