-- compatible from: 0016
-- The second lock between tenants: whatever a statement says, the role that tenants' statements run as sees and changes the rows of one
-- tenant only. The owner of the tables, as which migrations, the group committer and jobs for all tenants run, is not held by it.

-- Protects each table with a tenant that is not protected yet; a migration that makes one ends with `select writ.guard_tenants()`.
-- Unset, the setting is null, or '' on a connection where it was set before: neither is a tenant, so that nothing is seen.
-- Partitions have no policy: nobody but the owner may read them but through their table, whose policy holds.
create function writ.guard_tenants() returns void language plpgsql as $$
declare
  unguarded regclass;
begin
  for unguarded in
    select c.oid::regclass from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
    where c.relnamespace = 'writ'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not c.relrowsecurity
    order by c.relname
  loop
    execute format('alter table %s enable row level security', unguarded);
    execute format($policy$create policy tenant on %s
      using (tenant = nullif(current_setting('writ.tenant', true), ''))$policy$, unguarded);
  end loop;
end
$$;

select writ.guard_tenants();
