import type { Subscription } from "./listener.ts";

export const BUNDLE_CHANNEL = "writ_bundles";

/** Something that other replicas have done: a person's order was recorded, or a source offered something new. */
export interface BundleNews {
  readonly tenant: string;
  readonly about: "order" | "offer";
}

export function newsText({ tenant, about }: BundleNews): string {
  return JSON.stringify([tenant, about]);
}

/**
 * Hears what other replicas do with bundles. Only a hint to look: what is missed while the connection is lost is found by who
 * looks from time to time.
 */
export function bundleNews(hear: (news: BundleNews) => void): Subscription {
  return {
    channel: BUNDLE_CHANNEL,
    load: async () => {},
    hear: (payload) => {
      const [tenant, about] = JSON.parse(payload) as readonly [string?, BundleNews["about"]?];
      if (tenant !== undefined && about !== undefined) hear({ tenant, about });
    },
  };
}
