import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WritError } from "../../../domain/errors.ts";
import { launchAs, postgresAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { checkVersion, DATABASE_USER, ensureCluster } from "./cluster.ts";
import { type Folder, openFolder } from "./folder.ts";
import { endOrphans } from "./orphans.ts";
import { SERVER_SETTINGS } from "./settings.ts";

/** Recovery after a crash replays at most `max_wal_size`, which takes seconds. */
const READY_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 10;
const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;
/** A log that is larger at start begins anew. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;

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
 * Starts a PostgreSQL of this process's own in a folder, after ending what an earlier run left there.
 * @throws WritError unavailable or conflict, with what a person can do about it
 */
export async function startEmbeddedPostgres(options: {
  readonly dir: string;
  readonly log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const account = postgresAccount();
  const folder = openFolder(options.dir, account);
  await ensureCluster(folder, binaries, account);
  await checkVersion(folder, binaries);
  await endOrphans(folder.data);
  const settings = { ...SERVER_SETTINGS, unix_socket_directories: folder.socketDir };
  const args = ["-D", folder.data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const launch = launchAs(account, [folder.data, binaries.postgres], binaries.postgres, args);
  const log = openSync(folder.log, existsSync(folder.log) && statSync(folder.log).size > MAX_LOG_BYTES ? "w" : "a");
  const started = statSync(folder.log).size;
  // In a process group of its own: Ctrl-C is for whoever started it, who stops it when nothing writes any more.
  const child = spawn(launch.command, launch.args, {
    ...launch.options,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
    env: { LC_ALL: "C", TZ: "UTC" },
  });
  closeSync(log);
  let stopping = false;
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      if (!stopping) resolve(`PostgreSQL ended with ${signal ?? `code ${code}`}`);
    });
  });
  await untilReady(child, folder, started);
  options.log(`embedded PostgreSQL runs as process ${child.pid}`);
  return {
    url: urlOf(folder),
    pid: child.pid as number,
    exited,
    stop: () => {
      stopping = true;
      return shutDown(child);
    },
  };
}

function urlOf({ password, socketDir }: Folder): string {
  return `postgresql://${DATABASE_USER}:${password}@/postgres?host=${encodeURIComponent(socketDir)}`;
}

/** Line 8 of the lock file says when connections are taken (PostgreSQL's miscadmin.h). */
async function untilReady(child: ChildProcess, { data, log }: Folder, logFrom: number): Promise<void> {
  const pidFile = join(data, "postmaster.pid");
  const deadline = performance.now() + READY_TIMEOUT_MS;
  let failed: string | undefined;
  child.once("error", (error) => {
    failed = error.message;
  });
  while (!isReady(pidFile, child.pid)) {
    if (failed === undefined && hasEnded(child)) failed = lastLine(log, logFrom);
    if (failed === undefined && performance.now() > deadline) failed = "it was not ready in time";
    if (failed !== undefined) {
      await shutDown(child);
      throw new WritError("unavailable", `PostgreSQL could not be started: ${failed} (more in ${log})`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function isReady(pidFile: string, pid: number | undefined): boolean {
  if (!existsSync(pidFile)) return false;
  const lines = readFileSync(pidFile, "utf8").split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

function lastLine(log: string, from: number): string {
  return readFileSync(log).subarray(from).toString().trim().split("\n").at(-1) ?? "";
}

async function shutDown(child: ChildProcess): Promise<void> {
  const signals = [
    ["SIGINT", FAST_SHUTDOWN_MS],
    ["SIGQUIT", IMMEDIATE_SHUTDOWN_MS],
    ["SIGKILL", IMMEDIATE_SHUTDOWN_MS],
  ] as const;
  for (const [signal, patience] of signals) {
    if (child.pid === undefined || hasEnded(child)) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const late = new AbortController();
    await Promise.race([ended, sleep(patience, undefined, { signal: late.signal }).catch(() => {})]);
    late.abort();
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
