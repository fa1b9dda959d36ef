import { isTextClaim } from "../../../domain/claims.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/json.ts";
import type { CertificateProfile, IssuerTrust, TrustProfile } from "../../../domain/trust.ts";
import type { TokenRefused } from "../../../ports/token-verifier.ts";
import { bareKey } from "./algorithms.ts";
import type { CompactToken } from "./compact.ts";
import { invalid } from "./refused.ts";
import { isWorkloadOf, isWorkloadUriOf } from "./workload-id.ts";

/** What tokens of a profile have to be, beyond what all have to. */
interface ProfileChecks {
  /** Values of `typ`, in lower case; "" for none. */
  readonly types: readonly string[];
  /** Whether the header may have more than `alg`, `kid` and `typ`. */
  readonly strictHeader?: boolean;
  /** Whether `aud` names who may accept the token. */
  readonly audience: boolean;
  /** Claims that have to be there as strings that are not empty. */
  readonly strings: readonly string[];
  readonly issuedAt: boolean;
  readonly check?: (claims: JsonObject, trust: IssuerTrust) => TokenRefused | undefined;
}

export const PROFILE_CHECKS: Readonly<Record<Exclude<TrustProfile, CertificateProfile>, ProfileChecks>> = {
  // JWT-SVID sections 2 and 3.
  "jwt-svid": {
    types: ["", "jwt", "jose"],
    strictHeader: true,
    audience: true,
    strings: ["sub"],
    issuedAt: false,
    check: (claims, { trustDomain }) =>
      namedBy(claims).every((sub) => isWorkloadOf(trustDomain, sub))
        ? undefined
        : invalid("the token's sub, or one of its act, is no workload's SPIFFE ID of the trust domain"),
  },
  // OpenID Connect Core 1.0 sections 2 and 3.1.3.7.
  oidc: { types: ["", "jwt"], audience: true, strings: ["iss", "sub"], issuedAt: true, check: checkAuthorizedParty },
  kubernetes: {
    types: ["", "jwt"],
    audience: true,
    strings: ["iss", "sub"],
    issuedAt: true,
    check: checkServiceAccount,
  },
  // RFC 9068 sections 2.1, 2.2 and 4.
  "at+jwt": { types: ["at+jwt"], audience: true, strings: ["iss", "sub", "client_id", "jti"], issuedAt: true },
  // draft-ietf-wimse-workload-creds, "The Workload Identity Token": its audience is that of its proof.
  "wimse-wit": { types: ["wit+jwt"], audience: false, strings: ["sub"], issuedAt: false, check: checkWorkloadIdentity },
  // draft-ietf-oauth-transaction-tokens, "Txn-Token Claims": `aud` is the trust domain.
  "txn-token": {
    types: ["txntoken+jwt"],
    audience: true,
    strings: ["txn", "sub", "req_wl", "scope"],
    issuedAt: true,
    check: checkTransaction,
  },
  intent: { types: ["intent+jwt"], audience: true, strings: ["iss"], issuedAt: true },
};

/** RFC 7515 section 4.1.9, RFC 8725 section 3.11: a token of one kind must not pass for one of another. */
export function hasType({ typ }: CompactToken, profile: keyof typeof PROFILE_CHECKS): boolean {
  return PROFILE_CHECKS[profile].types.includes(typ);
}

/** What of the header a profile does not have. */
export function strangeHeader({ header }: CompactToken, profile: keyof typeof PROFILE_CHECKS): boolean {
  if (PROFILE_CHECKS[profile].strictHeader !== true) return false;
  return Object.keys(header).some((member) => !["alg", "kid", "typ"].includes(member));
}

/** A token for several says to which of its clients it was issued. */
function checkAuthorizedParty({ aud, azp }: JsonObject): TokenRefused | undefined {
  if (azp !== undefined && !isTextClaim(azp)) return invalid("the token's azp is no string");
  if (Array.isArray(aud) && aud.length > 1 && azp === undefined) {
    return invalid("the token has several audiences and no azp");
  }
  return undefined;
}

/** A token of TokenRequest (Kubernetes 1.21): legacy ones have other claims, and never expire. */
function checkServiceAccount({ sub, ["kubernetes.io"]: stated }: JsonObject): TokenRefused | undefined {
  if (!isJsonObject(stated)) return invalid("the token has no kubernetes.io claim");
  const { namespace, serviceaccount } = stated;
  const name = isJsonObject(serviceaccount) ? serviceaccount["name"] : undefined;
  if (!isTextClaim(namespace) || !isTextClaim(name))
    return invalid("the token's kubernetes.io claim names no service account");
  if (sub !== `system:serviceaccount:${namespace}:${name}`) {
    return invalid("the token's sub is not the service account of its kubernetes.io claim");
  }
  return undefined;
}

function checkWorkloadIdentity(claims: JsonObject, { trustDomain }: IssuerTrust): TokenRefused | undefined {
  if (!namedBy(claims).every((sub) => isWorkloadUriOf(trustDomain, sub))) {
    return invalid("the token's sub, or one of its act, is no workload identifier of the trust domain");
  }
  const { cnf } = claims;
  const jwk = isJsonObject(cnf) ? cnf["jwk"] : undefined;
  if (!isJsonObject(jwk) || bareKey(jwk) === undefined || !isTextClaim(jwk["alg"])) {
    return invalid("the token's cnf has no public key with its algorithm");
  }
  return undefined;
}

function checkTransaction({ tctx, rctx }: JsonObject): TokenRefused | undefined {
  const fits = [tctx, rctx].every((context) => context === undefined || isJsonObject(context));
  return fits ? undefined : invalid("the token's tctx or rctx is no object");
}

/** The subject, and all who act for it: an authority names its own workloads and nobody else's. "" for what is no name. */
function namedBy(claims: JsonObject): readonly string[] {
  const names: string[] = [];
  for (let at: JsonValue | undefined = claims; at !== undefined; at = isJsonObject(at) ? at["act"] : undefined) {
    const sub: JsonValue | undefined = isJsonObject(at) ? at["sub"] : undefined;
    names.push(isTextClaim(sub) ? sub : "");
  }
  return names;
}
