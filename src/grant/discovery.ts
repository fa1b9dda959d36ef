import type { JsonObject } from "../domain/json.ts";
import { AUTHORIZATION_DETAILS_TYPE } from "./claims.ts";

/** Where the key set stands below the issuer (RFC 7517). */
const JWKS_PATH = "/.well-known/jwks.json";

/** Every claim that a grant may have. */
const CLAIMS = [
  "iss",
  "sub",
  "aud",
  "iat",
  "nbf",
  "exp",
  "jti",
  "txn",
  "client_id",
  "act",
  "scope",
  "authorization_details",
  "action_digest",
  "policy_digest",
  "tenant",
  "intent",
  "task",
  "session",
  "session_epoch",
  "single_use",
  "cnf",
  "reference",
  "https://aws.amazon.com/tags",
];

/**
 * What brokers read to trust grants. There is no authorization endpoint, because nobody logs in here: grants come with
 * decisions, and Vault, OpenBao, AWS, GCP and Azure read no more than this.
 */
export function discoveryDocument(issuer: string, algorithms: readonly string[]): JsonObject {
  const base = issuer.replace(/\/$/, "");
  return {
    issuer,
    jwks_uri: `${base}${JWKS_PATH}`,
    token_endpoint: `${base}/oauth2/token`,
    introspection_endpoint: `${base}/oauth2/introspect`,
    revocation_endpoint: `${base}/oauth2/revoke`,
    grant_types_supported: ["urn:ietf:params:oauth:grant-type:token-exchange"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
    introspection_endpoint_auth_methods_supported: ["client_secret_basic"],
    revocation_endpoint_auth_methods_supported: ["client_secret_basic"],
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [...algorithms],
    claims_supported: [...CLAIMS],
    authorization_details_types_supported: [AUTHORIZATION_DETAILS_TYPE],
  };
}
