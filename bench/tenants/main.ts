import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Order, OverloadJob, Report, Told } from "../overload/job.ts";
import { median } from "../statistics.ts";
import { OFFENDERS, type Offender, startWorld, VICTIM, type World } from "./world.ts";

// One tenant at a steady load, alone and beside tenants that do what they can: node bench/tenants/main.ts [--rounds N] [--seconds S]
// [--rate R] [--offence R] [--burning R] [--limit R] [--load-cpus LIST]
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "10" },
    /** Requests a second of the one that is measured, and of those beside it. */
    rate: { type: "string", default: "100" },
    offence: { type: "string", default: "2000" },
    /** `limits.rate_per_s` of the tenant that floods; 0 for none. */
    limit: { type: "string", default: "100" },
    /** Requests a second for which the whole fuel of an evaluation is burnt: a heavy offence at a small rate. */
    burning: { type: "string", default: "20" },
    "load-cpus": { type: "string", default: "" },
  },
});
const CONNECTIONS = 128;
const WARM_UP_S = 3;
const HUGE_BYTES = 32 * 2 ** 20;
const OFFER_EVERY_MS = 500;

/** As a tenant has them: what one agent's calls come to is counted one after the other. */
const AGENTS = 64;

const BODIES = Array.from({ length: AGENTS }, (_, agent) =>
  JSON.stringify({
    agent: { id: `agent:bench-${agent}` },
    call: {
      format: "mcp",
      server: "filesystem",
      payload: { name: "read_text_file", arguments: { path: "/repo/README.md" } },
    },
  }),
);

/** What each tenant's every answer has to be, unless it is refused. */
const EFFECTS: Readonly<Record<string, string>> = { burns: "block", fails: "block" };

type Phase = "alone" | Offender;
interface Run {
  readonly phase: Phase;
  readonly victim: Told;
  readonly offender: Told | undefined;
}

const seconds = Number(values.seconds);
const world = await startWorld(Number(values.limit));
const loads = new Map<string, ChildProcess>();
try {
  for (const tenant of [VICTIM, ...OFFENDERS]) loads.set(tenant, await startLoad(world, tenant));
  await Promise.all(
    [...loads.keys()].map((tenant) =>
      tell(tenant, { perS: tenant === "burns" ? 1 : 20, seconds: WARM_UP_S, inFlight: 8 }),
    ),
  );
  const rounds: Run[][] = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    const runs: Run[] = [];
    for (const phase of ["alone", ...OFFENDERS] as const) runs.push(await runOf(phase));
    rounds.push(runs);
    console.error(`round ${round} of ${values.rounds}`);
  }
  const on = `${cpus()[0]?.model ?? "unknown CPU"}, Writ on ${availableParallelism()} cores`;
  console.log(`${on}, load on ${values["load-cpus"] || "the same"}, Node ${process.version}\n\n${table(rounds)}`);
} catch (error) {
  // Why a connection ended is said a moment later.
  await sleep(1_000);
  console.error(world.writ.output());
  throw error;
} finally {
  for (const load of loads.values()) load.kill();
  await world.writ.stop();
  rmSync(world.dir, { recursive: true, force: true });
}

async function runOf(phase: Phase): Promise<Run> {
  const victim = tell(VICTIM, { perS: Number(values.rate), seconds, inFlight: CONNECTIONS });
  if (phase === "alone") return { phase, victim: await victim, offender: undefined };
  if (phase === "garbage") {
    await Promise.all([victim, offerGarbage(performance.now() + seconds * 1000)]);
    return { phase, victim: await victim, offender: undefined };
  }
  const perS = Number(phase === "burns" ? values.burning : values.offence);
  const [told, offender] = await Promise.all([victim, tell(phase, { perS, seconds, inFlight: CONNECTIONS })]);
  return { phase, victim: told, offender };
}

/** In turn what is no module, and more data than a bundle may have. */
async function offerGarbage(until: number): Promise<void> {
  for (let turn = 0; performance.now() < until; turn++) {
    const folder = world.folder("garbage");
    if (turn % 2 === 0) writeFileSync(join(folder, "policy.wasm"), randomBytes(2 ** 20));
    else writeFileSync(join(folder, "data.json"), JSON.stringify({ turn, huge: "x".repeat(HUGE_BYTES) }));
    await sleep(OFFER_EVERY_MS);
  }
}

async function startLoad({ writ, authorization }: World, tenant: string): Promise<ChildProcess> {
  const list = values["load-cpus"];
  const pinned = list === "" ? {} : { execPath: "taskset", execArgv: ["-c", list, process.execPath] };
  const child = fork(fileURLToPath(new URL("../overload/load.ts", import.meta.url)), {
    serialization: "advanced",
    ...pinned,
  });
  const effects = BODIES.map(() => EFFECTS[tenant] ?? "allow");
  const port = Number(new URL(writ.http).port);
  const job: OverloadJob = { port, authorization: authorization(tenant), requests: BODIES, effects };
  child.send(job);
  await once(child, "message");
  return child;
}

/** @throws when an answer was wrong */
async function tell(tenant: string, order: Order): Promise<Told> {
  const child = loads.get(tenant);
  child?.send(order);
  const [report] = (await once(child as ChildProcess, "message")) as [Report];
  if ("failed" in report) throw new Error(`${tenant}: ${report.failed}`);
  return report;
}

/** Medians over the rounds; each is compared with the same round's quiet phase. */
function table(rounds: readonly (readonly Run[])[]): string {
  const phases = ["alone", ...OFFENDERS] as const;
  const rows = phases.map((phase) => {
    const runs = rounds.map((round) => round.find((run) => run.phase === phase) as Run);
    const quiet = rounds.map((round) => round.find((run) => run.phase === "alone") as Run);
    const mid = (figure: (run: Run, index: number) => number) => median(runs.map(figure));
    const beside = (figure: (told: Told) => number) =>
      phase === "alone" || phase === "garbage" ? "" : Math.round(mid(({ offender }) => figure(offender as Told)));
    return [
      phase,
      mid(({ victim }) => victim.decided_ms.p50).toFixed(2),
      mid(({ victim }) => victim.decided_ms.p99).toFixed(2),
      mid(({ victim }, index) => victim.decided_ms.p99 / (quiet[index] as Run).victim.decided_ms.p99).toFixed(2),
      mid(({ victim }) => victim.refused),
      mid(({ victim }) => victim.unsent),
      beside(({ decided, seconds: took }) => decided / took),
      beside(({ refused, seconds: took }) => refused / took),
    ];
  });
  return [
    "| beside | victim p50 ms | p99 ms | × alone | refused | unsent | others decided/s | others refused/s |",
    "|---|--:|--:|--:|--:|--:|--:|--:|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
}
