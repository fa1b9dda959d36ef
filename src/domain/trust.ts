/** How a token's or certificate's claims are to be read, and what more has to be checked of it. */
export const TRUST_PROFILES = [
  "jwt-svid",
  "oidc",
  "kubernetes",
  "at+jwt",
  "wimse-wit",
  "txn-token",
  "intent",
  "x509-svid",
  "x509",
] as const;
export type TrustProfile = (typeof TRUST_PROFILES)[number];

/** Those of certificates; the others are of tokens. */
export type CertificateProfile = Extract<TrustProfile, "x509-svid" | "x509">;

export function isCertificateProfile(profile: TrustProfile): profile is CertificateProfile {
  return profile === "x509-svid" || profile === "x509";
}

/** Where an issuer's public keys are found. */
export type KeyLocation =
  /** `jwks_uri` of the issuer's metadata (OpenID Connect Discovery 1.0 section 4, RFC 8414). */
  | { readonly kind: "discovery"; readonly caFile?: string }
  | { readonly kind: "jwks_url"; readonly url: string; readonly caFile?: string }
  | { readonly kind: "jwks_file"; readonly path: string }
  /** SPIFFE Trust Domain and Bundle, section 4. */
  | { readonly kind: "spiffe_bundle_file"; readonly path: string }
  | { readonly kind: "spiffe_bundle_url"; readonly url: string; readonly caFile?: string }
  /** CA certificates in PEM and, in another file, the lists of what they have revoked (RFC 5280 section 5). */
  | { readonly kind: "ca_file"; readonly path: string; readonly crlPath?: string }
  /** SPIFFE Workload API, over the Unix socket of this path. */
  | { readonly kind: "workload_api"; readonly path: string };

/** An issuer that is trusted, for what, and with which keys. */
export interface IssuerTrust {
  /** Its name in the configuration. */
  readonly name: string;
  readonly profile: TrustProfile;
  /** What its word counts for. */
  readonly uses: readonly ("agent" | "intent" | "caller")[];
  /** `iss`, compared to the letter; "" where the profile has none. */
  readonly issuer: string;
  /** For SPIFFE: the only trust domain of which it may name anything; "" elsewhere. */
  readonly trustDomain: string;
  readonly keys: KeyLocation;
  /** One of them has to be in `aud`. */
  readonly audiences: readonly string[];
  /** JWS algorithms, none of them symmetric. */
  readonly algorithms: readonly string[];
  /** The claim that names the agent, and what stands before it in Writ. */
  readonly idClaim: string;
  readonly idPrefix: string;
  /** By label, the JSON Pointer of its claim. */
  readonly labels: Readonly<Record<string, string>>;
  readonly clockSkewS: number;
  /** A token that lives longer is refused. */
  readonly maxLifetimeS: number;
  /** Whether DPoP, a workload proof token or the bound certificate has to be shown even where the token asks for none. */
  readonly proof: "as_bound" | "required";
  /** Whether its `act` claims are believed. */
  readonly delegation: boolean;
  /** The claim that names the tenant, which then has to be the caller's; "" for none. */
  readonly tenantClaim: string;
}
