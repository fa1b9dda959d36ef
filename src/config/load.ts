import type { CallLimits } from "../domain/call-limits.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { GrantTemplate } from "../domain/grant.ts";
import type { MetricsReaders } from "../domain/metrics-readers.ts";
import type { ProtocolSettings } from "../domain/protocols.ts";
import type { DurabilityByTier } from "../domain/record.ts";
import type { SignInSettings } from "../domain/sign-in.ts";
import type { IssuerTrust } from "../domain/trust.ts";
import type { Upstream } from "../domain/upstream.ts";
import type { BundleConfig } from "./bundle-values.ts";
import { withDefaults } from "./defaults.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import type { Subscriber } from "./events.ts";
import { readFile } from "./file.ts";
import type { TransitConfig } from "./keys.ts";
import { Problems } from "./problems.ts";
import { ConfigReader } from "./reader.ts";
import type { Settings } from "./schema.ts";
import type { Sink } from "./sinks.ts";
import { readTenants } from "./tenants.ts";
import type { TlsConfig } from "./tls.ts";
import type { Endpoint } from "./values.ts";
import type { Webhook } from "./webhooks.ts";

export type GrantAlgorithm = "ES256" | "RS256";

/** What an operator has set, read and checked. Holds secrets: log parts of it, never the whole. */
export interface Config {
  readonly mode: Settings["mode"];
  readonly environment: string;
  /** Whose the settings of callers, policy and trust are. */
  readonly tenant: string;
  /** Every other tenant: its own settings, and those of the process. */
  readonly tenants: readonly Config[];
  readonly dataDir: string;
  /** 0: one a core. */
  readonly workers: number;
  readonly durability: DurabilityByTier;
  readonly spool: { readonly maxBytes: number; readonly maxOutageMs: number };
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly http: { readonly listen: Endpoint };
  readonly grpc: { readonly listen: Endpoint };
  /** Absent: neither port has TLS. */
  readonly tls?: TlsConfig;
  /** `url` is "" for the embedded PostgreSQL. `listenUrl` is "" unless `url` leads to a pooler, and then leads past it. */
  readonly database: { readonly url: string; readonly listenUrl: string; readonly poolSize: number };
  readonly bundle: BundleConfig;
  readonly policy: { readonly fallbackBuiltins: boolean };
  readonly grants: {
    readonly issuer: string;
    readonly keyEncryptionKey?: Uint8Array;
    /** "" for none. */
    readonly keyEncryptionKeyFile: string;
    /** "" for none. */
    readonly previousKeyEncryptionKeyFile: string;
    readonly keyOverlapS: number;
    /** Where private keys are; absent: in the database, sealed. */
    readonly transit?: TransitConfig;
    /** By audience; every other has ES256. */
    readonly algorithms: ReadonlyMap<string, GrantAlgorithm>;
    /** By the name that policies use. */
    readonly templates: readonly GrantTemplate[];
  };
  readonly intents: { readonly consent: Settings["intents"]["consent"]; readonly maxLifetimeS: number };
  readonly callers: readonly KnownCaller[];
  /** Where there are more of them, "" for nowhere. */
  readonly callersFile: string;
  readonly trust: readonly IssuerTrust[];
  /** Absent: nobody can sign in. */
  readonly signIn?: SignInSettings;
  readonly upstreams: readonly Upstream[];
  readonly protocols: ProtocolSettings;
  readonly subscribers: readonly Subscriber[];
  readonly webhooks: readonly Webhook[];
  readonly sinks: readonly Sink[];
  readonly log: Settings["log"];
  /** Both are "" for none. */
  readonly otlp: { readonly endpoint: string; readonly headersFile: string };
  readonly metricsReaders: MetricsReaders;
  readonly debug: { readonly profiles: boolean };
  readonly limits: {
    readonly policyMemoryMb: number;
    readonly workerInFlight: number;
    readonly workerRunning: number;
    /** Of the tenant. */
    readonly calls: CallLimits;
    readonly slowPolicyMsPerS: number;
  };
  readonly records: {
    readonly checkpointEveryS: number;
    /** "" for the one in `dataDir`. */
    readonly checkpointFile: string;
    /** 0: for ever. */
    readonly keepDays: number;
  };
  readonly sessions: { readonly inFlightTtlS: number };
  readonly timeouts: { readonly shutdownMs: number; readonly drainMs: number };
}

export interface ConfigSources {
  /** The configuration file: YAML, and the path to name in errors. */
  readonly file?: { readonly path: string; readonly text: string };
  readonly env: Environment;
}

/**
 * Reads the configuration: variables before the file, the file before the defaults.
 *
 * @throws WritError `invalid_argument`, one line for each problem, which names file, line and column or the variable, and
 * never repeats a value
 */
export function loadConfig({ file, env }: ConfigSources): Config {
  const problems = new Problems();
  const placed = new Map([
    ...(file === undefined ? [] : readFile(file.path, file.text, problems)),
    ...readEnvironment(env, problems),
  ]);
  const settings = withDefaults(placed, problems);
  const own = new ConfigReader(placed, problems).read(settings);
  const config = readTenants(own, settings, placed, problems);
  problems.throwIfAny();
  return deepFreeze(config);
}

/** One whole configuration for each tenant, that of the process first. */
export function tenantsOf(config: Config): readonly Config[] {
  return [config, ...config.tenants];
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    // Bytes and maps cannot be frozen; their types are read-only.
    if (typeof inner === "object" && inner !== null && !ArrayBuffer.isView(inner)) deepFreeze(inner as object);
  }
  return Object.freeze(value);
}
