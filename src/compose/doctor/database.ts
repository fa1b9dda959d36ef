import { type DatabaseSurvey, surveyDatabase } from "../../adapters/postgres/survey.ts";
import { type Config, tenantsOf } from "../../config/load.ts";
import { type Finding, findingsOf, wordsOf } from "./finding.ts";
import { workersOf } from "./host.ts";

const { ok, note, problem } = findingsOf("database");

/** `server_version_num` of the oldest PostgreSQL that is tested. */
const OLDEST_VERSION = 150_000;
/** Decisions, grants and sessions are dated by the replica that makes them, and looked for by the clock of another. */
const MAX_CLOCK_DIFFERENCE_MS = 1_000;
/** Tokens and proofs are refused past the skew that trust allows, of which this is the default. */
const BAD_CLOCK_DIFFERENCE_MS = 30_000;
/** Every decision waits for one commit at least. */
const SLOW_ROUND_TRIP_MS = 20;
/** What the primary process has open for each tenant at the same time: sources, senders, sinks, upkeep. */
const PRIMARY_CONNECTIONS_A_TENANT = 12;

/** @param url undefined where the embedded PostgreSQL does not run */
export async function examineDatabase(config: Config, url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) {
    return [
      note(
        "embedded_not_running",
        `database.url is not set, and no embedded PostgreSQL runs in ${config.dataDir}`,
        "it starts with the service; for more than one machine set DATABASE_URL, then look again",
      ),
    ];
  }
  try {
    return judgeDatabase(await surveyDatabase(url), config);
  } catch (error) {
    const advice = "see that the server runs, that database.url is right, and that pg_hba.conf lets this machine in";
    return [problem("database_unreachable", `the database cannot be asked: ${wordsOf(error)}`, advice)];
  }
}

/** What of a server's own words keeps the service from working, or from keeping its promises. */
export function judgeDatabase(survey: DatabaseSurvey, config: Config): readonly Finding[] {
  const found = [
    ...judgeServer(survey, config),
    ...judgeDurability(survey),
    ...judgeClock(survey),
    ...judgeConnections(survey, config),
    ...judgeRole(survey),
    ...judgeMigrations(survey),
  ];
  const reached = ok("database_reached", `PostgreSQL ${survey.version} answers in ${survey.roundTripMs} ms`);
  return [reached, ...found];
}

function judgeServer(survey: DatabaseSurvey, { database }: Config): readonly Finding[] {
  const { versionNumber, version, readOnly, encrypted, settings } = survey;
  const encoding = settings["server_encoding"] ?? "";
  return [
    ...(versionNumber < OLDEST_VERSION
      ? [problem("database_too_old", `PostgreSQL ${version} is older than 15`, "upgrade the server")]
      : []),
    ...(readOnly
      ? [problem("database_read_only", "the server takes no writes", "name the primary in database.url, not a standby")]
      : []),
    ...(encoding === "UTF8"
      ? []
      : [problem("database_encoding", `the database's encoding is ${encoding}`, "create it with encoding UTF8")]),
    ...(encrypted || database.url === "" || isLocal(database.url)
      ? []
      : [problem("database_unencrypted", "the connection has no TLS", "put sslmode=verify-full into database.url")]),
  ];
}

/** Over a socket or on this machine nobody listens between. */
function isLocal(url: string): boolean {
  const parsed = URL.parse(url);
  const host = parsed?.searchParams.get("host") ?? parsed?.hostname ?? "";
  return host === "" || host.startsWith("/") || /^(localhost|127\.[0-9.]+|\[?::1\]?)$/.test(host);
}

/** What is answered as recorded has to survive a crash of the server. */
function judgeDurability({ settings, roundTripMs }: DatabaseSurvey): readonly Finding[] {
  const off = (["fsync", "full_page_writes", "synchronous_commit"] as const).filter((name) => settings[name] === "off");
  const lost = off.map((name) =>
    problem(
      `${name}_off`,
      `${name} is off: decisions that were answered can be gone after a crash`,
      `set ${name} = on in postgresql.conf, or for this role`,
    ),
  );
  if (roundTripMs <= SLOW_ROUND_TRIP_MS) return lost;
  const slow = note(
    "database_far",
    `one round trip takes ${roundTripMs} ms`,
    "each decision waits for two of them: move it nearer",
  );
  return [...lost, slow];
}

function judgeClock({ clockAheadMs, roundTripMs }: DatabaseSurvey): readonly Finding[] {
  const apart = Math.max(0, Math.abs(clockAheadMs) - roundTripMs / 2);
  const said = `the database's clock is ${Math.round(Math.abs(clockAheadMs))} ms ${clockAheadMs < 0 ? "behind" : "ahead"}`;
  const advice = "run chrony or systemd-timesyncd on both machines";
  if (apart > BAD_CLOCK_DIFFERENCE_MS) return [problem("clock_apart", said, advice)];
  if (apart > MAX_CLOCK_DIFFERENCE_MS) return [note("clock_apart", said, advice)];
  return [ok("clock_together", `${said}, within what a look can tell`)];
}

function judgeConnections(survey: DatabaseSurvey, config: Config): readonly Finding[] {
  const workers = workersOf(config);
  const wanted = workers * config.database.poolSize + tenantsOf(config).length * PRIMARY_CONNECTIONS_A_TENANT;
  const there = survey.maxConnections - survey.reservedConnections;
  const said = `one process wants up to ${wanted} connections (${workers} workers of ${config.database.poolSize}, and the primary's); the server has ${there}`;
  if (wanted > there) {
    return [
      problem(
        "too_few_connections",
        said,
        "raise max_connections, lower workers or database.pool_size, or put pgbouncer between",
      ),
    ];
  }
  if (2 * wanted > there) {
    return [
      note(
        "connections_for_one",
        said,
        "there is no room for a second replica, as each upgrade needs one: raise max_connections",
      ),
    ];
  }
  return [ok("connections_enough", `${said}; ${survey.usedConnections} are in use now`)];
}

function judgeRole({ role, migrations }: DatabaseSurvey): readonly Finding[] {
  const fresh = migrations.every(({ state }) => state === "pending");
  return [
    ...(role.tenantsBypassRowSecurity
      ? [
          problem(
            "tenants_bypass_rls",
            "the role writ_tenant passes by row level security, the second lock between tenants",
            "have an administrator of the database run: alter role writ_tenant nosuperuser nobypassrls",
          ),
        ]
      : []),
    ...(role.mayActAsTenants
      ? []
      : [
          problem(
            "role_may_not_act_as_tenants",
            `the role ${role.name} may not make, or act as, the role writ_tenant, which row level security holds`,
            `have an administrator of the database run: create role writ_tenant nologin; grant writ_tenant to "${role.name}"`,
          ),
        ]),
    ...(fresh && !role.mayCreateSchema
      ? [
          problem(
            "role_may_not_create",
            `the role ${role.name} may not create the schema writ`,
            `grant create on database to ${role.name}`,
          ),
        ]
      : []),
    ...(role.foreignTables > 0
      ? [
          problem(
            "role_is_no_owner",
            `${role.foreignTables} tables of the schema writ are another role's: migrations and partitions need their owner`,
            `make ${role.name} their owner, or a member of the role that is`,
          ),
        ]
      : []),
  ];
}

function judgeMigrations({ migrations }: DatabaseSurvey): readonly Finding[] {
  const of = (state: string) => migrations.filter((migration) => migration.state === state).map(({ name }) => name);
  const [pending, unknown, changed] = [of("pending"), of("unknown"), of("changed")];
  return [
    ...(unknown.length > 0
      ? [
          problem(
            "schema_newer",
            `the schema has what this version does not know: ${unknown.join(", ")}`,
            "use the version that migrated it",
          ),
        ]
      : []),
    ...(changed.length > 0
      ? [
          problem(
            "schema_changed",
            `applied with another content: ${changed.join(", ")}`,
            "restore the database, or use the build that applied them",
          ),
        ]
      : []),
    ...(pending.length > 0
      ? [
          note(
            "migrations_pending",
            `${pending.length} migrations are pending`,
            "the next start applies them; before it: writ db migrate",
          ),
        ]
      : []),
    ...(unknown.length + changed.length + pending.length === 0
      ? [ok("schema_current", `the schema is this version's: ${migrations.length} migrations`)]
      : []),
  ];
}
