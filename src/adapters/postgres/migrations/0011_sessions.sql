-- Sessions that were stopped, by policy or by a person, and who let them go on again.

alter table writ.sessions
  -- Who made the first call, and when; sessions from before this migration have neither.
  add column agent text not null default '',
  add column began_at timestamptz not null default 'epoch',
  -- Set while the session is stopped. By: "policy", or the caller's id.
  add column suspended_at timestamptz,
  add column suspended_by text,
  add column suspended_reason text,
  -- The decision whose policy stopped it; null where a person did.
  add column suspended_decision text,
  -- Who last let it go on again, when and why.
  add column resumed_at timestamptz,
  add column resumed_by text,
  add column resumed_reason text;

-- No column of these indexes changes with a call, so that its update stays in the page (HOT).
create index on writ.sessions (tenant, began_at desc, id desc);
create index on writ.sessions (tenant, suspended_at) where suspended_at is not null;

-- What the calls of an agent have come to in windows of time, whatever sessions they are in.
create table writ.agent_usage (
  tenant text not null,
  id text not null,
  version bigint not null,
  state json not null,
  primary key (tenant, id)
) with (fillfactor = 70);
