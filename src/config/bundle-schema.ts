import { Type } from "typebox";

/** A source that is asked more often is a load, one that is asked less often lets a revoked policy live. */
const MAX_POLL_INTERVAL_S = 3_600;

const MAX_AGE_S = 31_536_000;

/** Servers and what stands before them cut off requests that wait longer. */
const MAX_WAIT_S = 600;

const ADDRESS =
  "a folder, a `.tar.gz` file, `https://…`, `s3://bucket/key`, `oci://registry/name:tag` (`oci+http://` without TLS) or `oci-layout:folder:tag`";

function text(env: string, description: string) {
  return Type.String({ env, default: "", description });
}

function secret(env: string, description: string) {
  return Type.String({ env, secret: true, default: "", description });
}

function share(env: string, description: string) {
  return Type.Number({ minimum: 0, maximum: 1, env, default: 0, description });
}

/** Where the policies come from, and how a new one comes into use. */
export const BUNDLE_SCHEMA = Type.Object({
  path: text(
    "WRIT_BUNDLE_PATH",
    "A folder with the policy bundle. Left empty, and `bundle.source` too: the bundle that is built in.",
  ),
  source: text("WRIT_BUNDLE_SOURCE", `Where the policy bundle comes from, instead: ${ADDRESS}.`),
  candidate: text(
    "WRIT_BUNDLE_CANDIDATE",
    "Where a second bundle comes from, which is tried beside the first. The same forms as `bundle.source`.",
  ),
  shadow_share: share(
    "WRIT_BUNDLE_SHADOW_SHARE",
    "The part of the calls that the candidate judges as well, without effect.",
  ),
  canary_share: share(
    "WRIT_BUNDLE_CANARY_SHARE",
    "The part of the sessions that the candidate decides. Not beside `bundle.shadow_share`.",
  ),
  poll_interval_s: Type.Integer({
    minimum: 1,
    maximum: MAX_POLL_INTERVAL_S,
    env: "WRIT_BUNDLE_POLL_INTERVAL_S",
    default: 10,
    description: "How often sources are looked at.",
  }),
  wait_s: Type.Integer({
    minimum: 0,
    maximum: MAX_WAIT_S,
    env: "WRIT_BUNDLE_WAIT_S",
    default: 30,
    description:
      "How long an OPA bundle service may hold its answer back until there is a change; 0 for no long polling.",
  }),
  max_age_s: Type.Integer({
    minimum: 0,
    maximum: MAX_AGE_S,
    env: "WRIT_BUNDLE_MAX_AGE_S",
    default: 0,
    description:
      "When its source has not been heard for longer, a bundle is stale: `/readyz` is 503 and policies see `input.bundle.stale`. 0 is no limit.",
  }),
  orders: Type.Enum(["development", "loopback"], {
    env: "WRIT_BUNDLE_ORDERS",
    default: "development",
    description:
      "Who may activate, roll back and pin bundles: callers on loopback in `development` mode only, or callers on `loopback` in every mode.",
  }),
  signatures: Type.Enum(["auto", "required", "if_present", "ignored"], {
    env: "WRIT_BUNDLE_SIGNATURES",
    default: "auto",
    description:
      "`required`: bundles without a signature are refused. `if_present`: they are taken. `auto`: `required`, in development mode `if_present`. The built-in bundle needs none.",
  }),
  verification_keys: Type.Record(Type.String(), Type.String({ pattern: "^[A-Za-z0-9]+:." }), {
    env: "WRIT_BUNDLE_VERIFICATION_KEYS",
    default: {},
    description:
      "By the id that signatures name: algorithm and file of a public key (PEM or JWK), e.g. `ES256:/etc/writ/release.pem`.",
    expected: "must give each key id an algorithm and a file, e.g. ES256:/etc/writ/release.pem",
  }),
  signature_scope: text(
    "WRIT_BUNDLE_SIGNATURE_SCOPE",
    "What signatures have to say they are for (`scope`), e.g. `production`. Left empty: signatures that name a scope are refused.",
  ),
  signature_issuer: text(
    "WRIT_BUNDLE_SIGNATURE_ISSUER",
    "What signatures have to say they come from (`iss`). Left empty: it is not looked at.",
  ),
  bearer_token: secret(
    "WRIT_BUNDLE_BEARER_TOKEN",
    "Sent to `https://` sources. A candidate at another host than `bundle.source` gets neither this nor the client certificate or the registry's password.",
  ),
  bearer_token_file: text("WRIT_BUNDLE_BEARER_TOKEN_FILE", "File that holds the same, instead; read at each look."),
  ca_file: text(
    "WRIT_BUNDLE_CA_FILE",
    "PEM of the authorities that certificates of `https://` and `oci://` sources descend from. Left empty: the public ones.",
  ),
  cert_file: text("WRIT_BUNDLE_CERT_FILE", "PEM of the client certificate for these sources."),
  key_file: text("WRIT_BUNDLE_KEY_FILE", "PEM of its key."),
  s3_region: Type.String({
    env: "WRIT_BUNDLE_S3_REGION",
    default: "us-east-1",
    description: "Region of `s3://` sources.",
  }),
  s3_endpoint: text("WRIT_BUNDLE_S3_ENDPOINT", "URL of another provider's object store."),
  s3_access_key_id: text("WRIT_BUNDLE_S3_ACCESS_KEY_ID", "Left empty: what AWS's own clients find."),
  s3_secret_access_key: secret("WRIT_BUNDLE_S3_SECRET_ACCESS_KEY", "Belongs to it."),
  registry_username: text("WRIT_BUNDLE_REGISTRY_USERNAME", "User of `oci://` sources."),
  registry_password: secret("WRIT_BUNDLE_REGISTRY_PASSWORD", "Belongs to it."),
  opa: text(
    "OPA",
    "Path of a native `opa`, which compiles bundles of plain Rego and runs the tests in bundles. Left empty: the one of the package `@writ/opa`.",
  ),
});
