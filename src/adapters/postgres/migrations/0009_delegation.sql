-- For whom the agent acted, so that a grant dies with each of them.

alter table writ.grants add column delegation text[] not null default '{}';

create index on writ.grants using gin (delegation) where delegation <> '{}';
