import type { BundleFreshness } from "../domain/bundle-state.ts";

/** @param maxAgeS past it a bundle is stale; 0 is no limit */
export function freshnessOf(confirmedAtMs: number, nowMs: number, maxAgeS: number): BundleFreshness {
  const age_s = Math.max(0, Math.floor((nowMs - confirmedAtMs) / 1000));
  return { stale: maxAgeS > 0 && age_s > maxAgeS, age_s };
}
