-- People who are signed in at the page of approvals. The browser keeps a random value, the table its SHA-256; no token of the issuer is kept.
create table writ.sign_ins (
  id bytea primary key check (length(id) = 32),
  tenant text not null,
  -- Under which name the person is a caller.
  person text not null,
  -- The issuer's name in `trust`, and of its ID token only what `callers` may ask of it: who may do what is judged anew at each request.
  issuer text not null,
  claims json not null,
  -- When the issuer last saw the person (`auth_time`, OpenID Connect Core 1.0 section 2).
  authenticated_at timestamptz not null,
  created_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null
);

create index sign_ins_expires_at on writ.sign_ins (expires_at);
create index sign_ins_person on writ.sign_ins (tenant, person, created_at);
