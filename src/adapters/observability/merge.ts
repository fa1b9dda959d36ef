import { AggregatorRegistry } from "prom-client";

/** @param samples what `samples()` of each worker gave. @returns the Prometheus text of all together */
export async function mergeSamples(
  samples: readonly unknown[],
): Promise<{ readonly contentType: string; readonly text: string }> {
  const registry = AggregatorRegistry.aggregate(samples as object[]);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
