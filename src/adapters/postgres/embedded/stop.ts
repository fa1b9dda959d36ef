import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Fast shutdown; immediate shutdown, after which the next start replays the log; and what nobody can refuse. */
const SIGNALS = [
  ["SIGINT", 10_000],
  ["SIGQUIT", 5_000],
  ["SIGKILL", 5_000],
] as const;

export async function stopServer(server: ChildProcess): Promise<void> {
  for (const [signal, patience] of SIGNALS) {
    if (hasEnded(server)) return;
    const ended = once(server, "exit", { signal: AbortSignal.timeout(patience) });
    server.kill(signal);
    await ended.catch(() => {});
  }
}

/** Whether it is no more, or never was. */
export function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
