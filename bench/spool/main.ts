import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { usageOf } from "../processes.ts";

// Usage: node bench/spool/main.ts [--rounds N] [--seconds S] [--in-flight N]
// CPU and throughput of each durability, in turn, round after round; every answer is checked. The CPU is that of the whole service
// with its PostgreSQL, and counts until all of the round's decisions are in the database.
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    "in-flight": { type: "string", default: "64" },
  },
});
const DURABILITIES = ["committed", "spooled", "relaxed"] as const;
const BATCH = 20;
const REQUEST = {
  agent: { id: "agent:bench" },
  intent: {
    claims: {
      task: "tsk_bench",
      purpose: "measure",
      on_behalf_of: "user:bench",
      allows: [{ verb: "file.read", resource: "file:///repo/*" }],
    },
  },
  call: {
    format: "mcp",
    server: "filesystem",
    payload: { name: "read_text_file", arguments: { path: "/repo/README.md" } },
  },
};
const BODY = JSON.stringify({ requests: Array.from({ length: BATCH }, () => REQUEST) });

interface Sample {
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const folder = mkdtempSync(join(tmpdir(), "writ-bench-spool-"));
const services = new Map<string, RunningWrit>();
const samples = new Map<string, Sample[]>(DURABILITIES.map((durability) => [durability, []]));
try {
  for (const durability of DURABILITIES) {
    const env = { WRIT_DURABILITY: durability, WRIT_LOG_LEVEL: "warn" };
    const writ = await startWrit({ dataDir: join(folder, durability), env });
    services.set(durability, writ);
    await round(writ, durability, 2);
  }
  for (let n = 1; n <= Number(values.rounds); n++) {
    for (const [durability, writ] of services)
      samples.get(durability)?.push(await round(writ, durability, Number(values.seconds)));
    console.error(`round ${n} of ${values.rounds}`);
  }
  console.log(
    "| durability | decisions/s | CPU µs a decision | p50 ms | p99 ms of a batch of 20 |\n|---|---|---|---|---|",
  );
  for (const [durability, all] of samples) {
    const row = (["perSecond", "cpuUs", "p50Ms", "p99Ms"] as const).map((key) =>
      median(all.map((sample) => sample[key])),
    );
    console.log(`| ${[durability, ...row].join(" | ")} |`);
  }
} finally {
  await Promise.all([...services.values()].map((writ) => writ.stop()));
  rmSync(folder, { recursive: true, force: true });
}

async function round(writ: RunningWrit, durability: string, seconds: number): Promise<Sample> {
  const roots = [writ.process.pid as number];
  const before = usageOf(roots).cpu_s;
  const times: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1_000;
  const client = async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      await ask(writ.http, durability);
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: Math.ceil(Number(values["in-flight"]) / BATCH) }, client));
  const took = (performance.now() - started) / 1_000;
  await drained(durability);
  const decisions = times.length * BATCH;
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  const cpuUs = ((usageOf(roots).cpu_s - before) / decisions) * 1e6;
  return { perSecond: decisions / took, cpuUs, p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function ask(base: string, durability: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${base}/v1/decisions:batch`, { method: "POST", headers, body: BODY });
  const { decisions } = (await response.json()) as { readonly decisions: readonly Answer[] };
  for (const { effect, recorded, reasons } of decisions) {
    if (effect === "allow" && recorded === durability) continue;
    throw new Error(`${durability}: ${effect} ${recorded} ${reasons?.[0]?.code}`);
  }
}

interface Answer {
  readonly effect?: string;
  readonly recorded?: string;
  readonly reasons?: readonly { readonly code: string }[];
}

/** Until no journal has a file; looked at from here, so that it costs the service nothing. The others have none. */
async function drained(durability: string): Promise<void> {
  const spool = join(folder, durability, "spool");
  while (
    existsSync(spool) &&
    readdirSync(spool, { recursive: true }).some((name) => String(name).endsWith(".segment"))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function median(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toPrecision(3);
}
