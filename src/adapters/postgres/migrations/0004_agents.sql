-- Agents that were registered by the API. Ids sort by their bytes, wherever the database's own order is another one.
create table writ.agents (
  tenant text not null,
  id text collate "C" not null,
  version bigint not null,
  owner text not null,
  review_at date,
  -- The whole registration, owner and review date included.
  registration json not null,
  registered_at timestamptz not null,
  registered_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant, id)
);

-- What people ordered; also of agents that only a bundle declares.
create table writ.agent_states (
  tenant text not null,
  id text collate "C" not null,
  status text not null check (status in ('active', 'suspended', 'retired')),
  by text not null,
  reason text not null,
  at timestamptz not null,
  primary key (tenant, id)
);

-- Every change, with what the registration was after it.
create table writ.agent_events (
  tenant text not null,
  seq bigint generated always as identity,
  agent text collate "C" not null,
  action text not null check (action in ('registered', 'updated', 'suspended', 'resumed', 'retired')),
  by text not null,
  reason text not null,
  at timestamptz not null,
  changed text[] not null,
  registration json,
  -- The database's clock, which is one for all replicas.
  recorded_at timestamptz not null default now(),
  primary key (tenant, seq)
);

create index on writ.agent_events (tenant, agent, seq);
create index on writ.agent_events (recorded_at);

create trigger append_only before update or delete or truncate on writ.agent_events
  for each statement execute function writ.refuse_change();

-- Retired is final, whoever asks.
create function writ.keep_retired() returns trigger language plpgsql as $$
begin
  raise exception 'a retired agent stays retired' using errcode = 'integrity_constraint_violation';
end
$$;

create trigger retired_is_final before update or delete on writ.agent_states
  for each row when (old.status = 'retired') execute function writ.keep_retired();

-- All replicas hear of a change when it is committed.
create function writ.tell_agents() returns trigger language plpgsql as $$
begin
  perform pg_notify('writ_agents', json_build_array(new.tenant, new.agent)::text);
  return null;
end
$$;

create trigger tell after insert on writ.agent_events
  for each row execute function writ.tell_agents();
