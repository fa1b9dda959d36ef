import { hash, randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WritError } from "../../../domain/errors.ts";
import type { Account } from "./account.ts";

/** `sun_path` of unix(7) has 108 bytes with its end; the socket's name takes 14 of them. */
const MAX_SOCKET_DIR_BYTES = 92;
const DRAFT = "data.draft-";

/** Where everything of the embedded PostgreSQL stands. */
export interface Folder {
  readonly dir: string;
  readonly data: string;
  readonly log: string;
  readonly socketDir: string;
  readonly password: string;
}

/**
 * Makes the folder, and removes what an initialization left that was cut off.
 * @throws WritError unavailable when that cannot be done
 */
export function openFolder(path: string, account: Account | undefined): Folder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const dir = realpathSync(path);
    give(dir, account);
    for (const name of readdirSync(dir)) {
      if (name.startsWith(DRAFT)) rmSync(join(dir, name), { recursive: true, force: true });
    }
    const log = join(dir, "server.log");
    return {
      dir,
      data: join(dir, "data"),
      log,
      socketDir: socketDirFor(dir, account),
      password: passwordIn(join(dir, "password"), account),
    };
  } catch (cause) {
    if (cause instanceof WritError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("unavailable", `the folder ${path} cannot be used for PostgreSQL (${code})`, { cause });
  }
}

/** A name for a cluster that is not whole yet. */
export function draftOf(folder: Folder): string {
  return join(folder.dir, DRAFT + randomBytes(6).toString("hex"));
}

export function give(path: string, account: Account | undefined): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

/** Sockets, because no other account can reach them, and no port can be taken. */
function socketDirFor(dir: string, account: Account | undefined): string {
  if (Buffer.byteLength(dir) <= MAX_SOCKET_DIR_BYTES) return dir;
  const short = join(tmpdir(), `writ-pg-${hash("sha256", dir, "hex").slice(0, 16)}`);
  if (!existsSync(short)) {
    mkdirSync(short, { mode: 0o700 });
    give(short, account);
  }
  const { uid, mode } = lstatSync(short);
  if (uid !== (account?.uid ?? process.getuid?.()) || (mode & 0o077) !== 0) {
    throw new WritError("unavailable", `${short} is not this PostgreSQL's own folder; remove it`);
  }
  return short;
}

/** The database user's password: sockets know no accounts of other machines' root, and TCP could be switched on. */
function passwordIn(path: string, account: Account | undefined): string {
  if (!existsSync(path)) {
    writeFileSync(path, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx", flush: true });
    give(path, account);
  }
  return readFileSync(path, "utf8").trim();
}
