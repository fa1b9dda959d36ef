-- Intents that were issued here: what they say, never their tokens.

create table writ.intents (
  tenant text not null,
  id text not null,
  task text not null,
  status text not null check (status in ('pending', 'active', 'denied', 'revoked')),
  purpose text not null,
  on_behalf_of text not null,
  agents json not null,
  allows json not null,
  not_before timestamptz not null,
  expires_at timestamptz not null,
  parent text,
  ancestors text[] not null,
  requested_by text not null,
  requested_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  primary key (tenant, id)
);

create index on writ.intents (tenant, task, id);
create index on writ.intents using gin (ancestors);
-- What replicas keep in memory: those that are of no use and have not expired.
create index on writ.intents (expires_at) where status <> 'active';

-- What the calls of a task have come to under intents that limit them together, whatever sessions they are in.
create table writ.task_counts (
  tenant text not null,
  id text not null,
  version bigint not null,
  state json not null,
  primary key (tenant, id)
) with (fillfactor = 70);
