import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Json } from "../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { benchRequests, sessionRequests } from "../requests.ts";
import { median } from "../statistics.ts";
import type { Order, OverloadJob, Report, Told } from "./job.ts";

// Usage: node bench/overload/main.ts [--rounds N] [--seconds S] [--load-cpus LIST] [--sessions]
// With --load-cpus the load process runs on these CPUs (taskset): start this one on the others, and neither takes the other's.
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    "load-cpus": { type: "string", default: "" },
    sessions: { type: "boolean", default: false },
  },
});
/** One request each is in flight: more than any load here needs. */
const CONNECTIONS = 512;
/** Of these the one with the most decisions is the peak. */
const PEAK_IN_FLIGHT = [32, 64, 128];
const TIMES = [1, 2, 3];
const WARM_UP_S = 3;

const folder = mkdtempSync(join(tmpdir(), "writ-overload-"));
const seconds = Number(values.seconds);
let writ: RunningWrit | undefined;
let load: ChildProcess | undefined;
try {
  writ = await startWrit({ dataDir: join(folder, "data"), env: { WRIT_LOG_LEVEL: "warn" } });
  const requests = values.sessions ? sessionRequests() : benchRequests();
  const effects = await effectsOf(writ, requests);
  const port = Number(new URL(writ.http).port);
  load = await startLoad({ port, requests: requests.map((one) => JSON.stringify(one)), effects });
  await told(load, { perS: 0, seconds: WARM_UP_S, inFlight: 64 });
  const runs: { readonly times: number; readonly peak: number; readonly told: Told }[] = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    const peak = await peakOf(load);
    for (const times of TIMES) {
      const order = { perS: Math.round(peak * times), seconds, inFlight: CONNECTIONS };
      runs.push({ times, peak, told: await told(load, order) });
    }
    console.error(`round ${round} of ${values.rounds}: peak ${Math.round(peak)} decisions/s`);
  }
  console.log(
    `${cpus()[0]?.model ?? "unknown CPU"}, Writ on ${availableParallelism()} cores, load on ${values["load-cpus"] || "the same"}, Node ${process.version}\n`,
  );
  console.log(table(runs));
} finally {
  load?.kill();
  await writ?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function peakOf(process: ChildProcess): Promise<number> {
  const rates: number[] = [];
  for (const inFlight of PEAK_IN_FLIGHT) {
    const { decided, seconds: took } = await told(process, { perS: 0, seconds: Math.min(seconds, 3), inFlight });
    rates.push(decided / took);
  }
  return Math.max(...rates);
}

/** What each request's decision is, asked one after the other. */
async function effectsOf({ http }: RunningWrit, requests: readonly Json[]): Promise<readonly string[]> {
  const effects: string[] = [];
  for (const request of requests) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${http}/v1/decisions`, { method: "POST", headers, body: JSON.stringify(request) });
    effects.push(((await response.json()) as { readonly effect: string }).effect);
  }
  return effects;
}

async function startLoad(job: OverloadJob): Promise<ChildProcess> {
  const main = fileURLToPath(new URL("load.ts", import.meta.url));
  const list = values["load-cpus"];
  const pinned = list === "" ? {} : { execPath: "taskset", execArgv: ["-c", list, process.execPath] };
  const child = fork(main, { serialization: "advanced", ...pinned });
  child.send(job);
  await once(child, "message");
  return child;
}

/** @throws when an answer was wrong */
async function told(child: ChildProcess, order: Order): Promise<Told> {
  child.send(order);
  const [report] = (await once(child, "message")) as [Report];
  if ("failed" in report) throw new Error(report.failed);
  return report;
}

/** Medians over the rounds, for each multiple of the peak. */
function table(runs: readonly { readonly times: number; readonly peak: number; readonly told: Told }[]): string {
  const rows = TIMES.map((times) => {
    const of = runs.filter((run) => run.times === times);
    const mid = (figure: (run: (typeof of)[number]) => number) => median(of.map(figure));
    return [
      `${times} ×`,
      Math.round(mid(({ told: { offered, seconds: took } }) => offered / took)),
      Math.round(mid(({ told: { decided, seconds: took } }) => decided / took)),
      mid(({ peak, told: { decided, seconds: took } }) => decided / took / peak).toFixed(2),
      Math.round(mid(({ told: { refused, seconds: took } }) => refused / took)),
      mid(({ told }) => told.refused_ms.p50).toFixed(2),
      mid(({ told }) => told.refused_ms.p99).toFixed(2),
      mid(({ told }) => told.decided_ms.p50).toFixed(2),
      mid(({ told }) => told.decided_ms.p99).toFixed(2),
      mid(({ told }) => told.late_ms.p99).toFixed(2),
      mid(({ told }) => told.unsent),
    ];
  });
  return [
    "| load | offered/s | decided/s | × peak | refused/s | refused p50 ms | refused p99 ms | decided p50 ms | decided p99 ms | load late p99 ms | unsent |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
}
