/** What OpenBao has to be told once, by its administrator. */
export interface SetupSettings {
  readonly openbao: string;
  readonly rootToken: string;
  /** Writ's issuer, as OpenBao reaches it. */
  readonly issuer: string;
}

const POLICIES = {
  // Of the broker's login: one credential, and the end of all.
  "comments-broker": `path "auth/token/create/comments" { capabilities = ["update"] }
    path "auth/token/revoke-self" { capabilities = ["update"] }`,
  // Of the credential: whoever it is shown to may ask whether it is alive.
  comments: `path "auth/token/lookup-self" { capabilities = ["read"] }`,
};

/** A role for grants to write tickets, and credentials that die with the login, after two minutes at the latest. */
const LOGIN_ROLE = {
  role_type: "jwt",
  user_claim: "sub",
  bound_audiences: ["vault"],
  bound_claims: { "/authorization_details/0/verb": "ticket.write" },
  claim_mappings: { jti: "grant", txn: "decision", task: "task" },
  // OpenBao forgives 60 s of expiry otherwise, and 150 s where a token has no end.
  expiration_leeway: -1,
  not_before_leeway: -1,
  clock_skew_leeway: -1,
  // OpenBao takes a grant as often as it is shown: only the broker, which redeems it at Writ first, may log in.
  token_bound_cidrs: ["127.0.0.1/32"],
  token_policies: ["comments-broker"],
  token_no_default_policy: true,
  token_explicit_max_ttl: "120s",
};

const CREDENTIAL_ROLE = {
  allowed_policies: ["comments"],
  orphan: false,
  renewable: false,
  token_no_default_policy: true,
  token_explicit_max_ttl: "120s",
};

export async function setUp({ openbao, rootToken, issuer }: SetupSettings): Promise<void> {
  const put = async (path: string, body: object) => {
    const response = await fetch(`${openbao}/v1/${path}`, {
      method: "POST",
      headers: { "x-vault-token": rootToken },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok && !text.includes("path is already in use")) throw new Error(`OpenBao: ${path}: ${text}`);
  };
  for (const [name, policy] of Object.entries(POLICIES)) await put(`sys/policies/acl/${name}`, { policy });
  await put("sys/auth/writ", { type: "jwt" });
  await put("auth/writ/config", { oidc_discovery_url: issuer });
  await put("auth/writ/role/comments", LOGIN_ROLE);
  await put("auth/token/roles/comments", CREDENTIAL_ROLE);
}
