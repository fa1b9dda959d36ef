import { join } from "node:path";
import { createLogger } from "../adapters/observability/logger.ts";
import { mergeSamples } from "../adapters/observability/merge.ts";
import { createPrimaryTelemetry, type PrimaryTelemetry } from "../adapters/observability/primary-telemetry.ts";
import { startEmbeddedPostgres } from "../adapters/postgres/embedded/supervisor.ts";
import { withKeyStore } from "../adapters/postgres/keys.ts";
import { ensurePartitions, prepareDatabase } from "../adapters/postgres/prepare.ts";
import { cutConnections } from "../adapters/postgres/store-client.ts";
import { type Config, tenantsOf } from "../config/load.ts";
import type { BackgroundJob } from "../process/background.ts";
import { composeBackground } from "./background.ts";
import { type BundleParts, composeBundles } from "./bundles.ts";
import { composeEvents, type EventParts } from "./events.ts";
import { sharedBundles } from "./shared-bundles.ts";
import { openSigner } from "./signer.ts";

export interface StartOptions {
  /** Whether to take back what a person ordered of bundles. */
  readonly unpin: boolean;
}

/** The database while it is in use. */
export interface Database {
  readonly url: string;
  /** Resolves with the reason should it end by itself; never when it is somebody else's. */
  readonly ended: Promise<string>;
  /** What has to be done from time to time: partitions for the days to come. */
  keepUp(): Promise<void>;
  /** Ends every connection of this process to it without a word: it does not answer. */
  cut(): void;
  stop(): Promise<void>;
}

export interface PrimaryParts {
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
  readonly telemetry: PrimaryTelemetry;
  readonly mergeMetrics: (samples: readonly unknown[]) => Promise<{ contentType: string; text: string }>;
  /** Of each tenant. */
  readonly bundles: readonly BundleParts[];
  /** Of each tenant. */
  readonly events: readonly EventParts[];
  readonly background: readonly BackgroundJob[];
  /** Starts or reaches PostgreSQL, migrates it, and makes the keys that it lacks. */
  openDatabase(config: Config): Promise<Database>;
}

/** Past the pooler, if there is one: jobs of the primary lock, listen and take their time. */
function straightUrl({ database }: Config): string {
  return database.listenUrl === "" ? database.url : database.listenUrl;
}

export function composePrimary(config: Config, { unpin }: StartOptions): PrimaryParts {
  const logger = createLogger(config.log.level);
  const log: PrimaryParts["log"] = (event, fields) => logger.warn(event, fields);
  const telemetry = createPrimaryTelemetry(Date.now);
  const connect = sharedBundles();
  return {
    log,
    telemetry,
    bundles: tenantsOf(config).map((tenant) =>
      composeBundles(
        tenant,
        {
          log: (event, fields) => log(event, { tenant: tenant.tenant, ...fields }),
          tell: (event, fields) => logger.info(event, { tenant: tenant.tenant, ...fields }),
          connect,
          // That of the first is where it was before there were several.
          folder: tenant === config ? "bundles" : join("bundles", tenant.tenant),
        },
        unpin,
      ),
    ),
    events: tenantsOf(config).map((tenant) => composeEvents(tenant, log, tenant === config)),
    background: composeBackground(config, log),
    mergeMetrics: mergeSamples,
    openDatabase: async () => {
      const embedded =
        config.database.url === ""
          ? await startEmbeddedPostgres({
              dir: join(config.dataDir, "postgres"),
              log: (line) => logger.info("postgres", { line }),
            })
          : undefined;
      const url = embedded?.url ?? straightUrl(config);
      try {
        telemetry.partitioned(await prepareDatabase(url, Date.now()));
        // Before the workers look for them: each would make its own, for nothing.
        await withKeyStore(url, (keys) => openSigner(config, keys));
      } catch (error) {
        await embedded?.stop();
        throw error;
      }
      return {
        url,
        ended: embedded === undefined ? new Promise<string>(() => {}) : embedded.exited,
        keepUp: async () => telemetry.partitioned(await ensurePartitions(url, Date.now())),
        cut: () => cutConnections(),
        stop: async () => {
          await embedded?.stop();
        },
      };
    },
  };
}
