import type pg from "pg";
import { WritError } from "../../../domain/errors.ts";
import { stateOf } from "../errors.ts";
import { TENANT_ROLE } from "./act-as.ts";

type Right = "select" | "insert" | "update" | "delete";

const ALL: readonly Right[] = ["select", "insert", "update", "delete"];
const ADD: readonly Right[] = ["select", "insert"];

/** Tables with a tenant of which the role may do less than everything: what is only ever added, or only the owner writes. */
const FEWER: Readonly<Record<string, readonly Right[]>> = {
  decisions: ["select"],
  follow_ups: ADD,
  outcomes: ADD,
  revocations: ADD,
  redemptions: ADD,
  approval_votes: ADD,
  approval_uses: ["select"],
  agent_events: ADD,
  bundle_orders: ADD,
  bundle_activations: ADD,
  event_deliveries: ADD,
  webhook_deliveries: ADD,
  event_subscribers: ["select"],
  webhook_receivers: ["select"],
  sinks: ["select"],
  sink_cursors: ["select"],
};

/** Of signing keys, which belong to all tenants, only whether one is revoked: a grant dies with its key. */
const KEY_COLUMNS = ["kid", "revoked_at"];

/** duplicate_object and unique_violation: another replica made it just now. */
const THERE_ALREADY = ["42710", "23505"];
const INSUFFICIENT_PRIVILEGE = "42501";
const MAX_ATTEMPTS = 3;

const STATE = `select exists (select from pg_roles where rolname = $1) as there,
  (select coalesce(bool_or(rolsuper or rolbypassrls), false) from pg_roles where rolname = $1) as unheld,
  exists (select from pg_class where relnamespace = 'writ'::regnamespace and relkind in ('r', 'p')
    and row_security_active(oid)) as held,
  current_user as me`;

const MISSING = `
  select c.relname as name, array_agg(right_name) as rights
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
  cross join unnest($2::text[]) as right_name
  where c.relnamespace = 'writ'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and not has_table_privilege($1, c.oid, right_name)
  group by c.relname order by c.relname`;

/**
 * Sees to it that there is a role as which tenants' statements run, that this user may act as it, and that it may do what it has to. At
 * every start: a backup that was restored on another server brings the tables, not the role.
 * @throws WritError conflict when it cannot be, with what an administrator of the database has to do
 */
export async function ensureTenantRole(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ there: boolean; unheld: boolean; held: boolean; me: string }>(STATE, [
    TENANT_ROLE,
  ]);
  const { there, unheld, held, me } = rows[0] as (typeof rows)[0];
  if (held) throw new WritError("conflict", `the tables of schema writ belong to another database user than "${me}"`);
  if (unheld) {
    throw new WritError(
      "conflict",
      `the database role ${TENANT_ROLE} bypasses row level security, which is there to hold it`,
    );
  }
  if (!there) await create(client, me);
  if (!(await mayAct(client))) await join(client, me);
  await grantMissing(client);
}

async function create(client: pg.ClientBase, me: string): Promise<void> {
  try {
    await client.query(`create role ${TENANT_ROLE} nologin`);
  } catch (error) {
    if (stateOf(error) === INSUFFICIENT_PRIVILEGE) throw refused(me);
    if (!THERE_ALREADY.includes(stateOf(error))) throw error;
  }
}

async function mayAct(client: pg.ClientBase): Promise<boolean> {
  try {
    await client.query(`begin; set local role ${TENANT_ROLE}; rollback`);
    return true;
  } catch (error) {
    await client.query("rollback");
    if (stateOf(error) === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

async function join(client: pg.ClientBase, me: string): Promise<void> {
  // Roles are the whole server's: that one of another database there has done so at the same moment is a failure of the statement, and none
  // of the purpose.
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    await client.query(`grant ${TENANT_ROLE} to current_user`).catch(() => {});
    if (await mayAct(client)) return;
  }
  throw refused(me);
}

function refused(me: string): WritError {
  return new WritError(
    "conflict",
    `the database user "${me}" may not create the role that tenants are held by; have an administrator of the database run: ` +
      `create role ${TENANT_ROLE} nologin; grant ${TENANT_ROLE} to "${me}"`,
  );
}

/** Only what is missing: on a database that is up to date nothing is written. */
async function grantMissing(client: pg.ClientBase): Promise<void> {
  const usage = await client.query<{ has: boolean }>(
    `select has_schema_privilege($1, 'writ', 'usage')
       and not exists (select from unnest($2::text[]) c where not has_column_privilege($1, 'writ.signing_keys', c, 'select')) as has`,
    [TENANT_ROLE, KEY_COLUMNS],
  );
  if (usage.rows[0]?.has !== true) {
    await client.query(`grant usage on schema writ to ${TENANT_ROLE};
      grant select (${KEY_COLUMNS.join(", ")}) on writ.signing_keys to ${TENANT_ROLE}`);
  }
  const { rows } = await client.query<{ name: string; rights: readonly Right[] }>(MISSING, [TENANT_ROLE, ALL]);
  for (const { name, rights } of rows) {
    const wanted = (FEWER[name] ?? ALL).filter((right) => rights.includes(right));
    if (wanted.length > 0) await client.query(`grant ${wanted.join(", ")} on writ.${name} to ${TENANT_ROLE}`);
  }
}
