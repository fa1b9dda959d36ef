import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ActivationCause, BundleSlot } from "../../domain/bundle-state.ts";

/** From 10 ms (a small bundle) to 30 s (the patience with a worker). */
const SWAP_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A revision is the author's text; a label need not hold all of it. */
const MAX_REVISION_CHARS = 64;

/** What the primary counts of bundles. */
export interface BundleTelemetry {
  /** @param seconds from the first worker that loads it to the last one that uses it */
  activated(slot: BundleSlot, cause: ActivationCause, seconds: number): void;
  refused(slot: BundleSlot): void;
  unreachable(slot: BundleSlot): void;
  inUse(slot: BundleSlot, digest: string, revision: string): void;
  /** @param atMs when the slot's source was heard */
  heard(slot: BundleSlot, atMs: number): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createBundleTelemetry(now: () => number): BundleTelemetry {
  const registers = [new Registry()];
  const heardAtMs = new Map<BundleSlot, number>();
  const activations = new Counter({
    name: "writ_bundle_activations_total",
    help: "Bundles that came into use, by slot and cause",
    labelNames: ["slot", "cause"] as const,
    registers,
  });
  const refusals = new Counter({
    name: "writ_bundle_refusals_total",
    help: "Bundles that were offered or ordered and not taken into use",
    labelNames: ["slot"] as const,
    registers,
  });
  const unreachable = new Counter({
    name: "writ_bundle_source_errors_total",
    help: "Looks at a source that could not be reached",
    labelNames: ["slot"] as const,
    registers,
  });
  const swaps = new Histogram({
    name: "writ_bundle_swap_seconds",
    help: "Time from the first worker that loads a bundle to the last one that uses it",
    buckets: SWAP_BUCKETS_S,
    registers,
  });
  const info = new Gauge({
    name: "writ_bundle_info",
    help: "1 for each bundle in use",
    labelNames: ["slot", "digest", "revision"] as const,
    registers,
  });
  new Gauge({
    name: "writ_bundle_age_seconds",
    help: "Time since the bundle's source was last heard",
    labelNames: ["slot"] as const,
    registers,
    collect() {
      for (const [slot, atMs] of heardAtMs) this.set({ slot }, Math.max(0, now() - atMs) / 1000);
    },
  });
  const shown = new Map<BundleSlot, { readonly digest: string; readonly revision: string }>();
  return {
    activated: (slot, cause, seconds) => {
      activations.inc({ slot, cause });
      if (cause !== "start") swaps.observe(seconds);
    },
    refused: (slot) => refusals.inc({ slot }),
    unreachable: (slot) => unreachable.inc({ slot }),
    inUse: (slot, digest, text) => {
      const before = shown.get(slot);
      if (before !== undefined) info.remove({ slot, ...before });
      const revision = text.slice(0, MAX_REVISION_CHARS);
      shown.set(slot, { digest, revision });
      info.set({ slot, digest, revision }, 1);
    },
    heard: (slot, atMs) => {
      heardAtMs.set(slot, atMs);
    },
    samples: () => registers[0]?.getMetricsAsJSON() ?? Promise.resolve([]),
  };
}
