import { hash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { WritError } from "../../../domain/errors.ts";
import { type Account, give } from "./account.ts";

/** `sun_path` of unix(7) holds 107 bytes; a slash and the socket's name take 15 of them. */
const MAX_SOCKET_DIR_BYTES = 92;
/** The port is only part of the socket's name. */
export const SOCKET_PORT = 5432;
/** A log that is larger begins anew. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;
/** What is only half made has this name. */
export const DRAFT = "draft-";

/** Where everything of the embedded PostgreSQL stands. */
export interface Folder {
  readonly dir: string;
  /** The cluster. It alone and the sockets' folder are the account's; what root writes to is root's. */
  readonly data: string;
  readonly password: string;
  readonly log: string;
  readonly sockets: string;
}

/** Makes the folder, and removes what an initialization left that was cut off. @throws the system's errors */
export function openFolder(
  path: string,
  account: (data: string) => Account | undefined,
): [Folder, Account | undefined] {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const dir = realpathSync(path);
  const folder = {
    dir,
    data: join(dir, "data"),
    password: join(dir, "password"),
    log: join(dir, "server.log"),
    sockets: socketsOf(dir),
  };
  const runsAs = account(folder.data);
  // Others may pass through, to what is theirs.
  if (runsAs !== undefined && statSync(dir).uid !== runsAs.uid) chmodSync(dir, 0o711);
  for (const name of readdirSync(dir)) {
    // One that is still being written to, by an orphan, is not empty when it should be, and is tried again.
    if (name.startsWith(DRAFT)) rmSync(join(dir, name), { recursive: true, force: true, maxRetries: 10 });
  }
  return [folder, runsAs];
}

/**
 * Makes the folder for the socket and removes a stale one.
 * @throws WritError unavailable when it is another account's, or the system's errors
 */
export function prepareSockets({ sockets }: Folder, account: Account | undefined): void {
  if (!existsSync(sockets)) {
    mkdirSync(sockets, { mode: 0o700 });
    give(sockets, account);
  }
  const found = lstatSync(sockets);
  const owner = account?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new WritError("unavailable", `${sockets} is not this PostgreSQL's own folder: remove it`);
  }
  for (const end of ["", ".lock"]) rmSync(join(sockets, `.s.PGSQL.${SOCKET_PORT}${end}`), { force: true });
}

/** What stands outside the folder goes when nobody needs it. */
export function removeSockets({ dir, sockets }: Folder): void {
  if (dirname(sockets) !== dir) rmSync(sockets, { recursive: true, force: true });
}

/** Opens the log for appending. @returns its descriptor, and where what is written from now on begins */
export function openLog({ dir, log }: Folder): { readonly fd: number; readonly from: number } {
  const fd = openSync(log, "a", 0o600);
  try {
    if (process.getuid?.() === 0) {
      const { uid, gid } = statSync(dir);
      fchownSync(fd, uid, gid);
    }
    if (fstatSync(fd).size > MAX_LOG_BYTES) ftruncateSync(fd);
    return { fd, from: fstatSync(fd).size };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** The server appends, so that it goes on at the start of a log that was emptied. */
export function boundLog({ log }: Folder): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) truncateSync(log);
}

function socketsOf(dir: string): string {
  const inside = join(dir, "run");
  if (Buffer.byteLength(inside) <= MAX_SOCKET_DIR_BYTES) return inside;
  return join(realpathSync(tmpdir()), `writ-pg-${hash("sha256", dir, "hex").slice(0, 16)}`);
}
