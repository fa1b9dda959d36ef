-- What shows that no record was changed: digests instead of texts in the chain, everything that follows a decision in one place, and
-- signed checkpoints. Times are those of the service's clock where a row has one.

-- The chain covers the digests, SHA-256 over the salt and the text. Who erases a text deletes its salt too: the chain still holds, and the
-- digest tells nothing any more. Rows from before this migration have none of the three, and chain their texts.
alter table writ.decisions
  add column input_digest bytea,
  add column answer_digest bytea,
  add column salt bytea,
  -- Whoever has read up to the oldest transaction that was running then has missed no row, as with revocations.
  add column xid xid8 not null default pg_current_xact_id();

-- No BRIN: PostgreSQL has none for xid8. Rows come in this order, so that it costs little.
create index on writ.decisions (xid);

-- The moment in an id's ULID; null for what is none.
create function writ.ulid_time(id text) returns timestamptz language sql immutable parallel safe as $$
  select case when id ~ '^[a-z]+_[0-9A-HJKMNP-TV-Z]{26}$' then 'epoch'::timestamptz + interval '1 ms' * (
    select sum((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(split_part(id, '_', 2), i, 1)) - 1)::bigint << (5 * (10 - i)))
    from generate_series(1, 10) as i
  )::float8 end
$$;

-- A ULID of the moment: 48 bits of time, 80 random ones.
create function writ.new_ulid(at timestamptz) returns text language plpgsql volatile as $$
declare
  alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  random constant text := replace(gen_random_uuid()::text, '-', '');
  -- The UUID's version and variant are in its digits 13 and 17: these are not.
  numbers constant bigint[] := array[
    floor(extract(epoch from at) * 1000)::bigint,
    ('x' || substr(random, 1, 10))::bit(40)::bigint,
    ('x' || substr(random, 19, 10))::bit(40)::bigint];
  lengths constant int[] := array[10, 8, 8];
  text text := '';
begin
  for part in 1..3 loop
    for place in reverse lengths[part] - 1..0 loop
      text := text || substr(alphabet, ((numbers[part] >> (5 * place)) & 31)::int + 1, 1);
    end loop;
  end loop;
  return text;
end
$$;

-- Everything that happens to a decision after it. Triggers fill it, so that no code path forgets to.
create table writ.follow_ups (
  tenant text not null,
  id text not null,
  -- '' where there is none, e.g. of a session that a person resumed.
  decision_id text not null,
  session text not null,
  kind text not null check (kind in (
    'outcome', 'approval_requested', 'approval_answered', 'approval_used', 'approval_withdrawn', 'approval_expired',
    'grant_exchanged', 'grant_redeemed', 'grant_revoked', 'session_suspended', 'session_resumed', 'subject_erased')),
  at timestamptz not null,
  actor text not null,
  body json not null,
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  -- As of decisions.
  body_digest bytea not null,
  salt bytea,
  -- Its place in the chain, which the sealer gives it once it is committed.
  writer text,
  place bigint,
  hash bytea,
  primary key (tenant, id)
-- The sealer's update stays in the page (HOT): none of its columns is in an index.
) with (fillfactor = 70);

create index on writ.follow_ups (tenant, decision_id, seq) where decision_id <> '';
create index on writ.follow_ups (tenant, session, seq) where session <> '';
create index on writ.follow_ups (xid);
create index on writ.follow_ups using brin (at) with (autosummarize = on);

create function writ.complete_follow_up() returns trigger language plpgsql as $$
begin
  new.id := 'flw_' || writ.new_ulid(new.at);
  new.salt := uuid_send(gen_random_uuid());
  new.body_digest := sha256(new.salt || convert_to(new.body::text, 'UTF8'));
  new.writer := null;
  new.place := null;
  new.hash := null;
  return new;
end
$$;

create trigger complete before insert on writ.follow_ups
  for each row execute function writ.complete_follow_up();

-- Against mistakes; against who means it there are the chain and the checkpoints. Sealing fills what was empty, an erasure takes the salt.
create function writ.keep_follow_up() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.tenant, new.id, new.decision_id, new.session, new.kind, new.at, new.actor, new.body_digest)
      = (old.tenant, old.id, old.decision_id, old.session, old.kind, old.at, old.actor, old.body_digest)
    and (old.hash is null or (new.writer, new.place, new.hash) = (old.writer, old.place, old.hash))
    and (new.salt is null or new.body::text = old.body::text) then
    return new;
  end if;
  if tg_op = 'DELETE' and current_setting('writ.retention', true) = 'on' then
    return old;
  end if;
  raise exception 'rows of % are only ever added', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;

create trigger append_only before update or delete on writ.follow_ups
  for each row execute function writ.keep_follow_up();
create trigger never_emptied before truncate on writ.follow_ups
  for each statement execute function writ.refuse_change();

create function writ.follow_outcomes() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  select a.tenant, a.decision_id, coalesce(d.session, ''), 'outcome', a.at, '', json_build_object(
    'status', a.status, 'duration_ms', a.duration_ms, 'result_digest', 'sha256:' || encode(a.result_digest, 'hex'),
    'detail', a.detail)
  from added a
  left join writ.decisions d on d.tenant = a.tenant and d.at = writ.ulid_time(a.decision_id) and d.id = a.decision_id;
  return null;
end
$$;

create trigger follow after insert on writ.outcomes
  referencing new table as added for each statement execute function writ.follow_outcomes();

create function writ.follow_revocations() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  select a.tenant, coalesce(g.decision_id, ''), coalesce(g.session, ''), 'grant_revoked', a.at, '',
    json_build_object('grant', a.grant_id, 'reason', a.reason)
  from added a left join writ.grants g on g.tenant = a.tenant and g.id = a.grant_id
  order by a.seq;
  return null;
end
$$;

create trigger follow after insert on writ.revocations
  referencing new table as added for each statement execute function writ.follow_revocations();

create function writ.follow_redemptions() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  select a.tenant, coalesce(g.decision_id, ''), coalesce(g.session, ''), 'grant_redeemed', a.at, a.redeemer,
    json_build_object('grant', a.grant_id, 'redemption', a.id, 'secret_ref', a.secret_ref,
      'credential_expires_at', a.credential_expires_at)
  from added a left join writ.grants g on g.tenant = a.tenant and g.id = a.grant_id;
  return null;
end
$$;

create trigger follow after insert on writ.redemptions
  referencing new table as added for each statement execute function writ.follow_redemptions();

create function writ.follow_exchange() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  values (new.tenant, new.decision_id, new.session, 'grant_exchanged', new.exchanged_at, new.agent,
    json_build_object('grant', new.id, 'audience', new.audience, 'kid', new.kid));
  return null;
end
$$;

create trigger follow after update of exchanged_at on writ.grants
  for each row when (new.exchanged_at is not null and old.exchanged_at is distinct from new.exchanged_at)
  execute function writ.follow_exchange();

create function writ.follow_suspension() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  values (new.tenant, coalesce(new.suspended_decision, ''), new.id, 'session_suspended', new.suspended_at,
    coalesce(new.suspended_by, ''), json_build_object('reason', new.suspended_reason));
  return null;
end
$$;

create trigger follow_first_suspension after insert on writ.sessions
  for each row when (new.suspended_at is not null) execute function writ.follow_suspension();
create trigger follow_suspension after update of suspended_at on writ.sessions
  for each row when (new.suspended_at is not null and old.suspended_at is distinct from new.suspended_at)
  execute function writ.follow_suspension();

create function writ.follow_resumption() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  values (new.tenant, '', new.id, 'session_resumed', new.resumed_at, coalesce(new.resumed_by, ''),
    json_build_object('reason', new.resumed_reason));
  return null;
end
$$;

create trigger follow_resumption after update of resumed_at on writ.sessions
  for each row when (new.resumed_at is not null and old.resumed_at is distinct from new.resumed_at)
  execute function writ.follow_resumption();

-- An approval's question is its whole row, as it was asked.
create function writ.follow_requests() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  select a.tenant, a.decision_id, a.session, 'approval_requested', a.requested_at, a.agent,
    (jsonb_build_object('approval', a.id)
      || (to_jsonb(a) - array['tenant', 'id', 'decision_id', 'session', 'requested_at', 'state', 'uses']))::json
  from added a;
  return null;
end
$$;

create trigger follow after insert on writ.approvals
  referencing new table as added for each statement execute function writ.follow_requests();

create function writ.follow_votes() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  select v.tenant, coalesce(a.decision_id, ''), coalesce(a.session, ''), 'approval_answered', v.at, v.by, json_build_object(
    'approval', v.approval_id, 'verdict', v.verdict, 'as_approver', v.as_approver, 'via', v.via, 'address', v.address,
    'comment', v.comment, 'shown_digest', 'sha256:' || encode(a.shown_digest, 'hex'))
  from added v left join writ.approvals a on a.tenant = v.tenant and a.id = v.approval_id;
  return null;
end
$$;

create trigger follow after insert on writ.approval_votes
  referencing new table as added for each statement execute function writ.follow_votes();

-- It follows the decision that asked; the one that went on by it is in the body.
create function writ.follow_uses() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  select u.tenant, coalesce(a.decision_id, ''), coalesce(a.session, ''), 'approval_used', u.at, coalesce(a.agent, ''),
    json_build_object('approval', u.approval_id, 'use', u.use, 'decision', u.decision_id)
  from added u left join writ.approvals a on a.tenant = u.tenant and a.id = u.approval_id;
  return null;
end
$$;

create trigger follow after insert on writ.approval_uses
  referencing new table as added for each statement execute function writ.follow_uses();

create function writ.follow_approval_end() returns trigger language plpgsql as $$
begin
  insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
  values (new.tenant, new.decision_id, new.session, 'approval_' || new.state, coalesce(new.ended_at, now()), new.ended_by,
    json_build_object('approval', new.id, 'reason', new.ended_reason));
  return null;
end
$$;

create trigger follow_end after update of state on writ.approvals
  for each row when (new.state in ('expired', 'withdrawn') and old.state <> new.state)
  execute function writ.follow_approval_end();

-- Where the sealer of follow-ups is: its writer's last place, and up to which transaction it has missed none.
create table writ.follow_up_chain (
  only_one boolean primary key default true check (only_one),
  writer text not null,
  place bigint not null,
  hash bytea not null,
  horizon xid8 not null
);

-- The leaves of a Merkle tree (RFC 6962 section 2.1), in order: each is a line of text.
create table writ.checkpoint_leaves (
  index bigint primary key,
  line text not null
);

-- Signed tree heads: C2SP tlog-checkpoint in a signed note, and the roots of the full subtrees that it consists of, to go on from.
create table writ.checkpoints (
  size bigint primary key,
  at timestamptz not null,
  note text not null,
  subtrees bytea not null,
  -- Up to which transaction all decisions were looked at.
  horizon xid8 not null
);

-- The key that signs checkpoints, sealed like the signing keys.
create table writ.checkpoint_keys (
  only_one boolean primary key default true check (only_one),
  name text not null,
  public_key bytea not null check (length(public_key) = 32),
  sealed_private bytea not null,
  created_at timestamptz not null
);

create trigger append_only before update or delete or truncate on writ.checkpoint_leaves
  for each statement execute function writ.refuse_change();
create trigger append_only before update or delete or truncate on writ.checkpoints
  for each statement execute function writ.refuse_change();
