import type { BundleStore } from "../../ports/bundle-store.ts";
import { type BundleNews, bundleNews } from "./bundle-news.ts";
import { bundleStore } from "./bundles.ts";
import { openPool } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { Listener } from "./listener.ts";
import { tenantPool } from "./tenancy/tenant-pool.ts";

export interface BundleConnection {
  readonly store: BundleStore;
  close(): Promise<void>;
}

/** Bundles for a process that needs nothing else of the database: one connection for queries, one that listens. @throws WritError unavailable */
export async function connectBundles(url: string, hear: (news: BundleNews) => void): Promise<BundleConnection> {
  const pool = openPool(url, "bundles", 1);
  const listener = new Listener(url, [bundleNews(hear)], "bundle listener");
  await listener.open().catch(async (error: unknown) => {
    await pool.end();
    throw storeUnavailable(error);
  });
  return {
    store: bundleStore(tenantPool(pool)),
    close: async () => {
      await Promise.all([listener.close(), pool.end()]);
    },
  };
}
