import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WritError } from "../../../domain/errors.ts";
import { listProcesses, type Process, workingDirectory } from "./processes.ts";

const LOOK_EVERY_MS = 20;
/** A server's processes end by themselves when it is gone, but for one in the middle of a long statement. */
const BY_THEMSELVES_MS = 500;
const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 3_000;
const KILLED_MS = 5_000;

/**
 * Ends what an earlier run left of PostgreSQL on this cluster, and removes a lock file that names somebody else.
 * @param name of the cluster, which all its processes bear
 * @throws WritError unavailable when it does not end; conflict when the lock file's process may be a server of others
 */
export async function endOrphans(data: string, name: string): Promise<void> {
  const server = processesOf(name).find((process) => !isChild(process));
  if (server !== undefined) send(server, "SIGINT");
  await gone(name, server === undefined ? BY_THEMSELVES_MS : FAST_SHUTDOWN_MS);
  for (const process of processesOf(name)) send(process, "SIGQUIT");
  await gone(name, IMMEDIATE_SHUTDOWN_MS);
  for (const process of processesOf(name)) send(process, "SIGKILL");
  if (!(await gone(name, KILLED_MS)))
    throw new WritError("unavailable", `an earlier PostgreSQL on ${data} does not end`);
  removeStaleLock(data);
}

/**
 * PostgreSQL itself replaces the lock file of a process that has ended. One whose number is another process's now it
 * honours, if the accounts are the same.
 */
function removeStaleLock(data: string): void {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8").split("\n")[0]);
  const holder = listProcesses().find((process) => process.pid === pid);
  if (holder === undefined) return;
  // Somebody may have started a server by hand here; a second one would destroy the data.
  if (/(^|\/)(postgres|postmaster)( |$)/.test(holder.command) && (workingDirectory(pid) ?? data) === data) {
    throw new WritError(
      "conflict",
      `process ${pid} seems to be a PostgreSQL on ${data} that Writ has not started: stop it`,
    );
  }
  rmSync(lock);
}

function processesOf(name: string): readonly Process[] {
  const server = new RegExp(`(^|/)postgres .*cluster_name=${name}( |$)`);
  return listProcesses().filter(({ command }) => server.test(command) || command.startsWith(`postgres: ${name}: `));
}

function isChild({ command }: Process): boolean {
  return command.startsWith("postgres: ");
}

async function gone(name: string, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (processesOf(name).length > 0) {
    if (performance.now() > deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

function send({ pid }: Process, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile, or is another account's and shows itself by staying.
  }
}
