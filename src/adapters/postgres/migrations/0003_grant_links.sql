-- What a grant hangs on, so that it dies with it.

alter table writ.grants add column intent text not null default '';

create index on writ.grants (tenant, intent, expires_at) where intent <> '';
create index on writ.grants (tenant, agent, expires_at);
create index on writ.grants (tenant, session, expires_at) where session <> '';
create index on writ.grants (tenant, decision_id);

-- In the order in which they came, for who follows them.
alter table writ.revocations add column seq bigint generated always as identity;

create unique index on writ.revocations (tenant, seq);

-- Whoever revokes, in whichever transaction: all replicas hear of it when it is committed.
create function writ.tell_revocations() returns trigger language plpgsql as $$
begin
  perform pg_notify('writ_revocations', tenant) from (select distinct tenant from added) as t;
  return null;
end
$$;

create trigger tell after insert on writ.revocations
  referencing new table as added for each statement execute function writ.tell_revocations();
