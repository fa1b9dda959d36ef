import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "./world.ts";

const LOOK_EVERY_MS = 2_000;
/** A heap grows until its first large collections: who lived for less says nothing. */
const JUDGED_AFTER_MS = 90_000;
/** Of its life, what counts as warmed up, and what as the end. */
const WARM: readonly [number, number] = [0.3, 0.5];
const END: readonly [number, number] = [0.8, 1];
/** What a heap that is not full may take more; a leak of a kilobyte a call is beyond it within ten minutes. */
const MOST_MORE_SHARE = 0.35;
const MOST_MORE_MB = 48;

interface Sample {
  readonly atMs: number;
  readonly mb: number;
}

export interface Memory {
  stop(): Promise<void>;
  /** A line for each process that lived long enough, and what is wrong. */
  judged(): { readonly lines: readonly string[]; readonly wrong: readonly string[] };
}

/** Looks at the resident memory of every process of every replica (/proc; Linux). */
export function watchMemory(world: World): Memory {
  const samples = new Map<string, Sample[]>();
  let over = false;
  const look = () => {
    for (const replica of world.replicas) {
      const primary = replica.running?.process.pid;
      if (primary === undefined) continue;
      note(`primary of replica ${replica.index}, ${primary}`, primary);
      for (const pid of replica.workers()) {
        note(`worker of replica ${replica.index}, ${pid}${pid === world.survivor ? " (never killed)" : ""}`, pid);
      }
    }
  };
  const note = (name: string, pid: number) => {
    const mb = residentMb(pid);
    if (mb === undefined) return;
    const kept = samples.get(name) ?? [];
    samples.set(name, kept);
    kept.push({ atMs: performance.now(), mb });
  };
  const looking = (async () => {
    while (!over) {
      look();
      await sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    stop: async () => {
      over = true;
      await looking;
    },
    judged: () => {
      const lines: string[] = [];
      const wrong: string[] = [];
      for (const [name, kept] of samples) {
        const [first, last] = [kept[0]?.atMs ?? 0, kept.at(-1)?.atMs ?? 0];
        if (last - first < JUDGED_AFTER_MS) continue;
        const [warm, end] = [medianIn(kept, WARM), medianIn(kept, END)];
        const line = `${name}: ${Math.round(warm)} MB warm, ${Math.round(end)} MB at the end of ${Math.round((last - first) / 1000)} s`;
        lines.push(line);
        if (end > warm * (1 + MOST_MORE_SHARE) + MOST_MORE_MB) wrong.push(`memory grows: ${line}`);
      }
      return { lines, wrong };
    },
  };
}

function medianIn(samples: readonly Sample[], [from, to]: readonly [number, number]): number {
  const [first, last] = [samples[0]?.atMs ?? 0, samples.at(-1)?.atMs ?? 0];
  const part = samples
    .filter(({ atMs }) => atMs >= first + (last - first) * from && atMs <= first + (last - first) * to)
    .map(({ mb }) => mb)
    .sort((a, b) => a - b);
  return part[Math.floor(part.length / 2)] ?? 0;
}

function residentMb(pid: number): number | undefined {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return found === null ? undefined : Number(found[1]) / 1024;
  } catch {
    return undefined;
  }
}
