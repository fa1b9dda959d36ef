import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** What a label can say, and how many different values there can be. */
export interface LabelBound {
  readonly values: string;
  readonly most: number;
}

/** One metric: what docs/metrics.md says of it, and what makes it. */
export interface MetricSpec {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: Readonly<Record<string, LabelBound>>;
  /** Of a histogram. */
  readonly buckets?: readonly number[];
  /** How the values of several processes become one; absent: their sum. */
  readonly over?: "max" | "min";
}

type LabelOf<S extends MetricSpec> = Extract<keyof S["labels"], string>;

function settings<S extends MetricSpec>({ name, help, labels, over }: S, registers: Registry[]) {
  const labelNames = Object.keys(labels) as LabelOf<S>[];
  return { name, help, labelNames, registers, ...(over === undefined ? {} : { aggregator: over }) };
}

export function counter<S extends MetricSpec & { readonly type: "counter" }>(
  spec: S,
  registers: Registry[],
): Counter<LabelOf<S>> {
  return new Counter(settings(spec, registers));
}

export function gauge<S extends MetricSpec & { readonly type: "gauge" }>(
  spec: S,
  registers: Registry[],
): Gauge<LabelOf<S>> {
  return new Gauge(settings(spec, registers));
}

/** @param read the values at the time of a look; none for nothing to show */
export function readGauges<S extends MetricSpec & { readonly type: "gauge" }>(
  spec: S,
  registers: Registry[],
  read: () => readonly { readonly labels: Readonly<Record<LabelOf<S>, string>>; readonly value: number }[],
): void {
  new Gauge({
    ...settings(spec, registers),
    collect() {
      // What was there at the look before may be gone.
      this.reset();
      if (Object.keys(spec.labels).length === 0) this.remove();
      for (const { labels, value } of read()) this.set(labels, value);
    },
  });
}

/** The same for a metric without labels. @param read undefined for nothing to show */
export function readGauge(
  spec: MetricSpec & { readonly type: "gauge" },
  registers: Registry[],
  read: () => number | undefined,
): void {
  readGauges(spec, registers, () => {
    const value = read();
    return value === undefined ? [] : [{ labels: {}, value }];
  });
}

export function histogram<S extends MetricSpec & { readonly type: "histogram" }>(
  spec: S,
  registers: Registry[],
): Histogram<LabelOf<S>> {
  return new Histogram({ ...settings(spec, registers), buckets: [...(spec.buckets ?? [])] });
}
