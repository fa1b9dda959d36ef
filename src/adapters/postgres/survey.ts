import type pg from "pg";
import { connectClient } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { type MigrationStatus, migrationStatus } from "./migration-status.ts";
import { TENANT_ROLE } from "./tenancy/act-as.ts";

/** What a server says of itself, as far as it matters to the service. Times are milliseconds. */
export interface DatabaseSurvey {
  /** `server_version_num`, and the same for people. */
  readonly versionNumber: number;
  readonly version: string;
  /** How far its clock is ahead of this machine's; known to within half of `roundTripMs`. */
  readonly clockAheadMs: number;
  readonly roundTripMs: number;
  readonly maxConnections: number;
  /** Kept for superusers and for roles that are reserved some. */
  readonly reservedConnections: number;
  readonly usedConnections: number;
  /** `on` and so on, by name: fsync, synchronous_commit, full_page_writes, server_encoding. */
  readonly settings: Readonly<Record<string, string>>;
  /** A standby, or one that takes no writes. */
  readonly readOnly: boolean;
  readonly encrypted: boolean;
  readonly role: {
    readonly name: string;
    /** Whether a start could act as the role by which row level security holds tenants, having made it if need be. */
    readonly mayActAsTenants: boolean;
    /** The tenants' role is one that row level security does not hold. */
    readonly tenantsBypassRowSecurity: boolean;
    readonly mayCreateSchema: boolean;
    /** Tables of the schema that it does not own, and so cannot migrate. */
    readonly foreignTables: number;
  };
  readonly migrations: readonly MigrationStatus[];
}

interface Row {
  readonly version_number: string;
  readonly version: string;
  readonly max_connections: string;
  readonly reserved: string;
  readonly used: string;
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly full_page_writes: string;
  readonly server_encoding: string;
  readonly read_only: boolean;
  readonly encrypted: boolean;
  readonly role: string;
  readonly may_act: boolean;
  readonly bypasses: boolean;
  readonly may_create: boolean;
  readonly foreign_tables: string;
}

/** One statement, so that it is one moment of the server. */
const FACTS = `select current_setting('server_version_num') as version_number,
  current_setting('server_version') as version,
  current_setting('max_connections') as max_connections,
  current_setting('superuser_reserved_connections')::int
    + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved,
  (select count(*) from pg_stat_activity where backend_type = 'client backend') as used,
  current_setting('fsync') as fsync,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('full_page_writes') as full_page_writes,
  current_setting('server_encoding') as server_encoding,
  pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as read_only,
  coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
  rolname as role,
  -- Until PostgreSQL 15 whoever may make roles may also grant those of others.
  coalesce((select pg_has_role(held.oid, 'member') from pg_roles held where held.rolname = $1),
    rolsuper or rolcreaterole) or rolcreaterole and current_setting('server_version_num')::int < 160000 as may_act,
  coalesce((select held.rolsuper or held.rolbypassrls from pg_roles held where held.rolname = $1), false) as bypasses,
  has_database_privilege(current_database(), 'create') as may_create,
  (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'writ' and c.relkind in ('r', 'p') and not pg_has_role(c.relowner, 'usage')) as foreign_tables
from pg_roles where rolname = current_user`;

/** Asks a database about itself; changes nothing. @throws WritError unavailable */
export async function surveyDatabase(url: string): Promise<DatabaseSurvey> {
  const client = await connectClient(url, "doctor");
  try {
    const [clock, { rows }, migrations] = [
      await compareClocks(client),
      await client.query<Row>(FACTS, [TENANT_ROLE]),
      await migrationStatus(client),
    ];
    return { ...clock, ...toSurvey(rows[0] as Row), migrations };
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Of several looks the quickest knows best (RFC 5905 section 10). */
const CLOCK_LOOKS = 5;

async function compareClocks(client: pg.Client): Promise<Pick<DatabaseSurvey, "clockAheadMs" | "roundTripMs">> {
  const looks: { readonly clockAheadMs: number; readonly roundTripMs: number }[] = [];
  for (let look = 0; look < CLOCK_LOOKS; look += 1) {
    const before = Date.now();
    const { rows } = await client.query<{ now: Date }>("select clock_timestamp() as now");
    const after = Date.now();
    const there = rows[0]?.now.getTime() ?? before;
    looks.push({ clockAheadMs: there - (before + after) / 2, roundTripMs: after - before });
  }
  return looks.reduce((best, look) => (look.roundTripMs < best.roundTripMs ? look : best));
}

function toSurvey(row: Row): Omit<DatabaseSurvey, "clockAheadMs" | "roundTripMs" | "migrations"> {
  const { fsync, synchronous_commit, full_page_writes, server_encoding } = row;
  return {
    versionNumber: Number(row.version_number),
    version: row.version,
    maxConnections: Number(row.max_connections),
    reservedConnections: Number(row.reserved),
    usedConnections: Number(row.used),
    settings: { fsync, synchronous_commit, full_page_writes, server_encoding },
    readOnly: row.read_only,
    encrypted: row.encrypted,
    role: {
      name: row.role,
      mayActAsTenants: row.may_act,
      tenantsBypassRowSecurity: row.bypasses,
      mayCreateSchema: row.may_create,
      foreignTables: Number(row.foreign_tables),
    },
  };
}
