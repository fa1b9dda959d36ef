import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { give, postgresAccount } from "../../src/adapters/postgres/embedded/account.ts";
import { findBinaries } from "../../src/adapters/postgres/embedded/binaries.ts";
import { launchAs } from "../../src/adapters/postgres/embedded/launch.ts";
import { startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";
import { ask } from "./embedded.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./ports.ts";
import { descendantsOf } from "./processes.ts";

/** A real PostgreSQL on a port of its own, that a test may kill, freeze, replicate and promote. */
export interface PostgresServer {
  readonly port: number;
  readonly url: string;
  readonly data: string;
  start(): Promise<void>;
  /** SIGKILL to all its processes. */
  kill(): Promise<void>;
  /** SIGSTOP, or SIGCONT, to all its processes. */
  freeze(frozen: boolean): void;
  /** A streaming standby of it, made by stopping it for a moment. */
  standby(): Promise<PostgresServer>;
  promote(): Promise<void>;
  query(statement: string): Promise<unknown>;
}

/**
 * A cluster in the folder, which is started and ended with the test.
 * @param log a folder for the write-ahead log, where that is to be on another file system
 */
export async function postgresServer(dir: string, log?: string): Promise<PostgresServer> {
  const made = await startEmbeddedPostgres({ dir, log: () => {} });
  await made.stop();
  if (log !== undefined) moveLog(join(dir, "data", "pg_wal"), join(log, "pg_wal"));
  const server = await serverIn(join(dir, "data"), readFileSync(join(dir, "password"), "utf8").trim());
  await server.start();
  return server;
}

async function serverIn(data: string, password: string): Promise<PostgresServer> {
  const { postgres } = await findBinaries();
  const account = postgresAccount(data);
  const port = await freePort();
  const url = `postgresql://writ:${password}@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | undefined;
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    wal_level: "replica",
    max_wal_senders: 4,
    hot_standby: "on",
    max_connections: 100,
    shared_buffers: "32MB",
    restart_after_crash: "on",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const all = () => {
    const pid = child?.pid;
    return pid === undefined ? [] : [pid, ...descendantsOf(pid)];
  };
  const signal = (name: NodeJS.Signals) => {
    for (const pid of all()) {
      try {
        process.kill(pid, name);
      } catch {
        // It ended meanwhile.
      }
    }
  };
  const ended = () => child === undefined || child.exitCode !== null || child.signalCode !== null;
  const kill = async () => {
    if (ended()) return;
    const gone = once(child as ChildProcess, "exit");
    signal("SIGKILL");
    await gone;
  };
  onTestFinished(kill);
  const server: PostgresServer = {
    port,
    url,
    data,
    start: async () => {
      rmSync(join(data, "postmaster.pid"), { force: true });
      const launch = launchAs(
        account,
        [data, realpathSync(join(data, "pg_wal")), postgres],
        [postgres, "-D", data, ...args],
      );
      child = spawn(launch.command, [...launch.args], { ...launch.options, stdio: "ignore" });
      await eventually(() => ask({ url }, "select 1"), "PostgreSQL starts");
    },
    kill,
    freeze: (frozen) => signal(frozen ? "SIGSTOP" : "SIGCONT"),
    standby: async () => {
      const gone = once(child as ChildProcess, "exit");
      (child as ChildProcess).kill("SIGINT");
      await gone;
      const copy = `${data}-standby`;
      cpSync(data, copy, { recursive: true, preserveTimestamps: true });
      appendFileSync(
        join(copy, "postgresql.auto.conf"),
        `primary_conninfo = 'host=127.0.0.1 port=${port} user=writ password=${password}'\n`,
      );
      writeFileSync(join(copy, "standby.signal"), "");
      chmodSync(copy, 0o700);
      give(copy, account);
      const other = await serverIn(copy, password);
      await server.start();
      await other.start();
      await eventually(
        async () => ((await server.query("select count(*)::int from pg_stat_replication")) === 1 ? true : undefined),
        "the standby follows",
      );
      return other;
    },
    promote: async () => void (await ask({ url }, "select pg_promote()")),
    query: (statement) => ask({ url }, statement),
  };
  return server;
}

function moveLog(from: string, to: string): void {
  const account = postgresAccount(from);
  cpSync(from, to, { recursive: true });
  rmSync(from, { recursive: true });
  give(to, account);
  symlinkSync(to, from);
}
