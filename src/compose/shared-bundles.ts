import { type BundleConnection, connectBundles } from "../adapters/postgres/bundle-connection.ts";
import type { BundleNews } from "../adapters/postgres/bundle-news.ts";
import type { BundleParts } from "./bundles.ts";

/** One connection for all tenants' bundles: PostgreSQL has a process for each. It is closed when the last one lets go of it. */
export function sharedBundles(connect: BundleParts["connect"] = connectBundles): BundleParts["connect"] {
  const hearers = new Set<(news: BundleNews) => void>();
  let opened: Promise<BundleConnection> | undefined;
  return async (databaseUrl, hear) => {
    hearers.add(hear);
    opened ??= connect(databaseUrl, (news) => {
      for (const told of hearers) told(news);
    });
    const { store, close } = await opened;
    return {
      store,
      close: async () => {
        if (hearers.delete(hear) && hearers.size === 0) await close();
      },
    };
  };
}
