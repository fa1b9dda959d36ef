import { type Static, type TSchema, Type } from "typebox";
import { MAX_IN_FLIGHT_TTL_S } from "../domain/in-flight.ts";
import { MAX_INTENT_LIFETIME_S } from "../domain/intent.ts";
import { BUNDLE_SCHEMA } from "./bundle-schema.ts";
import { DURABILITY_SCHEMA, SPOOL_SCHEMA } from "./durability-schema.ts";
import { LIMITS_SCHEMA } from "./limits-schema.ts";
import { NAME } from "./name.ts";
import { DEBUG_SCHEMA, TELEMETRY_SCHEMA } from "./telemetry-schema.ts";

// One place says what can be set: the loader, its error messages and docs/configuration.md all read it from here.

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** A process for each core is the rule; more than this on one machine is a mistake in the file. */
const MAX_WORKERS = 256;

/** Each worker has a pool of its own, and PostgreSQL a process for each connection. */
const MAX_POOL_SIZE = 100;

/** Supervisors kill what does not stop; none waits longer than this by default. */
const MAX_SHUTDOWN_MS = 600_000;

/** A rotation that takes longer than a week is none. */
const MAX_KEY_OVERLAP_S = 604_800;

/** What was recorded since the last checkpoint is only chained: a day of that is too much. */
const MAX_CHECKPOINT_EVERY_S = 86_400;

/** A hundred years. */
const MAX_KEEP_DAYS = 36_525;

export const SETTINGS_SCHEMA = Type.Object({
  mode: Type.Enum(["production", "development"], {
    env: "WRIT_MODE",
    default: "production",
    description:
      "`development` believes callers on loopback about agents and intents, and makes the keys that it lacks.",
  }),
  environment: Type.String({
    pattern: `^$|${NAME.pattern}`,
    expected: NAME.expected,
    env: "WRIT_ENVIRONMENT",
    default: "",
    description: "What policies see as `input.environment`. Left empty: the name of the mode.",
  }),
  tenant: Type.String({
    ...NAME,
    env: "WRIT_TENANT",
    default: "default",
    description: "The tenant whose settings stand at the top, and whose decisions are those of its callers.",
  }),
  tenants: Type.Unknown({
    document: true,
    env: "WRIT_TENANTS",
    default: {},
    description: "Every other tenant, by name, with settings of its own: docs/tenants.md.",
  }),
  data_dir: Type.String({
    minLength: 1,
    env: "WRIT_DATA_DIR",
    default: "var",
    description: "Folder of what Writ keeps itself: the embedded PostgreSQL, bundles, development keys.",
  }),
  workers: Type.Integer({
    minimum: 0,
    maximum: MAX_WORKERS,
    env: "WRIT_WORKERS",
    default: 0,
    description: "Worker processes; 0 is one a core.",
  }),
  durability: DURABILITY_SCHEMA,
  spool: SPOOL_SCHEMA,
  public_url: Type.String({
    env: "WRIT_PUBLIC_URL",
    default: "",
    description:
      "Where people and brokers reach the HTTP port. Left empty: `http://` (or `https://`) and `http.listen`.",
  }),
  http: Type.Object({
    listen: Type.String({
      env: "WRIT_HTTP_LISTEN",
      default: "127.0.0.1:8181",
      description:
        "Address of the HTTP API, `host:port`; port 0 takes a free one. Loopback, unless `tls` and `callers` are set.",
    }),
  }),
  grpc: Type.Object({
    listen: Type.String({
      env: "WRIT_GRPC_LISTEN",
      default: "127.0.0.1:9191",
      description:
        "Address of the gRPC API, `host:port`; port 0 takes a free one. Loopback, unless `tls` and `callers` are set.",
    }),
  }),
  tls: Type.Object({
    cert_file: Type.String({
      env: "WRIT_TLS_CERT_FILE",
      default: "",
      description: "PEM of the certificate that both ports show, with the CAs between it and a root. Empty: no TLS.",
    }),
    key_file: Type.String({
      env: "WRIT_TLS_KEY_FILE",
      default: "",
      description: "PEM of its private key.",
    }),
    client_certificates: Type.Enum(["none", "optional", "required"], {
      env: "WRIT_TLS_CLIENT_CERTIFICATES",
      default: "none",
      description:
        "Whether clients are asked for a certificate, as agents with X.509-SVIDs have: docs/identity-certificates.md.",
    }),
  }),
  database: Type.Object({
    url: Type.String({
      env: "DATABASE_URL",
      secret: true,
      default: "",
      description:
        "`postgresql://…` of PostgreSQL 15 or later, or in the file that `DATABASE_URL_FILE` names. Left empty: an embedded PostgreSQL in `data_dir`.",
    }),
    listen_url: Type.String({
      env: "WRIT_DATABASE_LISTEN_URL",
      secret: true,
      default: "",
      description:
        "`postgresql://…` straight to PostgreSQL, where `database.url` leads to a pooler in transaction mode such as PgBouncer: for all that a pooler cannot do (docs/postgres.md). Left empty: `database.url` leads to PostgreSQL.",
    }),
    pool_size: Type.Integer({
      minimum: 2,
      maximum: MAX_POOL_SIZE,
      env: "WRIT_DATABASE_POOL_SIZE",
      default: 5,
      description: "Connections that each worker may open.",
    }),
  }),
  bundle: BUNDLE_SCHEMA,
  policy: Type.Object({
    fallback_builtins: Type.Boolean({
      env: "WRIT_POLICY_FALLBACK_BUILTINS",
      default: false,
      description:
        "Whether policies may use builtins that only OPA's own code has (GraphQL, X.509, JSON schema, templates). Needs the package `@writ/opa`, and some 100 to 200 MB in each worker that has such a policy.",
    }),
  }),
  grants: Type.Object({
    issuer: Type.String({
      env: "WRIT_GRANTS_ISSUER",
      default: "",
      description: "`iss` of grants, under which verifiers find the public keys. Left empty: `public_url`.",
    }),
    key_encryption_key: Type.String({
      env: "WRIT_GRANTS_KEY_ENCRYPTION_KEY",
      secret: true,
      default: "",
      description: "32 bytes in base64 that seal the signing keys in the database.",
    }),
    key_encryption_key_file: Type.String({
      env: "WRIT_GRANTS_KEY_ENCRYPTION_KEY_FILE",
      default: "",
      description: "File that holds the same, instead.",
    }),
    previous_key_encryption_key_file: Type.String({
      env: "WRIT_GRANTS_PREVIOUS_KEY_ENCRYPTION_KEY_FILE",
      default: "",
      description: "File with the key before it, until `writ keys rewrap` has sealed all signing keys again.",
    }),
    key_overlap_s: Type.Integer({
      minimum: 1,
      maximum: MAX_KEY_OVERLAP_S,
      env: "WRIT_GRANTS_KEY_OVERLAP_S",
      default: 900,
      description:
        "Seconds that a rotated signing key is published before it signs. Verifiers may keep the key set for 300.",
    }),
    signer: Type.Enum(["local", "openbao-transit"], {
      env: "WRIT_GRANTS_SIGNER",
      default: "local",
      description: "Where private signing keys are: sealed in the database, or in OpenBao's Transit engine.",
    }),
    transit: Type.Unknown({
      document: true,
      env: "WRIT_GRANTS_TRANSIT",
      default: {},
      description: "How `openbao-transit` is reached: docs/keys.md.",
    }),
    algorithms: Type.Record(Type.String(), Type.Enum(["ES256", "RS256"]), {
      env: "WRIT_GRANTS_ALGORITHMS",
      default: {},
      description: "Signature algorithm by audience: `ES256`, which is also that of every other audience, or `RS256`.",
      expected: "must give each audience ES256 or RS256",
    }),
    audiences: Type.Unknown({
      document: true,
      env: "WRIT_GRANTS_AUDIENCES",
      default: {},
      description: "How grants are made for one target, by the name that policies use as audience: docs/grants.md.",
    }),
  }),
  intents: Type.Object({
    consent: Type.Enum(["optional", "required"], {
      env: "WRIT_INTENTS_CONSENT",
      default: "optional",
      description:
        "Whether a person has to agree to each intent that is issued, or only where the request asks for it.",
    }),
    max_lifetime_s: Type.Integer({
      minimum: 1,
      maximum: MAX_INTENT_LIFETIME_S,
      env: "WRIT_INTENTS_MAX_LIFETIME_S",
      default: 86_400,
      description: "The longest life of an intent that is issued, in seconds.",
    }),
  }),
  callers: Type.Unknown({
    document: true,
    env: "WRIT_CALLERS",
    default: {},
    description: "Who may ask for what, by name: docs/identity.md. Without any, only this machine may ask.",
  }),
  callers_file: Type.String({
    env: "WRIT_CALLERS_FILE",
    default: "",
    description:
      "File with more `callers`, in the same form, which is read again whenever it changes: docs/callers.md.",
  }),
  upstreams: Type.Unknown({
    document: true,
    env: "WRIT_UPSTREAMS",
    default: [],
    description: "Which server of the catalogue stands behind which host and path: docs/gateways/README.md.",
  }),
  protocols: Type.Unknown({
    document: true,
    env: "WRIT_PROTOCOLS",
    default: {},
    description: "Which protocols of gateways are answered, and how: docs/gateways/README.md.",
  }),
  trust: Type.Unknown({
    document: true,
    env: "WRIT_TRUST",
    default: {},
    description:
      "Whose tokens and certificates prove who an agent is, what it is for, and who calls, by name under `issuers`: docs/identity.md.",
  }),
  sign_in: Type.Unknown({
    document: true,
    env: "WRIT_SIGN_IN",
    default: {},
    description: "How people sign in at the page of approvals: docs/approvals-page.md.",
  }),
  events: Type.Object({
    subscribers: Type.Unknown({
      document: true,
      env: "WRIT_EVENTS_SUBSCRIBERS",
      default: {},
      description: "Who is told of revocations, by name: docs/revocation.md.",
    }),
  }),
  webhooks: Type.Unknown({
    document: true,
    env: "WRIT_WEBHOOKS",
    default: {},
    description: "Where people are told of what waits for them, by name: docs/webhooks.md.",
  }),
  sinks: Type.Unknown({
    document: true,
    env: "WRIT_SINKS",
    default: {},
    description: "Where the record goes beside the database, by name: docs/export.md.",
  }),
  log: Type.Object({
    level: Type.Enum(LOG_LEVELS, {
      env: "WRIT_LOG_LEVEL",
      default: "info",
      description: "The least severe that is logged.",
    }),
    decisions: Type.Enum(["blocks", "all", "none"], {
      env: "WRIT_LOG_DECISIONS",
      default: "blocks",
      description: "Which decisions have a line of their own, at `info`: docs/metrics.md.",
    }),
  }),
  telemetry: TELEMETRY_SCHEMA,
  debug: DEBUG_SCHEMA,
  limits: LIMITS_SCHEMA,
  records: Type.Object({
    checkpoint_every_s: Type.Integer({
      minimum: 1,
      maximum: MAX_CHECKPOINT_EVERY_S,
      env: "WRIT_RECORDS_CHECKPOINT_EVERY_S",
      default: 60,
      description: "How often a checkpoint of the record is signed, if anything was recorded: docs/audit.md.",
    }),
    checkpoint_file: Type.String({
      env: "WRIT_RECORDS_CHECKPOINT_FILE",
      default: "",
      description:
        "File to which checkpoints are appended; best where who owns the database cannot write. Left empty: `checkpoints` in `data_dir`.",
    }),
    keep_days: Type.Integer({
      minimum: 0,
      maximum: MAX_KEEP_DAYS,
      env: "WRIT_RECORDS_KEEP_DAYS",
      default: 0,
      description: "Whole days that records are kept for, in UTC; 0 keeps them for ever.",
    }),
  }),
  sessions: Type.Object({
    in_flight_ttl_s: Type.Integer({
      minimum: 60,
      maximum: MAX_IN_FLIGHT_TTL_S,
      env: "WRIT_SESSIONS_IN_FLIGHT_TTL_S",
      default: 900,
      description:
        "How long a call counts as in flight whose outcome nobody reports; up to a minute longer. Its gateway may have died.",
    }),
  }),
  timeouts: Type.Object({
    shutdown_ms: Type.Integer({
      minimum: 0,
      maximum: MAX_SHUTDOWN_MS,
      env: "WRIT_TIMEOUTS_SHUTDOWN_MS",
      default: 10_000,
      description: "How long calls under way may take to finish after SIGTERM.",
    }),
    drain_ms: Type.Integer({
      minimum: 0,
      maximum: MAX_SHUTDOWN_MS,
      env: "WRIT_TIMEOUTS_DRAIN_MS",
      default: 0,
      description:
        "How long calls are still taken after SIGTERM while readiness says no, so that load balancers hear of it first.",
    }),
  }),
});

/** Every setting with a value, as the file says it. */
export type Settings = Static<typeof SETTINGS_SCHEMA>;

/** One setting of the schema. */
export interface Setting {
  /** Its path in the file, with dots. */
  readonly key: string;
  readonly schema: TSchema;
  readonly type: "text" | "number" | "switch" | "choice" | "map" | "document";
  readonly env: string;
  readonly default: unknown;
  readonly description: string;
  readonly secret: boolean;
  /** What a value has to be, as a sentence about it. */
  readonly expected: string;
}

interface Leaf {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly env: string;
  readonly default: unknown;
  readonly description: string;
  readonly secret?: boolean;
  readonly expected?: string;
  /** A value with a form of its own, which its reader checks. */
  readonly document?: boolean;
}

export const SETTINGS: readonly Setting[] = flatten(SETTINGS_SCHEMA.properties, "");

function flatten(properties: Readonly<Record<string, TSchema>>, prefix: string): readonly Setting[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    "properties" in schema
      ? flatten(schema.properties as Record<string, TSchema>, `${prefix}${name}.`)
      : [toSetting(`${prefix}${name}`, schema)],
  );
}

function toSetting(key: string, schema: TSchema): Setting {
  const leaf = schema as unknown as Leaf;
  const { env, description, secret = false } = leaf;
  return { key, schema, env, description, secret, default: leaf.default, ...typeOf(leaf) };
}

function typeOf(leaf: Leaf): Pick<Setting, "type" | "expected"> {
  if (leaf.document === true) return { type: "document", expected: "must be JSON or YAML" };
  if (leaf.enum !== undefined) return { type: "choice", expected: `must be one of ${leaf.enum.join(", ")}` };
  if (leaf.type === "integer") {
    return { type: "number", expected: `must be a whole number from ${leaf.minimum} to ${leaf.maximum}` };
  }
  if (leaf.type === "number") {
    return { type: "number", expected: `must be a number from ${leaf.minimum} to ${leaf.maximum}` };
  }
  if (leaf.type === "boolean") return { type: "switch", expected: "must be true or false" };
  return { type: leaf.type === "object" ? "map" : "text", expected: leaf.expected ?? "must be text" };
}
