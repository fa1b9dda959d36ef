import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { createDatabase } from "./database.ts";
import { dataDir } from "./writ.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");

/** A service on a database of its own, with a file that bundles are offered in; it can be started again on both. */
export interface BundleService {
  readonly dir: string;
  readonly source: string;
  readonly databaseUrl: string;
  /** @param more added to the environment */
  start(more?: Readonly<Record<string, string>>, data?: string, args?: readonly string[]): Promise<RunningWrit>;
}

export async function bundleService(): Promise<BundleService> {
  const dir = dataDir();
  const source = join(dir, "bundle.tar.gz");
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  return {
    dir,
    source,
    databaseUrl: database.url,
    start: async (more = {}, data = "data", args = []) => {
      const writ = await startWrit({
        dataDir: join(dir, data),
        detached: true,
        args,
        env: {
          DATABASE_URL: database.url,
          WRIT_WORKERS: "1",
          WRIT_BUNDLE_SOURCE: source,
          WRIT_BUNDLE_POLL_INTERVAL_S: "1",
          // Replicas share their signing keys.
          WRIT_GRANTS_KEY_ENCRYPTION_KEY: KEY,
          ...more,
        },
      });
      onTestFinished(async () => {
        await writ.stop();
      });
      return writ;
    },
  };
}
