import { LoadProcess } from "./load/process.ts";
import { usageOf } from "./processes.ts";
import type { Round, Subject } from "./subject.ts";

export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  readonly inFlight: readonly number[];
}

/** Long enough for compilers and connections to warm up, before the first round only. */
const WARM_UP_S = 3;
/** Few enough that a worker whose code is not compiled yet refuses none. */
const WARM_UP_IN_FLIGHT = 8;

/** Measures all subjects in turn, round after round, so that what the machine does meanwhile hits all alike. */
export async function measure(
  subjects: readonly Subject[],
  plan: Plan,
  say: (line: string) => void,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const loads = new Map<Subject, LoadProcess>();
  try {
    for (const subject of subjects) {
      const load = await LoadProcess.start(subject.job);
      loads.set(subject, load);
      await load.drive({ inFlight: requestsOf(subject, WARM_UP_IN_FLIGHT), seconds: WARM_UP_S });
    }
    for (let round = 1; round <= plan.rounds; round++) {
      for (const inFlight of plan.inFlight) {
        for (const [subject, load] of loads) {
          if (inFlight <= subject.most) rounds.push(await measureOnce(subject, load, inFlight, plan.seconds));
        }
        say(`round ${round} of ${plan.rounds}, ${inFlight} in flight`);
      }
    }
  } finally {
    for (const load of loads.values()) load.stop();
  }
  return rounds;
}

/** Decisions are what is in flight: as many requests as carry them. */
function requestsOf({ perAnswer }: Subject, inFlight: number): number {
  return Math.max(1, Math.round(inFlight / perAnswer));
}

async function measureOnce(subject: Subject, load: LoadProcess, inFlight: number, seconds: number): Promise<Round> {
  const [before, clientBefore] = [usageOf(subject.roots), usageOf([load.pid])];
  const outcome = await load.drive({ inFlight: requestsOf(subject, inFlight), seconds });
  const [after, clientAfter] = [usageOf(subject.roots), usageOf([load.pid])];
  const decisions = outcome.answers * subject.perAnswer;
  return {
    subject: subject.name,
    in_flight: inFlight,
    decisions_per_s: decisions / outcome.seconds,
    p50_ms: outcome.p50_ms,
    p99_ms: outcome.p99_ms,
    cpu_s_per_1000: ((after.cpu_s - before.cpu_s) / decisions) * 1000,
    client_cores: (clientAfter.cpu_s - clientBefore.cpu_s) / outcome.seconds,
    rss_mb: [...after.rss_mb.values()].reduce((sum, mb) => sum + mb, 0),
    worker_rss_mb: Math.max(0, ...subject.workers.map((pid) => after.rss_mb.get(pid) ?? 0)),
  };
}
