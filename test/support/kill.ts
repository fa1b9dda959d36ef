import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { descendantsOf } from "./processes.ts";

/** SIGKILL to the whole process group of a service that was started detached, and to its PostgreSQL if wanted. */
export async function killTree(service: ChildProcess, postgresToo: boolean): Promise<void> {
  const pid = service.pid as number;
  const others = postgresToo ? descendantsOf(pid) : [];
  const ended = service.exitCode === null && service.signalCode === null ? once(service, "exit") : undefined;
  process.kill(-pid, "SIGKILL");
  for (const other of others) {
    try {
      process.kill(other, "SIGKILL");
    } catch {
      // It was in the group, or went with its parent.
    }
  }
  await ended;
}
