import { readdirSync, readFileSync } from "node:fs";

/** What a set of processes has used so far. */
export interface Usage {
  /** User and system time, of ended children too, in seconds. */
  readonly cpu_s: number;
  /** Resident memory in MiB, by process id. */
  readonly rss_mb: ReadonlyMap<number, number>;
}

/** USER_HZ: fixed at 100 on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** Sums over the processes and all their descendants (Linux, /proc). */
export function usageOf(roots: readonly number[]): Usage {
  const table = processTable();
  const wanted = new Set(roots);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, { parent }] of table) {
      if (wanted.has(pid) || !wanted.has(parent)) continue;
      wanted.add(pid);
      grown = true;
    }
  }
  const found = [...wanted].flatMap((pid) => table.get(pid) ?? []);
  return {
    cpu_s: found.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_S,
    rss_mb: new Map([...wanted].map((pid) => [pid, table.get(pid)?.rssMb ?? 0])),
  };
}

/** Children of a process, e.g. the workers of a cluster. */
export function childrenOf(pid: number): readonly number[] {
  return [...processTable()].filter(([, { parent }]) => parent === pid).map(([child]) => child);
}

interface Process {
  readonly parent: number;
  readonly ticks: number;
  readonly rssMb: number;
}

function processTable(): ReadonlyMap<number, Process> {
  const table = new Map<number, Process>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(name);
    if (stat === undefined) continue;
    // proc(5): after the command in parentheses come state, ppid, … utime, stime, cutime, cstime (14 to 17) … rss (24).
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    table.set(Number(name), { parent: fields[1] ?? 0, ticks, rssMb: ((fields[21] ?? 0) * 4096) / 2 ** 20 });
  }
  return table;
}

function readStat(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // it ended meanwhile
  }
}
