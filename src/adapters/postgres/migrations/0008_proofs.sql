-- Proofs of possession that were shown, and tokens by the first key that showed them: what proves an agent once must not do so
-- twice, whichever replica is asked.

create table writ.proofs (
  tenant text not null,
  -- SHA-256 of the key's thumbprint and the proof's id.
  proof bytea not null,
  expires_at timestamptz not null,
  primary key (tenant, proof)
);

create index on writ.proofs (expires_at);

create table writ.token_keys (
  tenant text not null,
  -- SHA-256 of the token.
  token bytea not null,
  -- `jkt:` or `x5t#S256:` and the thumbprint.
  key text not null,
  expires_at timestamptz not null,
  primary key (tenant, token)
);

create index on writ.token_keys (expires_at);
