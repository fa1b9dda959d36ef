/** Why a worker takes no decisions now, in words that name no tenant and no address: anybody may read them. */
export const UNREADY = {
  draining: "the service is stopping",
  store_unavailable: "the record store cannot be reached",
  news_unheard: "what other replicas revoke and suspend is not heard",
  bundle_stale: "no policy bundle is fresh: bundle.max_age_s has passed since their sources were heard",
} as const;

export type UnreadyCode = keyof typeof UNREADY;

/** Of what still goes on: reading and ordering need the store, and nothing of a bundle. */
export function servesCommands(unready: readonly UnreadyCode[]): boolean {
  return !unready.includes("draining") && !unready.includes("store_unavailable");
}
