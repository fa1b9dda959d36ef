-- compatible from: 0016
-- Which transaction wrote a row last, for who looks for what notifications did not tell: a transaction that ends late is found as well.
-- Rows from before have none: whoever begins to look has read them all.

create function writ.stamp() returns trigger language plpgsql as $$
begin
  new.xid := pg_current_xact_id();
  return new;
end
$$;

alter table writ.tasks add column xid xid8;
alter table writ.tasks alter column xid set default pg_current_xact_id();
create index on writ.tasks (xid);

alter table writ.intents add column xid xid8;
create index on writ.intents (xid);
create trigger stamp before insert or update on writ.intents for each row execute function writ.stamp();

alter table writ.approvals add column xid xid8;
create index on writ.approvals (xid);
-- Nobody waits for one that is not there yet.
create trigger stamp before update on writ.approvals for each row execute function writ.stamp();

alter table writ.signing_keys add column xid xid8;
create trigger stamp before insert or update on writ.signing_keys for each row execute function writ.stamp();
