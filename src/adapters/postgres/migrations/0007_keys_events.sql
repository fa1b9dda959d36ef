-- Signing keys, what was signed with which, and what subscribers are told.

-- Times decide what a key is used for, on every replica alike: it is published from `created_at`, signs from `active_at` until
-- `retired_at`, verifies until the last token that it signed is dead, and nothing at all once `revoked_at` is set.
alter table writ.signing_keys
  add column active_at timestamptz,
  add column revoked_at timestamptz;

update writ.signing_keys set active_at = created_at;

alter table writ.signing_keys
  alter column active_at set not null,
  -- The newest of its purpose and algorithm is the one that nothing follows yet; a revoked one is never that.
  add constraint revoked_is_retired check (revoked_at is null or retired_at is not null);

create function writ.tell_keys() returns trigger language plpgsql as $$
begin
  perform pg_notify('writ_keys', '');
  return null;
end
$$;

create trigger tell after insert or update or delete on writ.signing_keys
  for each statement execute function writ.tell_keys();

-- The key that signed a grant, so that all of them can be revoked with it. Rows come in the order of time, so that an index of
-- ranges finds the living ones and costs nearly nothing.
alter table writ.grants add column kid text not null default '';

create index on writ.grants using brin (expires_at) with (autosummarize = on);

-- The transaction that a revocation came with: whoever has read up to the oldest one that was running then has missed none, which
-- the order of `seq` does not promise.
alter table writ.revocations add column xid xid8 not null default pg_current_xact_id();

create index on writ.revocations (xid);

-- Whom revocations are told. Of several replicas the one that holds the lease sends.
create table writ.event_subscribers (
  tenant text not null,
  name text not null,
  -- Reasons of revocations.
  events text[] not null,
  lease_holder text not null default '',
  lease_until timestamptz not null default '-infinity',
  primary key (tenant, name)
);

-- What a subscriber has not taken yet. A row goes when it is taken; one that never was is kept as dead for people to see.
create table writ.event_deliveries (
  tenant text not null,
  subscriber text not null,
  -- The same for each try and each subscriber: `jti` of the security event token.
  id text not null,
  seq bigint generated always as identity,
  -- The agent: events about one are sent one after the other.
  subject text not null,
  grant_id text not null,
  task text not null,
  intent text not null,
  session text not null,
  reason text not null,
  at timestamptz not null,
  created_at timestamptz not null default now(),
  attempts int not null default 0,
  next_at timestamptz not null default now(),
  dead_at timestamptz,
  -- What the last try came to: a status, or the name of a failure, never an answer's text.
  problem text not null default '',
  primary key (tenant, subscriber, id)
);

create index on writ.event_deliveries (tenant, subscriber, subject, seq) where dead_at is null;
create index on writ.event_deliveries (tenant, subscriber, seq) where dead_at is null;
create index on writ.event_deliveries (dead_at) where dead_at is not null;

-- In the transaction that revokes: nothing is revoked without being told, and nothing told that was not revoked.
create function writ.queue_events() returns trigger language plpgsql as $$
begin
  if not exists (select from writ.event_subscribers) then
    return null;
  end if;
  insert into writ.event_deliveries (tenant, subscriber, id, subject, grant_id, task, intent, session, reason, at)
  select a.tenant, s.name, 'evt_' || substr(a.grant_id, strpos(a.grant_id, '_') + 1),
         coalesce(g.agent, ''), a.grant_id, coalesce(g.task, ''), coalesce(g.intent, ''), coalesce(g.session, ''), a.reason, a.at
  from added a
  join writ.event_subscribers s on s.tenant = a.tenant and a.reason = any (s.events)
  left join writ.grants g on g.tenant = a.tenant and g.id = a.grant_id
  order by a.seq
  on conflict do nothing;
  if found then
    perform pg_notify('writ_events', '');
  end if;
  return null;
end
$$;

create trigger queue after insert on writ.revocations
  referencing new table as added for each statement execute function writ.queue_events();
