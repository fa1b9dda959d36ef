import type { Format } from "./format.ts";

/** Access keys in documentation of AWS, which nobody can use. */
const isAwsExample = (token: string): boolean => token.endsWith("EXAMPLE");

/** Clouds, hosting, infrastructure. Forms: the issuers' documentation, secretlint's and gitleaks' rules. */
export const CLOUD: readonly Format[] = [
  {
    type: "secret.aws_access_key",
    severity: "critical",
    anchors: ["AKIA", "ASIA", "ABIA", "ACCA"],
    rest: /[A-Z0-9]{16}(?![A-Za-z0-9])/y,
    judge: (token) => (isAwsExample(token) ? "low" : true),
  },
  // Identifiers of users, groups and roles: no credentials, but they name who holds one.
  {
    type: "secret.aws_access_key",
    severity: "medium",
    anchors: ["A3T", "AGPA", "AIDA", "AROA", "AIPA", "ANPA", "ANVA"],
    rest: /[A-Z0-9]{16,17}(?![A-Za-z0-9])/y,
  },
  { type: "secret.aws_bedrock_key", severity: "critical", anchors: ["ABSK"], rest: /[A-Za-z0-9+/]{109,269}={0,2}/y },
  {
    type: "secret.aws_session_token",
    severity: "critical",
    anchors: ["IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz", "AQoDYXdz"],
    rest: /[A-Za-z0-9+/=]{80,}/y,
  },
  { type: "secret.google_api_key", severity: "high", anchors: ["AIza"], rest: /[\w-]{30,45}(?![\w-])/y },
  { type: "secret.google_oauth_token", severity: "critical", anchors: ["ya29."], rest: /[\w-]{20,}/y },
  { type: "secret.google_oauth_secret", severity: "critical", anchors: ["GOCSPX-"], rest: /[\w-]{20,}/y },
  { type: "secret.google_refresh_token", severity: "critical", anchors: ["1//0"], rest: /[\w-]{40,}/y },
  {
    type: "secret.azure_client_secret",
    severity: "critical",
    anchors: ["Q~"],
    lead: /(?:(?<![\w~.-])|(?<=\\[nrt]|%[0-9A-F]{2}))[\w~.]{3}\d$/,
    rest: /[\w~.-]{31,34}(?![\w~-])/y,
  },
  // Azure's identifiable keys carry the service's mark at a fixed distance from their end.
  {
    type: "secret.azure_key",
    severity: "critical",
    anchors: ["JQQJ9"],
    lead: /[A-Za-z0-9]{52}$/,
    rest: /[A-Za-z0-9+/=]{15,30}/y,
  },
  {
    type: "secret.digitalocean_token",
    severity: "critical",
    anchors: ["dop_v1_", "doo_v1_", "dor_v1_"],
    rest: /[a-f0-9]{40,}/iy,
  },
  {
    type: "secret.alibaba_access_key",
    severity: "high",
    anchors: ["LTAI"],
    rest: /[A-Za-z0-9]{12,24}(?![A-Za-z0-9])/y,
  },
  { type: "secret.tencent_secret_id", severity: "high", anchors: ["AKID"], rest: /[A-Za-z0-9]{32}(?![A-Za-z0-9])/y },
  { type: "secret.heroku_token", severity: "critical", anchors: ["HRKU-"], rest: /[\w-]{36,}/y },
  {
    type: "secret.cloudflare_token",
    severity: "critical",
    anchors: ["cfk_", "cfut_", "cfat_"],
    rest: /[A-Za-z0-9]{40,}/y,
  },
  { type: "secret.cloudflare_token", severity: "critical", anchors: ["v1.0-"], rest: /[a-f0-9]{24}-[a-f0-9]{146}/y },
  { type: "secret.vault_token", severity: "critical", anchors: ["hvs.", "hvb.", "hvr."], rest: /[\w-]{20,}/y },
  {
    type: "secret.vault_token",
    severity: "critical",
    anchors: ["s."],
    rest: /(?=[A-Za-z]*[0-9])[A-Za-z0-9]{24}(?![\w.-])/y,
  },
  {
    type: "secret.terraform_token",
    severity: "critical",
    anchors: [".atlasv1."],
    lead: /[A-Za-z0-9]{14}$/,
    rest: /[\w=-]{40,}/y,
  },
  { type: "secret.pulumi_token", severity: "critical", anchors: ["pul-"], rest: /[a-f0-9]{40}(?![A-Za-z0-9])/y },
  {
    type: "secret.doppler_token",
    severity: "critical",
    anchors: ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
    rest: /[\w.]{40,}/y,
  },
  { type: "secret.fly_token", severity: "critical", anchors: ["fo1_"], rest: /[\w-]{43}/y },
  {
    type: "secret.fly_token",
    severity: "critical",
    anchors: ["fm1a_", "fm1r_", "fm2_"],
    rest: /[A-Za-z0-9+/]{100,}={0,3}/y,
  },
  {
    type: "secret.vercel_token",
    severity: "critical",
    anchors: ["vcp_", "vci_", "vca_", "vcr_", "vck_"],
    rest: /[A-Za-z0-9]{20,}/y,
  },
  {
    type: "secret.netlify_token",
    severity: "critical",
    anchors: ["nfp_", "nfc_", "nfo_", "nfb_", "nfu_"],
    rest: /[A-Za-z0-9]{36,}/y,
  },
  { type: "secret.scaleway_key", severity: "high", anchors: ["SCW"], rest: /[A-Z0-9]{17}(?![A-Za-z0-9])/y },
  { type: "secret.yandex_token", severity: "critical", anchors: ["AQVN"], rest: /[\w-]{35,38}(?![\w-])/y },
  { type: "secret.openshift_token", severity: "critical", anchors: ["sha256~"], rest: /[\w-]{43}(?![\w-])/y },
  { type: "secret.tailscale_key", severity: "critical", anchors: ["tskey-"], rest: /[a-z]{2,20}-\w{8,}-\w{16,}/y },
  {
    type: "secret.planetscale_token",
    severity: "critical",
    anchors: ["pscale_tkn_", "pscale_oauth_", "pscale_pw_"],
    rest: /[\w=.-]{32,}/y,
  },
  { type: "secret.supabase_key", severity: "critical", anchors: ["sbp_"], rest: /[a-f0-9]{40}/y },
  { type: "secret.supabase_key", severity: "critical", anchors: ["sb_secret_"], rest: /[\w-]{20,}/y },
  {
    type: "secret.databricks_token",
    severity: "critical",
    anchors: ["dapi"],
    rest: /[a-f0-9]{32}(?:-\d)?(?![A-Fa-f0-9])/iy,
  },
  { type: "secret.docker_token", severity: "critical", anchors: ["dckr_pat_", "dckr_oat_"], rest: /[\w-]{20,}/y },
  { type: "secret.jfrog_token", severity: "critical", anchors: ["AKCp"], rest: /[A-Za-z0-9]{69}/y },
  { type: "secret.jfrog_token", severity: "critical", anchors: ["cmVmd"], rest: /[A-Za-z0-9]{59}(?![A-Za-z0-9])/y },
];
