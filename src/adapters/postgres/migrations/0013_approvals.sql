-- Questions to people, what they were shown, what they answered, and which calls went on by it.

-- Questions from before this can neither be answered nor used: nobody knows what they would have been about.
alter table writ.approvals
  -- The caller that asked; not necessarily a person.
  add column requester text not null default '',
  add column owner text not null default '',
  add column on_behalf_of text not null default '',
  add column delegation text[] not null default '{}',
  add column task text not null default '',
  add column intent text not null default '',
  -- The same for the same question: agent, intent, template and what of the action has to be the same.
  add column scope_digest bytea not null default '',
  add column scope json not null default '{}',
  add column demand json not null default '{}',
  add column shown json not null default '{}',
  add column shown_digest bytea not null default '',
  add column state text not null default 'expired'
    check (state in ('pending', 'approved', 'denied', 'expired', 'used', 'withdrawn')),
  add column uses bigint not null default 0,
  add column max_uses bigint not null default 1,
  add column approved_at timestamptz,
  -- Until when it may be used, once approved.
  add column valid_until timestamptz,
  -- When it was denied, used up or withdrawn, or found to have expired; by whom, where that was a person, and why.
  add column ended_at timestamptz,
  add column ended_by text not null default '',
  add column ended_reason text not null default '',
  add constraint uses_are_bounded check (uses between 0 and max_uses);

update writ.approvals set demand = json_build_object('approvers', approvers, 'template', template), ended_at = expires_at;

alter table writ.approvals drop column approvers;
alter table writ.approvals alter column state set default 'pending';

create index on writ.approvals (tenant, scope_digest) where state in ('pending', 'approved');
create index on writ.approvals (tenant, state, id);
create index on writ.approvals (tenant, agent) where state = 'pending';
create index on writ.approvals (tenant, decision_id);
-- What a clock ends.
create index on writ.approvals (expires_at) where state = 'pending';
create index on writ.approvals (valid_until) where state = 'approved';

-- One vote a person.
create table writ.approval_votes (
  tenant text not null,
  approval_id text not null,
  by text not null,
  verdict text not null check (verdict in ('approve', 'deny')),
  -- By what the person may approve, of what was demanded: `role:…`, `group:…` or an id.
  as_approver text[] not null,
  at timestamptz not null,
  via text not null,
  address text not null,
  comment text not null,
  primary key (tenant, approval_id, by)
);

-- A row for each call that went on by it, numbered from 1: however many ask at once, no number is given twice.
create table writ.approval_uses (
  tenant text not null,
  approval_id text not null,
  use bigint not null,
  decision_id text not null,
  at timestamptz not null,
  primary key (tenant, approval_id, use)
);

create index on writ.approval_uses (tenant, decision_id);

-- The approval that the decision rested on, so that the grant dies with it.
alter table writ.grants add column approval text not null default '';

create index on writ.grants (tenant, approval, expires_at) where approval <> '';

-- Whoever waits for an answer hears of each change when it is committed, on every replica.
create function writ.tell_approvals() returns trigger language plpgsql as $$
begin
  perform pg_notify('writ_approvals', json_build_array(new.tenant, new.id)::text);
  return null;
end
$$;

create trigger tell after update on writ.approvals
  for each row execute function writ.tell_approvals();
