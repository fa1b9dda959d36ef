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
];

/**
 * What brokers read to trust grants. There is no authorization endpoint, because nobody logs in here: grants come with
 * decisions, and Vault, OpenBao, AWS, GCP and Azure read no more than this.
 */
export function discoveryDocument(issuer: string, algorithms: readonly string[]): JsonObject {
  return {
    issuer,
    jwks_uri: `${issuer.replace(/\/$/, "")}${JWKS_PATH}`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [...algorithms],
    claims_supported: [...CLAIMS],
    authorization_details_types_supported: [AUTHORIZATION_DETAILS_TYPE],
  };
}
