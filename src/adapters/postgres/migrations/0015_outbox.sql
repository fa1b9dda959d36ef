-- What people are told of approvals and sessions, and how far the record has been brought to whom.

-- The programs that are told; of several replicas the one that holds the lease sends. The shape of event_subscribers and
-- event_deliveries, so that one implementation serves both.
create table writ.webhook_receivers (
  tenant text not null,
  name text not null,
  -- Kinds of follow-ups, and decision_warned, decision_blocked.
  events text[] not null,
  lease_holder text not null default '',
  lease_until timestamptz not null default '-infinity',
  primary key (tenant, name)
);

-- What a receiver has not taken yet. A row goes when it is taken; one that never was is kept as dead for people to see. It says where
-- the event stands, not what it says: texts are in the record only, where they can be erased.
create table writ.webhook_deliveries (
  tenant text not null,
  subscriber text not null,
  -- The same for each try: `webhook-id`. That of the follow-up or decision, with another prefix.
  id text not null,
  seq bigint generated always as identity,
  -- The approval, else the session, else the decision: events about one are sent one after the other.
  subject text not null,
  kind text not null,
  -- '' for an event that is a decision itself.
  follow_up_id text not null,
  decision_id text not null,
  at timestamptz not null,
  created_at timestamptz not null default now(),
  attempts int not null default 0,
  next_at timestamptz not null default now(),
  dead_at timestamptz,
  -- What the last try came to: a status, or the name of a failure, never an answer's text.
  problem text not null default '',
  primary key (tenant, subscriber, id)
);

create index on writ.webhook_deliveries (tenant, subscriber, subject, seq) where dead_at is null;
create index on writ.webhook_deliveries (tenant, subscriber, seq) where dead_at is null;
create index on writ.webhook_deliveries (dead_at) where dead_at is not null;

-- In the transaction of the cause: nothing happens without being told, and nothing is told that did not happen.
create function writ.queue_webhooks() returns trigger language plpgsql as $$
begin
  if not exists (select from writ.webhook_receivers) then
    return null;
  end if;
  insert into writ.webhook_deliveries (tenant, subscriber, id, subject, kind, follow_up_id, decision_id, at)
  select a.tenant, r.name, 'msg_' || substr(a.id, strpos(a.id, '_') + 1),
         coalesce(nullif(a.body ->> 'approval', ''), nullif(a.session, ''), a.decision_id), a.kind, a.id, a.decision_id, a.at
  from added a
  join writ.webhook_receivers r on r.tenant = a.tenant and a.kind = any (r.events)
  order by a.seq
  on conflict do nothing;
  if found then
    perform pg_notify('writ_webhooks', '');
  end if;
  return null;
end
$$;

create trigger queue after insert on writ.follow_ups
  referencing new table as added for each statement execute function writ.queue_webhooks();

-- How far the record has been brought to a sink. All rows of transactions below `xid`, and those of that very transaction up to
-- `after_id`, have arrived there. Of several replicas the one that holds the lease brings.
create table writ.sinks (
  tenant text not null,
  name text not null,
  lease_holder text not null default '',
  lease_until timestamptz not null default '-infinity',
  -- When something arrived last, and what the last failed try came to; '' behind one that did not fail.
  delivered_at timestamptz,
  problem text not null default '',
  primary key (tenant, name)
);

create table writ.sink_cursors (
  tenant text not null,
  sink text not null,
  -- decisions, follow_ups
  stream text not null,
  xid xid8 not null,
  after_id text not null default '',
  primary key (tenant, sink, stream),
  foreign key (tenant, sink) references writ.sinks on delete cascade
);
