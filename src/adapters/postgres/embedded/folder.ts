import { hash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
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
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WritError } from "../../../domain/errors.ts";
import { type Account, give } from "./account.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
/** `sun_path` of unix(7) holds 107 bytes; a slash and the socket's name take 15 of them. */
const MAX_SOCKET_DIR_BYTES = 92;
/** The port is only part of the socket's name. */
export const SOCKET_PORT = 5432;
/** A log that is larger begins anew. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;
/** What is only half made has this name. */
export const DRAFT = "draft-";
/** An initialization that lost its folder gives up. */
const DRAFT_ENDS_MS = 5_000;
const LOOK_EVERY_MS = 20;

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
export async function openFolder(
  path: string,
  account: (data: string) => Account | undefined,
): Promise<[Folder, Account | undefined]> {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const dir = realpathSync(path);
  const folder = folderAt(dir);
  const runsAs = account(folder.data);
  // Others may pass through, to what is theirs.
  if (runsAs !== undefined && statSync(dir).uid !== runsAs.uid) chmodSync(dir, 0o711);
  for (const name of readdirSync(dir)) if (name.startsWith(DRAFT)) await removeDraft(join(dir, name));
  return [folder, runsAs];
}

/** @param dir without links in it */
export function folderAt(dir: string): Folder {
  return {
    dir,
    data: join(dir, "data"),
    password: join(dir, "password"),
    log: join(dir, "server.log"),
    sockets: socketsOf(dir),
  };
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
  // Never through a link: in a folder of another account's that account would choose what root writes to.
  const fd = openSync(log, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
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
export function boundLog(folder: Folder): void {
  try {
    closeSync(openLog(folder).fd);
  } catch {
    // Its size is no reason to end; it is looked at again.
  }
}

/** An orphan may still be writing to it, or removing it, too: neither an error nor success says that it is gone. */
async function removeDraft(path: string): Promise<void> {
  const deadline = performance.now() + DRAFT_ENDS_MS;
  let reason: unknown;
  do {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (error) {
      reason = error;
    }
    if (!existsSync(path)) return;
    await sleep(LOOK_EVERY_MS);
  } while (performance.now() < deadline);
  throw reason ?? new Error(`${path} cannot be removed`);
}

function socketsOf(dir: string): string {
  const inside = join(dir, "run");
  if (Buffer.byteLength(inside) <= MAX_SOCKET_DIR_BYTES) return inside;
  return join(realpathSync(tmpdir()), `writ-pg-${hash("sha256", dir, "hex").slice(0, 16)}`);
}
