-- Digests are the 32 bytes, without "sha256:". Times are those of the service's clock.

-- Every bundle that passed all checks; decisions name it by its digest, so that none is ever changed.
create table writ.bundles (
  tenant text not null,
  digest bytea not null,
  name text not null,
  revision text not null,
  source text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  -- A .tar.gz, which is compressed already.
  archive bytea not null,
  primary key (tenant, digest)
);

alter table writ.bundles alter column archive set storage external;

-- What people ordered. The last row is what holds; none is ever changed.
create table writ.bundle_orders (
  tenant text not null,
  seq bigint generated always as identity,
  kind text not null check (kind in ('pin', 'hold', 'none')),
  command text not null check (command in ('activate', 'rollback', 'pin', 'unpin')),
  digest bytea,
  passed_over bytea[] not null,
  by text not null,
  reason text not null,
  at timestamptz not null,
  primary key (tenant, seq)
);

-- Every swap on every replica.
create table writ.bundle_activations (
  tenant text not null,
  seq bigint generated always as identity,
  slot text not null check (slot in ('active', 'candidate')),
  digest bytea not null,
  previous bytea,
  cause text not null,
  by text not null,
  reason text not null,
  at timestamptz not null,
  replica text not null,
  primary key (tenant, seq)
);

create table writ.bundle_refusals (
  tenant text not null,
  seq bigint generated always as identity,
  slot text not null check (slot in ('active', 'candidate')),
  source text not null,
  digest bytea,
  problem text not null,
  at timestamptz not null,
  replica text not null,
  primary key (tenant, seq)
);

create function writ.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;

create trigger append_only before update or delete or truncate on writ.bundle_orders
  for each statement execute function writ.refuse_change();
create trigger append_only before update or delete or truncate on writ.bundle_activations
  for each statement execute function writ.refuse_change();

-- How often a candidate judged differently; one row for each pair of bundles.
create table writ.bundle_comparisons (
  tenant text not null,
  active bytea not null,
  candidate bytea not null,
  mode text not null check (mode in ('shadow', 'canary')),
  judged bigint not null,
  different bigint not null,
  dropped bigint not null,
  loosened bigint not null,
  tightened bigint not null,
  reasons bigint not null,
  obligations bigint not null,
  "grant" bigint not null,
  error bigint not null,
  since timestamptz not null,
  until timestamptz not null,
  primary key (tenant, active, candidate, mode)
);

-- The newest differences, each with the decision that shows the whole call.
create table writ.bundle_differences (
  tenant text not null,
  at timestamptz not null,
  decision_id text not null,
  active bytea not null,
  candidate bytea not null,
  mode text not null,
  kinds text[] not null,
  agent text not null,
  tool text not null,
  verb text not null,
  active_effect text not null,
  candidate_effect text not null,
  active_reason text not null,
  candidate_reason text not null,
  primary key (tenant, at, decision_id)
);

create index on writ.bundle_differences (tenant, candidate, at);
