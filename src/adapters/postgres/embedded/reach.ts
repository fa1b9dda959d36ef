import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { WritError } from "../../../domain/errors.ts";
import { DATABASE_USER, readPassword } from "./cluster.ts";
import { type Folder, folderAt, SOCKET_PORT } from "./folder.ts";

/** The URL of the server that runs on a folder. @throws WritError unavailable when none does */
export function reachEmbedded(path: string): string {
  const folder = existsSync(path) ? folderAt(realpathSync(path)) : undefined;
  if (folder === undefined || !existsSync(join(folder.sockets, `.s.PGSQL.${SOCKET_PORT}`))) {
    throw new WritError("unavailable", `no PostgreSQL runs on ${path}: start the service, or say --database`);
  }
  return urlOf(folder, readPassword(folder));
}

/** With a host and a port for who parses it as a URL or has defaults in the environment; the socket is what counts. */
export function urlOf({ sockets }: Folder, password: string): string {
  const parameters = `host=${encodeURIComponent(sockets)}&sslmode=disable`;
  return `postgresql://${DATABASE_USER}:${password}@localhost:${SOCKET_PORT}/postgres?${parameters}`;
}
