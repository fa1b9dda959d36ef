import type { KnownCaller } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import type { JsonValue } from "../domain/json.ts";
import { isLoopbackAddress } from "../domain/loopback.ts";
import {
  AUTHZEN_DEFAULTS,
  EXT_AUTHZ_DEFAULTS,
  OPA_DEFAULTS,
  PROTOCOLS,
  TOOLHIVE_DEFAULTS,
} from "../domain/protocols.ts";
import type { IssuerTrust } from "../domain/trust.ts";
import { readAudiences } from "./audiences.ts";
import { readBundleSettings } from "./bundle-values.ts";
import { limitsOf } from "./call-limits.ts";
import { issuerProblems } from "./caller-issuers.ts";
import { readCallers } from "./callers.ts";
import { COMMITTED, readDurability } from "./durability.ts";
import { readSubscribers } from "./events.ts";
import { readTransit, type TransitConfig } from "./keys.ts";
import type { Config } from "./load.ts";
import type { Placed, Problems } from "./problems.ts";
import { readProtocols } from "./protocols.ts";
import type { Settings } from "./schema.ts";
import { readSignIn } from "./sign-in.ts";
import { readSinks } from "./sinks.ts";
import { readTls, type TlsConfig } from "./tls.ts";
import { readTrust } from "./trust.ts";
import { readUpstreams } from "./upstreams.ts";
import {
  type Endpoint,
  endpointText,
  parseBaseUrl,
  parseDatabaseUrl,
  parseKey,
  parseListen,
  parsePrivateUrl,
  saysPooler,
} from "./values.ts";
import { readWebhooks } from "./webhooks.ts";

/** What one tenant is served with; the others stand beside it. */
export type OneTenantConfig = Omit<Config, "tenants">;

/** Turns settings that are text into what the text says. */
export class ConfigReader {
  readonly #placed: ReadonlyMap<string, Placed>;
  readonly #problems: Pick<Problems, "add">;

  constructor(placed: ReadonlyMap<string, Placed>, problems: Pick<Problems, "add">) {
    this.#placed = placed;
    this.#problems = problems;
  }

  read(settings: Settings): OneTenantConfig {
    const { mode, grants, database } = settings;
    const tls = readTls(settings.tls, (key, text) => this.#add(key, text));
    const callers = this.#document("callers", settings.callers, readCallers) ?? [];
    const beyond = tls !== undefined && (callers.length > 0 || settings.callers_file !== "");
    const trust = this.#trust(settings.trust, callers, tls);
    const signIn = this.#document("sign_in", settings.sign_in, (value) => readSignIn(value, trust, callers));
    const http = this.#listen("http.listen", settings.http.listen, beyond);
    const ownUrl = `${tls === undefined ? "http" : "https"}://${endpointText(http)}`;
    const publicUrl = this.#text("public_url", settings.public_url, parseBaseUrl, BASE_URL) ?? ownUrl;
    const key = this.#text(
      "grants.key_encryption_key",
      grants.key_encryption_key,
      parseKey,
      "must be 32 bytes in base64",
    );
    if (key !== undefined && grants.key_encryption_key_file !== "") {
      this.#add("grants.key_encryption_key_file", "must not be set beside grants.key_encryption_key");
    }
    return {
      mode,
      environment: settings.environment === "" ? mode : settings.environment,
      tenant: settings.tenant,
      dataDir: settings.data_dir,
      workers: settings.workers,
      durability: this.#document("durability", settings.durability, readDurability) ?? COMMITTED,
      spool: { maxBytes: settings.spool.max_bytes, maxOutageMs: settings.spool.max_outage_s * 1_000 },
      publicUrl,
      http: { listen: http },
      grpc: { listen: this.#listen("grpc.listen", settings.grpc.listen, beyond) },
      ...(tls === undefined ? {} : { tls }),
      database: this.#database(database),
      bundle: readBundleSettings(settings.bundle, mode === "development", (key, text) => this.#add(key, text)),
      policy: { fallbackBuiltins: settings.policy.fallback_builtins },
      grants: {
        issuer: this.#text("grants.issuer", grants.issuer, parseBaseUrl, BASE_URL) ?? publicUrl,
        ...(key === undefined ? {} : { keyEncryptionKey: key }),
        keyEncryptionKeyFile: grants.key_encryption_key_file,
        previousKeyEncryptionKeyFile: grants.previous_key_encryption_key_file,
        keyOverlapS: grants.key_overlap_s,
        ...this.#transit(grants),
        ...this.#audiences(grants),
      },
      intents: { consent: settings.intents.consent, maxLifetimeS: settings.intents.max_lifetime_s },
      callers,
      callersFile: settings.callers_file,
      trust,
      ...(signIn === undefined ? {} : { signIn }),
      upstreams: this.#document("upstreams", settings.upstreams, readUpstreams) ?? [],
      protocols: this.#document("protocols", settings.protocols, readProtocols) ?? {
        off: PROTOCOLS,
        authzen: AUTHZEN_DEFAULTS,
        ext_authz: EXT_AUTHZ_DEFAULTS,
        opa: OPA_DEFAULTS,
        toolhive: TOOLHIVE_DEFAULTS,
      },
      subscribers: this.#document("events.subscribers", settings.events.subscribers, readSubscribers) ?? [],
      webhooks: this.#document("webhooks", settings.webhooks, readWebhooks) ?? [],
      sinks: this.#document("sinks", settings.sinks, readSinks) ?? [],
      log: settings.log,
      otlp: this.#otlp(settings.telemetry),
      metricsReaders: settings.telemetry.metrics,
      debug: { profiles: settings.debug.profiles },
      limits: limitsOf(settings.limits, (key, text) => this.#add(key, text)),
      records: {
        checkpointEveryS: settings.records.checkpoint_every_s,
        checkpointFile: settings.records.checkpoint_file,
        keepDays: settings.records.keep_days,
      },
      sessions: { inFlightTtlS: settings.sessions.in_flight_ttl_s },
      timeouts: { shutdownMs: settings.timeouts.shutdown_ms, drainMs: settings.timeouts.drain_ms },
    };
  }

  #otlp({ otlp_endpoint, otlp_headers_file: headersFile }: Settings["telemetry"]): Config["otlp"] {
    const endpoint = this.#text("telemetry.otlp_endpoint", otlp_endpoint, parseBaseUrl, BASE_URL) ?? "";
    // A credential goes with each request.
    if (headersFile !== "" && parsePrivateUrl(endpoint) === undefined) {
      this.#add("telemetry.otlp_headers_file", "needs an https endpoint, or one on this machine");
    }
    return { endpoint, headersFile };
  }

  #transit({ signer, transit }: Settings["grants"]): { readonly transit?: TransitConfig } {
    const read = this.#document("grants.transit", transit, readTransit);
    if (signer === "local") return {};
    if (read === undefined)
      this.#add("grants.transit", "must say how openbao-transit is reached: address and token_file");
    return read === undefined ? {} : { transit: read };
  }

  /** An algorithm is said in one place, beside its audience or by it. */
  #audiences({ algorithms, audiences }: Settings["grants"]): Pick<Config["grants"], "algorithms" | "templates"> {
    const read = this.#document("grants.audiences", audiences, readAudiences);
    const own = read?.algorithms ?? [];
    for (const [audience] of own) {
      if (Object.hasOwn(algorithms, audience))
        this.#add("grants.algorithms", "must not name what grants.audiences does");
    }
    return { algorithms: new Map([...Object.entries(algorithms), ...own]), templates: read?.templates ?? [] };
  }

  /** @param beyond whether other machines may be let in */
  #database({ url, listen_url: listenUrl, pool_size: poolSize }: Settings["database"]): Config["database"] {
    if (listenUrl !== "" && url === "") this.#add("database.listen_url", "must not be set without database.url");
    if (listenUrl === "" && saysPooler(url)) {
      this.#add("database.listen_url", "must be set where database.url has pgbouncer=true");
    }
    if (saysPooler(listenUrl)) this.#add("database.listen_url", "must not lead through a pooler");
    return {
      url: this.#text("database.url", url, parseDatabaseUrl, DATABASE_URL) ?? "",
      listenUrl: this.#text("database.listen_url", listenUrl, parseDatabaseUrl, DATABASE_URL) ?? "",
      poolSize,
    };
  }

  #listen(key: string, text: string, beyond: boolean): Endpoint {
    const endpoint = parseListen(text);
    if (endpoint === undefined) this.#add(key, "must be host:port, e.g. 127.0.0.1:8181 or [::1]:8181");
    else if (!beyond && !isLoopbackAddress(endpoint.host)) this.#add(key, BEYOND_LOOPBACK);
    return endpoint ?? { host: "127.0.0.1", port: 0 };
  }

  /** Undefined for "", and for what cannot be read, which is a problem. */
  #text<T>(key: string, text: string, parse: (text: string) => T | undefined, expected: string): T | undefined {
    if (text === "") return undefined;
    const value = parse(text);
    if (value === undefined) this.#add(key, expected);
    return value;
  }

  /** Whom to trust, and whether callers name whom: a caller whose issuer is not there could never ask. */
  #trust(value: unknown, callers: readonly KnownCaller[], tls: TlsConfig | undefined): readonly IssuerTrust[] {
    const trust = this.#document("trust", value, readTrust);
    for (const { pointer, description } of trust === undefined ? [] : issuerProblems(callers, trust, tls)) {
      const placed = this.#placed.get("callers");
      const place = placed?.placeIn?.(pointer) ?? placed?.place ?? "callers";
      this.#problems.add(place, `callers${pointer}`, description);
    }
    return trust ?? [];
  }

  /** What a setting with a form of its own says; undefined for what is not of the form, which is a problem. */
  #document<T>(key: string, value: unknown, read: (value: JsonValue) => T): T | undefined {
    try {
      return read(value as JsonValue);
    } catch (error) {
      if (!(error instanceof WritError)) throw error;
      for (const { pointer, description } of error.violations) {
        const placed = this.#placed.get(key);
        this.#problems.add(placed?.placeIn?.(pointer) ?? placed?.place ?? key, `${key}${pointer}`, description);
      }
      return undefined;
    }
  }

  #add(key: string, description: string): void {
    this.#problems.add(this.#placed.get(key)?.place ?? key, key, description);
  }
}

const DATABASE_URL = "must be a postgresql:// URL";
const BASE_URL = "must be an http or https URL without credentials, query and fragment";

const BEYOND_LOOPBACK =
  "must be a loopback address (127.0.0.1, [::1] or localhost): without TLS (tls) and caller authentication (callers) other machines must not reach it";
