-- compatible from: 0016
-- Under row level security no index is asked for what a function that might leak makes of a row: for each outcome the tenant's whole day
-- of decisions was read. Each outcome's moment and id are values of their own now, as in the statements of the service.

create or replace function writ.follow_outcomes() returns trigger language plpgsql as $$
declare
  one record;
  decided_at timestamptz;
  of_session text;
begin
  for one in select * from added loop
    decided_at := writ.ulid_time(one.decision_id);
    of_session := (select d.session from writ.decisions d
      where d.tenant = one.tenant and d.at = decided_at and d.id = one.decision_id);
    insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
    values (one.tenant, one.decision_id, coalesce(of_session, ''), 'outcome', one.at, '', json_build_object(
      'status', one.status, 'duration_ms', one.duration_ms, 'result_digest', 'sha256:' || encode(one.result_digest, 'hex'),
      'detail', one.detail));
  end loop;
  return null;
end
$$;

-- Which transaction changed an agent, for who looks for what notifications did not tell, as for tasks, intents and approvals.
alter table writ.agent_events add column xid xid8;
alter table writ.agent_events alter column xid set default pg_current_xact_id();
create index on writ.agent_events (xid);
