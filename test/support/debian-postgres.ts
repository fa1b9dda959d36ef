import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { give, postgresAccount } from "../../src/adapters/postgres/embedded/account.ts";
import type { Found } from "./counterpart.ts";
import { eventually } from "./eventually.ts";

const HOME = "/usr/lib/postgresql";
const PROGRAMS = ["initdb", "postgres", "pg_basebackup", "pg_verifybackup", "pg_dump", "pg_restore"];

const run = promisify(execFile);

/** The folder with PostgreSQL's programs for backups, as Debian's packages have them. The embedded one has none of these. */
export function postgresPrograms(): Found {
  const versions = existsSync(HOME) ? readdirSync(HOME).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions
    .map((version) => join(HOME, version, "bin"))
    .find((bin) => PROGRAMS.every((program) => existsSync(join(bin, program))));
  return folder === undefined
    ? { missing: "Debian's postgresql, whose pg_basebackup and pg_dump it takes" }
    : { program: folder };
}

/** Programs of PostgreSQL as an account that may run its server: never root. */
export class PostgresTools {
  readonly #bin: string;
  readonly #account = postgresAccount("/nowhere");

  constructor(bin: string) {
    this.#bin = bin;
  }

  async run(program: string, ...args: readonly string[]): Promise<void> {
    await run(join(this.#bin, program), args, { ...this.#account, env: { PATH: process.env["PATH"], LC_ALL: "C" } });
  }

  /** What root made is the account's from then on, with all that is in it. */
  give(path: string): void {
    give(path, this.#account);
  }

  /** Starts the server of a cluster, and waits until it takes writes. */
  async start(
    data: string,
    port: number,
    settings: Readonly<Record<string, string>>,
  ): Promise<{ url: string; kill(): Promise<void> }> {
    for (const [name, value] of Object.entries({ ...settings, port: String(port), listen_addresses: "127.0.0.1" })) {
      appendFileSync(join(data, "postgresql.conf"), `${name} = '${value}'\n`);
    }
    const child = spawn(join(this.#bin, "postgres"), ["-D", data, "-k", ""], { stdio: "ignore", ...this.#account });
    const url = `postgresql://writ@127.0.0.1:${port}/postgres`;
    await eventually(async () => ((await inRecovery(url)) ? undefined : true), "PostgreSQL");
    const kill = async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    };
    return { url, kill };
  }
}

async function inRecovery(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<{ yes: boolean }>("select pg_is_in_recovery() as yes")).rows[0]?.yes === true;
  } finally {
    await client.end();
  }
}
