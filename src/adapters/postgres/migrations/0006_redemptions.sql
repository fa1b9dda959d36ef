-- What a grant is for, and what became of it.

alter table writ.grants
  add column kind text not null default 'broker',
  add column template text not null default '',
  -- Where the broker finds a long-lived key: a name, never the key.
  add column reference text not null default '',
  add column on_behalf_of text not null default '',
  -- 0: as long as the grant itself.
  add column credential_ttl_s bigint not null default 0,
  -- What its token says, for grants whose token is told in exchange only; JSON null for the others. Never a token.
  add column claims json not null default 'null',
  add column exchanged_at timestamptz;

create index on writ.grants (tenant, issued_at, id);
create index on writ.grants (tenant, reference, issued_at) where kind = 'legacy';

create table writ.redemptions (
  tenant text not null,
  grant_id text not null,
  id text not null,
  redeemer text not null,
  at timestamptz not null,
  secret_ref text not null,
  credential_expires_at timestamptz not null,
  -- The jti of the agent's proof: each proves one redemption. A ULID where there was none.
  proof text not null,
  once boolean not null,
  primary key (tenant, grant_id, id),
  unique (tenant, grant_id, proof)
);

-- Of brokers that race for a single-use grant one wins, whatever else goes wrong.
create unique index redemptions_once on writ.redemptions (tenant, grant_id) where once;

-- One row for each kind of refusal: what is tried again and again must not fill a disk.
create table writ.redemption_refusals (
  tenant text not null,
  -- '' for what is no grant.
  grant_id text not null,
  caller text not null,
  reason text not null,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant, grant_id, caller, reason)
);
