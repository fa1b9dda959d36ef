-- Times are those of the decision's clock, not of the database. Digests are the 32 bytes, without "sha256:".

create table writ.decisions (
  tenant text not null,
  at timestamptz not null,
  id text not null,
  request_id text not null,
  caller text not null,
  protocol text not null,
  agent text not null,
  session text not null,
  task text not null,
  tool text not null,
  verb text not null,
  effect text not null,
  reason text not null,
  dry_run boolean not null,
  action_digest bytea not null,
  policy_digest bytea not null,
  catalogue_digest bytea not null,
  -- json, not jsonb: the text as it was judged, and a quarter of the cost to write.
  answer json not null,
  input json not null,
  writer text not null,
  seq bigint not null,
  hash bytea not null,
  primary key (tenant, at, id)
) partition by range (at);

-- Takes what no day's partition takes, so that no record is ever refused for want of one.
create table writ.decisions_default partition of writ.decisions default with (toast_tuple_target = 8160);

create index on writ.decisions (tenant, session, at) where session <> '';

create table writ.outcomes (
  tenant text not null,
  decision_id text not null,
  at timestamptz not null,
  status text not null,
  duration_ms bigint,
  result_digest bytea,
  detail json not null,
  primary key (tenant, decision_id)
);

create table writ.sessions (
  tenant text not null,
  id text not null,
  version bigint not null,
  task text not null,
  closed boolean not null,
  state json not null,
  primary key (tenant, id)
) with (fillfactor = 70);

create index on writ.sessions (tenant, task) where not closed;

create table writ.grants (
  tenant text not null,
  id text not null,
  decision_id text not null,
  agent text not null,
  task text not null,
  session text not null,
  session_epoch bigint not null,
  audience text not null,
  action_digest bytea not null,
  single_use boolean not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant, id)
);

create index on writ.grants (tenant, task, expires_at) where task <> '';

create table writ.revocations (
  tenant text not null,
  grant_id text not null,
  reason text not null,
  at timestamptz not null,
  primary key (tenant, grant_id)
);

create table writ.approvals (
  tenant text not null,
  id text not null,
  decision_id text not null,
  agent text not null,
  session text not null,
  action_digest bytea not null,
  template text not null,
  approvers json not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant, id)
);

create table writ.tasks (
  tenant text not null,
  id text not null,
  completed_at timestamptz not null,
  primary key (tenant, id)
);

create index on writ.tasks (completed_at);

create table writ.signing_keys (
  kid text primary key,
  algorithm text not null,
  purpose text not null,
  sealed_private bytea not null,
  public_jwk json not null,
  created_at timestamptz not null,
  retired_at timestamptz
);

create unique index on writ.signing_keys (purpose, algorithm) where retired_at is null;
