import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { createBundleTelemetry } from "../../../src/adapters/observability/bundle-telemetry.ts";
import { METRIC_GROUPS } from "../../../src/adapters/observability/catalogue/catalogue.ts";
import { reasonsEach } from "../../../src/adapters/observability/catalogue/labels.ts";
import { createEventTelemetry } from "../../../src/adapters/observability/event-telemetry.ts";
import { mergeSamples } from "../../../src/adapters/observability/merge.ts";
import { createOutboxTelemetry } from "../../../src/adapters/observability/outbox-telemetry.ts";
import { createPrimaryTelemetry } from "../../../src/adapters/observability/primary-telemetry.ts";
import { createSpoolTelemetry } from "../../../src/adapters/observability/spool-telemetry.ts";
import { createTelemetry } from "../../../src/adapters/observability/telemetry.ts";
import { createUpkeepTelemetry } from "../../../src/adapters/observability/upkeep-telemetry.ts";
import { PIPELINE_BLOCKS } from "../../../src/domain/decision.ts";
import { metricsDoc } from "../../../tools/docs-metrics.ts";

interface Sample {
  readonly name: string;
  readonly type: string;
  readonly values: readonly { readonly value: number; readonly labels: Readonly<Record<string, string>> }[];
}

const STATE = {
  ready: () => true,
  store: {
    up: () => true,
    listening: () => true,
    pool: () => ({ max: 4, idle: 1, busy: 2, waiting: 3 }),
    queued: () => 5,
  },
  signingKeys: () => [{ purpose: "grant", algorithm: "ES256", age_ms: 1500 }],
  certificateLeftMs: (): number | undefined => 60_000,
  filesGood: () => [{ file: "callers", good: true }],
} as const;

function worker(tenants = 1, state: Partial<Parameters<ReturnType<typeof createTelemetry>["watch"]>[0]> = {}) {
  const telemetry = createTelemetry({ tenants, version: "1.2.3" });
  onTestFinished(() => telemetry.close());
  telemetry.watch({ ...STATE, ...state });
  return telemetry;
}

/** Of one metric: the value for each of its labels' values, in the order of their names. */
async function read(source: { samples(): Promise<unknown> }, name: string): Promise<Readonly<Record<string, number>>> {
  const samples = (await source.samples()) as readonly Sample[];
  const found = samples.find((sample) => sample.name === name);
  return Object.fromEntries((found?.values ?? []).map(({ value, labels }) => [Object.values(labels).join(" "), value]));
}

test("the page has every metric as the code has it: node tools/docs-metrics.ts", () => {
  expect(readFileSync("docs/metrics.md", "utf8")).toBe(metricsDoc());
});

test("what the processes count and what the page lists is the same", async () => {
  const processes = [
    worker(),
    createPrimaryTelemetry(Date.now),
    createBundleTelemetry("a", Date.now),
    createEventTelemetry("a"),
    createOutboxTelemetry("a"),
    createSpoolTelemetry(),
    createUpkeepTelemetry(Date.now),
  ];
  for (const one of processes) if ("workers" in one) one.workers(() => ({ configured: 1, ready: 1 }));
  const samples = await Promise.all(processes.map(async (one) => (await one.samples()) as readonly Sample[]));
  const counted = samples.flat().filter(({ name }) => name.startsWith("writ_"));
  const kinds = new Set(counted.map(({ name, type }) => `${name} ${type}`));
  const listed = METRIC_GROUPS.flatMap(({ metrics }) => metrics.map(({ name, type }) => `${name} ${type}`));
  expect([...kinds].sort()).toEqual([...listed].sort());
});

test("a policy with reasons without end gets 200 names, takes none from other tenants, and hides none of Writ's own", async () => {
  const telemetry = worker(2);
  const [loud, quiet] = [telemetry.of("loud"), telemetry.of("quiet")];
  for (let i = 0; i < 1_000; i++) loud.decided("block", `reason_${i}`, "http");
  for (const code of PIPELINE_BLOCKS) loud.decided("block", code, "http");
  quiet.decided("allow", "its_own", "http");
  const counted = await read(telemetry, "writ_decisions_total");
  expect(Object.keys(counted)).toHaveLength(200 + 1 + PIPELINE_BLOCKS.length + 1);
  expect(counted["block other http loud"]).toBe(800);
  expect(counted["block record_unavailable http loud"]).toBe(1);
  expect(counted["allow its_own http quiet"]).toBe(1);
});

test.each([
  [1, 200],
  [20, 200],
  [40, 100],
  [257, 15],
])("of %i tenants each has %i reasons", (tenants, reasons) => {
  expect(reasonsEach(tenants)).toBe(reasons);
});

test("names of builtins are bounded", async () => {
  const telemetry = worker();
  for (let i = 0; i < 1_000; i++) telemetry.policy.builtinFailed(`builtin.${i}`);
  const counted = await read(telemetry, "writ_policy_builtin_errors_total");
  expect([Object.keys(counted).length, counted["other"]]).toEqual([251, 750]);
});

test("no label is a value that a request can choose", () => {
  const labels = METRIC_GROUPS.flatMap(({ metrics }) => metrics.flatMap((metric) => Object.entries(metric.labels)));
  const unbounded = labels.filter(([, { most, values }]) => !(most >= 1 && most <= 300) || values === "");
  expect(unbounded).toEqual([]);
});

test("one worker that is not well is what all are shown as", async () => {
  const ill = worker(1, {
    ready: () => false,
    store: { ...STATE.store, up: () => false, listening: () => false },
    certificateLeftMs: () => 30_000,
    filesGood: () => [{ file: "callers", good: false }],
  });
  ill.of("a").inFlight(2);
  const well = worker();
  well.of("a").inFlight(3);
  const { text } = await mergeSamples([await ill.samples(), await well.samples()]);
  const shown = (name: string) => Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, "m").exec(text)?.[1]);
  expect([shown("writ_ready"), shown("writ_database_up"), shown("writ_listener_connected")]).toEqual([0, 0, 0]);
  expect(shown("writ_tls_certificate_expiry_seconds")).toBe(30);
  expect(shown("writ_followed_files_good")).toBe(0);
  expect(shown("writ_in_flight")).toBe(5);
  expect(shown("writ_database_pool_max_connections")).toBe(8);
  expect(text).toContain(`writ_build_info{version="1.2.3",node="${process.version}"} 1`);
});

test("without TLS there is no certificate to end", async () => {
  const without = worker(1, { certificateLeftMs: () => undefined });
  expect(await read(without, "writ_tls_certificate_expiry_seconds")).toEqual({});
});

test("what an alert waits for is there at 0 before it happens first: what begins at 1 has not risen", async () => {
  const outbox = createOutboxTelemetry("a");
  outbox.of("webhook", "chat").pending(1);
  const events = createEventTelemetry("a");
  events.pending("vault", 1);
  expect(await read(outbox, "writ_outbox_dead_total")).toEqual({ "a webhook chat": 0 });
  expect(await read(events, "writ_events_dead_total")).toEqual({ "a vault": 0 });
  expect(await read(createBundleTelemetry("a", Date.now), "writ_bundle_refusals_total")).toEqual({
    "a active": 0,
    "a candidate": 0,
  });
  expect(await read(createPrimaryTelemetry(Date.now), "writ_workers_ended_total")).toEqual({
    died: 0,
    stuck: 0,
    overdue: 0,
  });
});

test("ages grow until the work is done again", async () => {
  let now = 1_000;
  const upkeep = createUpkeepTelemetry(() => now);
  now += 5_000;
  upkeep.sealed();
  now += 2_000;
  expect(await read(upkeep, "writ_seal_age_seconds")).toEqual({ "": 2 });
  expect(await read(upkeep, "writ_checkpoint_age_seconds")).toEqual({ "": 7 });
  const primary = createPrimaryTelemetry(() => now);
  expect(await read(primary, "writ_partitions_ahead_days")).toEqual({});
  primary.partitioned(now + 3 * 86_400_000);
  expect(await read(primary, "writ_partitions_ahead_days")).toEqual({ "": 3 });
});
