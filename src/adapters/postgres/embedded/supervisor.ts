import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WritError } from "../../../domain/errors.ts";
import { postgresAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { clusterName, ensureCluster, readPassword } from "./cluster.ts";
import { boundLog, type Folder, openFolder, openLog, prepareSockets, removeSockets } from "./folder.ts";
import { type Launch, launchAs } from "./launch.ts";
import { endOrphans } from "./orphans.ts";
import { urlOf } from "./reach.ts";
import { serverArguments } from "./settings.ts";
import { hasEnded, stopServer } from "./stop.ts";

/** Recovery after a crash replays at most `max_wal_size`, which takes seconds. */
const READY_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 10;
const LOG_INTERVAL_MS = 600_000;

export interface EmbeddedPostgres {
  /** Connection URL, password included. */
  readonly url: string;
  readonly pid: number;
  /** Resolves with the reason should it end without having been stopped. */
  readonly exited: Promise<string>;
  /** Ends it in order; at once, and safely, when that takes too long. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of this process's own in a folder, after ending what an earlier run left there. Who calls holds
 * the folder: two that start it at the same time end each other's server.
 * @param options.dir made when it is not there
 * @param options.log gets lines for people, never a password
 * @throws WritError unavailable or conflict, with what a person can do about it
 */
export async function startEmbeddedPostgres(options: {
  readonly dir: string;
  readonly log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const { folder, password, server } = await open(options.dir).catch((cause: unknown) => {
    if (cause instanceof WritError) throw cause;
    const reason = cause instanceof Error ? cause.message : "unknown error";
    throw new WritError("unavailable", `the folder ${options.dir} cannot be used for PostgreSQL: ${reason}`, { cause });
  });
  options.log(`embedded PostgreSQL runs as process ${server.pid}`);
  const bounding = setInterval(() => boundLog(folder), LOG_INTERVAL_MS).unref();
  let stopping = false;
  const exited = new Promise<string>((resolve) => {
    const end = () => {
      clearInterval(bounding);
      if (!stopping) resolve(`PostgreSQL ended with ${server.signalCode ?? `code ${server.exitCode}`}`);
    };
    if (hasEnded(server)) end();
    else server.once("exit", end);
  });
  return {
    url: urlOf(folder, password),
    pid: server.pid as number,
    exited,
    stop: async () => {
      stopping = true;
      await stopServer(server);
      removeSockets(folder);
    },
  };
}

/** Makes what is not there, ends what must not be there, and starts the server. @throws also the system's errors */
async function open(dir: string): Promise<{ folder: Folder; password: string; server: ChildProcess }> {
  const binaries = await findBinaries();
  const [folder, account] = await openFolder(dir, postgresAccount);
  await ensureCluster(folder, binaries, account);
  const password = readPassword(folder);
  const name = clusterName(folder);
  await endOrphans(folder.data, name);
  prepareSockets(folder, account);
  const program = [binaries.postgres, "-D", folder.data, ...serverArguments(name, folder.sockets)];
  const launch = launchAs(account, [folder.data, folder.sockets, binaries.postgres], program);
  return { folder, password, server: await launched(folder, launch) };
}

/** @returns when it takes connections */
async function launched(folder: Folder, { command, args, options }: Launch): Promise<ChildProcess> {
  const { fd, from } = openLog(folder);
  // In a process group of its own: Ctrl-C is for whoever started it, who stops it when nothing writes any more.
  const server = spawn(command, args, { ...options, detached: true, stdio: ["ignore", fd, fd] });
  closeSync(fd);
  let failed: string | undefined;
  server.on("error", (error) => (failed = error.message));
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!isReady(folder, server)) {
    await sleep(LOOK_EVERY_MS);
    if (hasEnded(server)) failed ??= readFileSync(folder.log).subarray(from).toString().trim().split("\n").at(-1);
    if (performance.now() > deadline) failed ??= "it was not ready in time";
    if (failed === undefined) continue;
    await stopServer(server);
    throw new WritError("unavailable", `PostgreSQL could not be started: ${failed} (more in ${folder.log})`);
  }
  return server;
}

/** Line 8 of the lock file says when connections are taken (miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
function isReady({ data }: Folder, { pid }: ChildProcess): boolean {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return false;
  const lines = readFileSync(lock, "utf8").split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}
