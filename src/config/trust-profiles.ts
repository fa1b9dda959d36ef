import type { IssuerTrust, TrustProfile } from "../domain/trust.ts";

/** What an entry of a profile has to say, may say, and means where it says nothing. */
interface ProfileRules {
  /** The first is the default. */
  readonly uses: IssuerTrust["uses"];
  readonly issuer: "required" | "optional" | "never";
  readonly trustDomain: boolean;
  readonly audiences: boolean;
  readonly keys: "any" | "spiffe" | "ca";
  readonly algorithms: readonly string[];
  readonly defaultAlgorithms: readonly string[];
  readonly idClaim: string;
  readonly delegation: "never" | "optional" | "always";
}

/** RFC 7518 section 3.1 without what is symmetric and without `none`. */
const RSA_AND_EC = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
/** With RFC 8037, and RFC 9864, which gives it the name of its curve. */
const ALL = [...RSA_AND_EC, "EdDSA", "Ed25519"];

const PLAIN: ProfileRules = {
  uses: ["agent", "caller"],
  issuer: "required",
  trustDomain: false,
  audiences: true,
  keys: "any",
  algorithms: ALL,
  defaultAlgorithms: ["ES256", "RS256"],
  idClaim: "sub",
  delegation: "optional",
};

export const PROFILE_RULES: Readonly<Record<TrustProfile, ProfileRules>> = {
  // JWT-SVID section 2.1 lists its algorithms, and EdDSA is none of them.
  "jwt-svid": {
    ...PLAIN,
    issuer: "optional",
    trustDomain: true,
    keys: "spiffe",
    algorithms: RSA_AND_EC,
    defaultAlgorithms: RSA_AND_EC,
  },
  oidc: PLAIN,
  kubernetes: { ...PLAIN, delegation: "never" },
  "at+jwt": PLAIN,
  // Its audience is that of the proof which comes with it.
  "wimse-wit": {
    ...PLAIN,
    uses: ["agent"],
    issuer: "optional",
    trustDomain: true,
    defaultAlgorithms: ["ES256", "EdDSA", "Ed25519"],
  },
  "txn-token": { ...PLAIN, uses: ["agent"], issuer: "optional", idClaim: "req_wl", delegation: "always" },
  intent: { ...PLAIN, uses: ["intent"], delegation: "never" },
  "x509-svid": {
    ...PLAIN,
    uses: ["agent", "caller"],
    issuer: "never",
    trustDomain: true,
    audiences: false,
    keys: "spiffe",
    delegation: "never",
  },
  x509: { ...PLAIN, uses: ["caller"], issuer: "never", audiences: false, keys: "ca", delegation: "never" },
};
