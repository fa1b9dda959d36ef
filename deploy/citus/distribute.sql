-- Spreads Writ's tables over the nodes of a Citus cluster by tenant: run once by the owner of the schema, on the coordinator, after `writ db
-- migrate` and before the first decision. Read docs/postgres.md, "Citus", first: this script has not been run on a real cluster.

begin;
-- Statements and triggers of one tenant touch one shard, so that what a trigger writes lands beside its cause.
set local citus.enable_unsafe_triggers = on;

-- Each table with a tenant, together with the same tenant's rows of all others. Its partitions follow their table.
do $$
declare
  spread regclass;
  beside text := 'none';
begin
  for spread in
    select c.oid::regclass from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
    where c.relnamespace = 'writ'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    -- What others refer to by a foreign key comes first.
    order by exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), c.relname
  loop
    perform create_distributed_table(spread, 'tenant', colocate_with => beside);
    beside := spread::text;
  end loop;
end
$$;

-- Read beside every tenant's grants, changed by hand.
select create_reference_table('writ.signing_keys');

-- writ.migrations, writ.follow_up_chain, writ.checkpoints, writ.checkpoint_leaves and writ.checkpoint_keys stay on the coordinator.
commit;
