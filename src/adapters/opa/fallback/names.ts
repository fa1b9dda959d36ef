/**
 * The builtins that only OPA's own code has: their results hang on Go libraries whose every detail shows (syntax trees, texts of
 * errors), or are too rarely needed for code of our own. All are pure.
 */
export const FALLBACK_BUILTINS: ReadonlySet<string> = new Set([
  "crypto.parse_private_keys",
  "crypto.x509.parse_and_verify_certificates_with_options",
  "crypto.x509.parse_certificate_request",
  "crypto.x509.parse_certificates",
  "crypto.x509.parse_keypair",
  "crypto.x509.parse_rsa_private_key",
  "graphql.is_valid",
  "graphql.parse",
  "graphql.parse_and_verify",
  "graphql.parse_query",
  "graphql.parse_schema",
  "graphql.schema_is_valid",
  "json.match_schema",
  "json.verify_schema",
  "providers.aws.sign_req",
  "rego.parse_module",
  "strings.render_template",
]);
