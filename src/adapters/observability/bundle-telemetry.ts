import { Registry } from "prom-client";
import { type ActivationCause, BUNDLE_SLOTS, type BundleSlot } from "../../domain/bundle-state.ts";
import { BUNDLE_METRICS } from "./catalogue/bundles.ts";
import { counter, gauge, histogram, readGauges } from "./catalogue/spec.ts";

/** A revision is the author's text; a label need not hold all of it. */
const MAX_REVISION_CHARS = 64;

/** What the primary counts of one tenant's bundles. */
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

export function createBundleTelemetry(tenant: string, now: () => number): BundleTelemetry {
  const registry = new Registry();
  const registers = [registry];
  const heardAtMs = new Map<BundleSlot, number>();
  const activations = counter(BUNDLE_METRICS.activations, registers);
  const refusals = counter(BUNDLE_METRICS.refusals, registers);
  const unreachable = counter(BUNDLE_METRICS.unreachable, registers);
  // A count that appears with its first event has not risen yet, as Prometheus sees it.
  for (const slot of BUNDLE_SLOTS) {
    refusals.inc({ tenant, slot }, 0);
    unreachable.inc({ tenant, slot }, 0);
  }
  const swaps = histogram(BUNDLE_METRICS.swaps, registers);
  const info = gauge(BUNDLE_METRICS.info, registers);
  readGauges(BUNDLE_METRICS.age, registers, () =>
    [...heardAtMs].map(([slot, atMs]) => ({ labels: { tenant, slot }, value: Math.max(0, now() - atMs) / 1000 })),
  );
  const shown = new Map<BundleSlot, { readonly digest: string; readonly revision: string }>();
  return {
    activated: (slot, cause, seconds) => {
      activations.inc({ tenant, slot, cause });
      if (cause !== "start") swaps.observe(seconds);
    },
    refused: (slot) => refusals.inc({ tenant, slot }),
    unreachable: (slot) => unreachable.inc({ tenant, slot }),
    inUse: (slot, digest, text) => {
      const before = shown.get(slot);
      if (before !== undefined) info.remove({ tenant, slot, ...before });
      const revision = text.slice(0, MAX_REVISION_CHARS);
      shown.set(slot, { digest, revision });
      info.set({ tenant, slot, digest, revision }, 1);
    },
    heard: (slot, atMs) => {
      heardAtMs.set(slot, atMs);
    },
    samples: () => registry.getMetricsAsJSON(),
  };
}
