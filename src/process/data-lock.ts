import { hash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Holds a data folder for this process. The kernel lets go of the lock when the process ends, however it ends, so that
 * no stale lock is ever left to clean up.
 * @returns undefined when another process holds it
 */
export async function lockDataDir(dir: string): Promise<Server | undefined> {
  mkdirSync(dir, { recursive: true });
  const name = `writ-${hash("sha256", realpathSync(dir), "hex").slice(0, 32)}`;
  if (process.platform === "linux") return listen(`\0${name}`);
  // Elsewhere a socket file stays behind after a crash: one that nobody answers on is nobody's.
  const path = join(tmpdir(), `${name}.sock`);
  if (await answers(path)) return undefined;
  rmSync(path, { force: true });
  return listen(path);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    // Not through the cluster module: the lock is this process's own.
    server.listen({ path, exclusive: true }, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
