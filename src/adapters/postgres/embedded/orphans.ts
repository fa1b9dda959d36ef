import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WritError } from "../../../domain/errors.ts";

const LOOK_EVERY_MS = 20;
/** How long each signal gets: fast shutdown, immediate shutdown, none at all. */
const SIGNALS = [
  ["SIGINT", 10_000],
  ["SIGQUIT", 5_000],
  ["SIGKILL", 5_000],
] as const;

/**
 * Ends what an earlier run left of PostgreSQL on this data folder, and removes a lock file that names somebody else.
 * A server process works in its data folder, which is how it is told from an unrelated one that got its number.
 * @throws WritError unavailable when it does not end
 */
export async function endOrphans(data: string): Promise<void> {
  // Elsewhere PostgreSQL's own check of its lock file has to do.
  if (!existsSync("/proc/self/cwd")) return;
  for (const [signal, patience] of SIGNALS) {
    const server = serverOf(data);
    if (server !== undefined) send(server, signal);
    // Without their server the others end by themselves; SIGKILL is for those that do not.
    else if (signal === "SIGKILL") for (const pid of workingIn(data)) send(pid, signal);
    if (await gone(data, patience)) {
      // A lock file that is left names a process that is not ours any more.
      rmSync(join(data, "postmaster.pid"), { force: true });
      return;
    }
  }
  throw new WritError("unavailable", `an earlier PostgreSQL on ${data} does not end`);
}

async function gone(data: string, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (workingIn(data).length > 0) {
    if (performance.now() > deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

/** The server that the lock file names, if that is alive and ours. */
function serverOf(data: string): number | undefined {
  const path = join(data, "postmaster.pid");
  if (!existsSync(path)) return undefined;
  const pid = Number(readFileSync(path, "utf8").split("\n")[0]);
  return workingIn(data).includes(pid) ? pid : undefined;
}

function workingIn(dir: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && directoryOf(name) === dir)
    .map(Number);
}

function directoryOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // ended, or another account's
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}
