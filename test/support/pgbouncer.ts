import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { onTestFinished } from "vitest";
import { type Found, programOf } from "./counterpart.ts";
import { freePort } from "./ports.ts";
import { dataDir } from "./writ.ts";

const START_TIMEOUT_MS = 30_000;
/** Fewer than there are clients, so that a connection goes from one to the other all the time. */
const SERVERS = 2;
const NOBODY = 65_534;

/** A PgBouncer in transaction mode before the database, as a file of a few lines makes one. @returns the URL that leads through it */
export async function pgbouncer(found: Found, databaseUrl: string): Promise<string> {
  const { hostname, port: serverPort, username, password, pathname, searchParams } = new URL(databaseUrl);
  const host = searchParams.get("host") ?? hostname;
  const [dir, port] = [dataDir(), await freePort()];
  const file = join(dir, "pgbouncer.ini");
  const name = pathname.slice(1);
  writeFileSync(
    file,
    `[databases]
${name} = host='${host}' port=${serverPort} dbname=${name} user=${username} password='${decodeURIComponent(password)}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${SERVERS}
`,
  );
  // It does not run as root, and who it runs as instead reads its settings.
  for (const path of [dir, file]) chmodSync(path, 0o755);
  const child = spawn(programOf(found), [file], {
    stdio: "ignore",
    ...(process.getuid?.() === 0 ? accountFor(host) : {}),
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  const url = `postgresql://${username}@127.0.0.1:${port}/${name}`;
  await answering(url);
  return url;
}

/** Who may use the server's socket; nobody in particular where it has a port. */
function accountFor(host: string): { readonly uid: number; readonly gid: number } {
  const { uid, gid } = host.startsWith("/") ? statSync(host) : { uid: 0, gid: 0 };
  return uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid, gid };
}

async function answering(url: string): Promise<void> {
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until; await sleep(50)) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("select 1");
      return;
    } catch {
      // Not yet.
    } finally {
      await client.end().catch(() => {});
    }
  }
  throw new Error("pgbouncer does not answer");
}
