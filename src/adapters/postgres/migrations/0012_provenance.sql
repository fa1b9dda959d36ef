-- Where the values of a session's calls came from.

-- A tenant's key of its own for what is kept as keyed hashes only, sealed like the signing keys. Whoever deletes it makes all that was
-- hashed with it mean nothing; the next hash makes a new one.
create table writ.tenant_keys (
  tenant text not null,
  purpose text not null,
  id text not null,
  sealed bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant, purpose)
);

-- One row for a value and who said it; never the value. What is newest of each origin is kept, up to a bound.
create table writ.session_values (
  tenant text not null,
  session text not null,
  -- HMAC-SHA-256 of the kind and the normal form, truncated to 16 bytes.
  hash bytea not null,
  -- user, directory, tool_output
  origin text not null,
  -- The key that it was hashed with: one of another key can match nothing.
  key_id text not null,
  -- server/name, '' where no tool said it
  tool text not null,
  -- The call that returned it, '' where that is not known.
  decision_id text not null,
  at timestamptz not null,
  seq bigint generated always as identity,
  primary key (tenant, session, hash, origin)
);

create index on writ.session_values (tenant, session, origin, seq);

-- Rows come in the order of time, so that an index of ranges finds the old ones and costs nearly nothing.
create index on writ.session_values using brin (at) with (autosummarize = on);

-- A session that is closed asks nothing any more.
create function writ.forget_values() returns trigger language plpgsql as $$
begin
  delete from writ.session_values where tenant = new.tenant and session = new.id;
  return null;
end
$$;

create trigger forget_values after update of closed on writ.sessions
  for each row when (new.closed and not old.closed) execute function writ.forget_values();
