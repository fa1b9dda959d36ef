/**
 * Credentials that look real and open nothing, put together here so that no scanner of repositories takes the file for
 * a leak. Bodies come from a fixed sequence.
 */

const DIGITS = "0123456789";
const HEX = `${DIGITS}abcdef`;
const LOWER = "abcdefghijklmnopqrstuvwxyz";
export const ALNUM = `${DIGITS}${LOWER}${LOWER.toUpperCase()}`;
const UPPER = `${LOWER.toUpperCase()}${DIGITS}`;
export const WORD = `${ALNUM}_-`;

/** `length` characters of the alphabet, the same for the same seed; letters and digits at both ends. */
export function body(length: number, alphabet: string = ALNUM, seed = 7): string {
  let state = seed * 2654435761 + length;
  return Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const from = i === 0 || i === length - 1 ? alphabet.replace(/[_-]/g, "") : alphabet;
    return from.charAt((state >>> 8) % from.length);
  }).join("");
}

const b64url = (text: string): string => Buffer.from(text).toString("base64url");
const uuid = (): string => [8, 4, 4, 4, 12].map((length) => body(length, HEX)).join("-");

/** A type of finding and a credential of that type. */
export const SAMPLES: readonly (readonly [type: string, secret: string])[] = [
  ["secret.aws_access_key", `AK${"IA"}${body(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`],
  ["secret.aws_access_key", `AS${"IA"}${body(16, UPPER)}`],
  ["secret.google_api_key", `AI${"za"}${body(35, WORD)}`],
  ["secret.google_oauth_token", `ya${"29."}${body(60, WORD)}`],
  ["secret.google_oauth_secret", `GOC${"SPX-"}${body(28, WORD)}`],
  ["secret.azure_client_secret", `${body(3)}8${"Q~"}${body(34, WORD)}`],
  ["secret.azure_key", `${body(52)}${"JQQ"}J9${body(27)}`],
  ["secret.digitalocean_token", `dop_${"v1_"}${body(64, HEX)}`],
  ["secret.heroku_token", `HR${"KU-"}${body(60, WORD)}`],
  ["secret.cloudflare_token", `cf${"ut_"}${body(48)}`],
  ["secret.vault_token", `hv${"s."}${body(95, WORD)}`],
  ["secret.terraform_token", `${body(14)}.${"atlas"}v1.${body(67, WORD)}`],
  ["secret.pulumi_token", `pu${"l-"}${body(40, HEX)}`],
  ["secret.tailscale_key", `ts${"key-"}auth-${body(12)}-${body(32)}`],
  ["secret.databricks_token", `da${"pi"}${body(32, HEX)}`],
  ["secret.docker_token", `dckr_${"pat_"}${body(27, WORD)}`],
  ["secret.github_token", `gh${"p_"}${body(36)}`],
  ["secret.github_token", `gh${"o_"}${body(36)}`],
  ["secret.github_token", `gh${"u_"}${body(36)}`],
  ["secret.github_token", `gh${"s_"}${body(36)}`],
  ["secret.github_token", `gh${"r_"}${body(76)}`],
  ["secret.github_token", `github_${"pat_"}${body(22)}_${body(59)}`],
  ["secret.gitlab_token", `gl${"pat-"}${body(20, WORD)}`],
  ["secret.gitlab_token", `gl${"rt-"}t1_${body(27, WORD)}.${body(9)}`],
  ["secret.npm_token", `np${"m_"}${body(36)}`],
  ["secret.pypi_token", `py${"pi-"}AgEIcHlwaS5vcmc${body(70, WORD)}`],
  ["secret.rubygems_token", `ruby${"gems_"}${body(48, HEX)}`],
  ["secret.openai_key", `s${"k-"}${body(20)}T3BlbkFJ${body(20)}`],
  ["secret.openai_key", `s${"k-proj-"}${body(74, WORD)}T3BlbkFJ${body(74, WORD)}`],
  ["secret.anthropic_key", `s${"k-ant-"}api03-${body(93, WORD)}AA`],
  ["secret.huggingface_token", `h${"f_"}${body(34, LOWER)}`],
  ["secret.groq_key", `gs${"k_"}${body(52)}`],
  ["secret.postman_key", `PM${"AK-"}${body(24, HEX)}-${body(34, HEX)}`],
  ["secret.figma_token", `fi${"gd_"}${body(40, WORD)}`],
  [
    "secret.onepassword_token",
    `op${"s_"}${Buffer.from(JSON.stringify({ email: "a@b.c", key: body(80) })).toString("base64")}`,
  ],
  ["secret.slack_token", `xo${"xb-"}${body(11, DIGITS)}-${body(12, DIGITS)}-${body(24)}`],
  ["secret.slack_token", `xo${"xp-"}${body(11, DIGITS)}-${body(11, DIGITS)}-${body(12, DIGITS)}-${body(32)}`],
  ["secret.slack_token", `xa${"pp-"}1-A${body(10, UPPER)}-${body(13, DIGITS)}-${body(64, HEX)}`],
  ["secret.slack_webhook", `hooks.slack.${"com/"}services/T${body(8, UPPER)}/B${body(8, UPPER)}/${body(24)}`],
  ["secret.discord_token", `${b64url(body(18, DIGITS))}.${body(6)}.${body(27, WORD)}`],
  ["secret.telegram_token", `${body(10, DIGITS)}:${"AA"}${body(33, WORD)}`],
  ["secret.stripe_key", `sk_${"live_"}${body(24)}`],
  ["secret.stripe_key", `rk_${"test_"}${body(24)}`],
  ["secret.stripe_webhook_secret", `wh${"sec_"}${body(32)}`],
  ["secret.twilio_key", `S${"K"}${body(32, HEX)}`],
  ["secret.sendgrid_key", `S${"G."}${body(22, WORD)}.${body(43, WORD)}`],
  ["secret.mailgun_key", `ke${"y-"}${body(32, HEX)}`],
  ["secret.mailchimp_key", `${body(32, HEX)}-${"us"}12`],
  ["secret.shopify_token", `sh${"pat_"}${body(32, HEX)}`],
  ["secret.square_token", `sq0${"atp-"}${body(22, WORD)}`],
  ["secret.atlassian_token", `AT${"ATT3"}${body(186, WORD)}`],
  ["secret.linear_key", `lin_${"api_"}${body(40)}`],
  ["secret.notion_token", `nt${"n_"}${body(11, DIGITS)}${body(35)}`],
  ["secret.grafana_token", `gl${"sa_"}${body(32)}_${body(8, HEX)}`],
  ["secret.sentry_token", `sn${"tryu_"}${body(64, HEX)}`],
  ["secret.newrelic_key", `NR${"AK-"}${body(27, UPPER)}`],
  ["secret.launchdarkly_key", `sd${"k-"}${uuid()}`],
  ["secret.jwt", `${b64url('{"alg":"HS256","typ":"JWT"}')}.${b64url(`{"sub":"${body(12)}"}`)}.${body(43, WORD)}`],
  ["secret.password_hash", `$6$${body(16)}$${body(86)}`],
  ["secret.password_hash", `$2${"b$12$"}${body(53)}`],
];

/** A private key's lines between its marks; the key is made up. */
export function privateKey(label: string, lines = 6): string {
  const rows = Array.from({ length: lines }, (_, i) =>
    i === 0 ? `MII${body(61, ALNUM, 3)}` : body(64, `${ALNUM}+/`, i + 11),
  );
  return [`-----BEGIN ${label}-----`, ...rows, `-----END ${label}-----`].join("\n");
}
