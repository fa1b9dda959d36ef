-- compatible from: 0016
-- What row level security and a database that is spread by tenant ask for.

-- The tenant is in every primary key: rows can be spread by it. The name of a sign-in is a random value's digest either way.
alter table writ.sign_ins drop constraint sign_ins_pkey, add primary key (tenant, id);

-- Under row level security only operators that cannot leak may use an index, and those of arrays are none of them. So these two look
-- as the owner, who is not held by it, for the tenant that is set and for no other.
create function writ.descendants_of(intent text) returns setof text
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from writ.intents
  where tenant = nullif(current_setting('writ.tenant', true), '') and ancestors @> array[intent]
$$;

create function writ.grants_on_behalf_of(agents text[], living_at timestamptz) returns setof text
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from writ.grants
  where tenant = nullif(current_setting('writ.tenant', true), '')
    and delegation <> '{}' and delegation && agents and expires_at > living_at
$$;
