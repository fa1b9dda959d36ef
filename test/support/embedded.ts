import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, onTestFinished } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";
import { commandOf } from "./processes.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A server that is stopped after the test. */
export async function start(dir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dir, log: () => {} });
  onTestFinished(() => server.stop());
  return server;
}

export async function connect(server: { readonly url: string }): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url });
  client.on("error", () => {}); // Servers are killed here.
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

/** Asks on a connection of its own. @returns the first value of the first row */
export async function ask(server: { readonly url: string }, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: server.url });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Runs a program until the test ends. */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"], ...options });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

/** A process that starts a server in the folder, says where, and does nothing more. */
export function runParent(dir: string, root = ROOT, node = process.execPath, options: SpawnOptions = {}): ChildProcess {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(root, "src/adapters/postgres/embedded/supervisor.ts"))};
    const say = (value) => console.log(JSON.stringify(value));
    try {
      const { url, pid } = await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, log: () => {} });
      say({ url, pid });
      setInterval(() => {}, 1_000);
    } catch (error) {
      say({ code: error.code, message: error.message });
    }`;
  return run(node, ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", script], {
    cwd: root,
    ...options,
  });
}

/** Where its server is, or why there is none. */
export async function firstLine(parent: ChildProcess): Promise<Record<string, unknown> & { url: string; pid: number }> {
  const [line] = await once(createInterface({ input: parent.stdout! }), "line");
  const said = JSON.parse(line);
  if (said.pid !== undefined) onTestFinished(() => end(parent, said.pid));
  return said;
}

/** Kills the parent, and waits for its server's end in order, which may be under way. */
async function end(parent: ChildProcess, server: number): Promise<void> {
  parent.kill("SIGKILL");
  if (commandOf(server)?.includes("cluster_name=writ-")) process.kill(server, "SIGINT");
  await gone(server);
}

export function own(path: string, uid: number): void {
  execFileSync("chown", ["-R", `${uid}:${uid}`, path]);
}

export function kill(pid: number): void {
  process.kill(pid, "SIGKILL");
}

export async function gone(pid: number): Promise<void> {
  await expect.poll(() => commandOf(pid), { timeout: 10_000, interval: 10 }).toBeUndefined();
}
