import { existsSync, lchownSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** PostgreSQL refuses to run as root. The first of these accounts that exists runs it then. */
const ACCOUNTS = ["postgres", "nobody"];
/** Nobody's number on every Unix that has no such account. */
const NOBODY = 65_534;

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account that PostgreSQL runs under, or undefined for this process's own.
 * @param data the cluster's folder: whose it is already stays its owner, and can start it without root again
 */
export function postgresAccount(data: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const users = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n") : [];
  for (const name of ACCOUNTS) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: NOBODY, gid: NOBODY };
}

/** Gives a file or a folder with all that is in it to the account; changes nothing when it has it. */
export function give(path: string, account: Account | undefined): void {
  if (account === undefined || statSync(path).uid === account.uid) return;
  const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: "utf8" }) : [];
  for (const name of ["", ...inside]) lchownSync(join(path, name), account.uid, account.gid);
}

/** The first folder above the path that the account may not search, if any. */
export function closedParent(path: string, account: Account): string | undefined {
  for (let dir = dirname(realpathSync(path)); ; dir = dirname(dir)) {
    if (!maySearch(dir, account)) return dir;
    if (dir === dirname(dir)) return undefined;
  }
}

function maySearch(dir: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(dir);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  return (mode & (gid === account.gid ? 0o010 : 0o001)) !== 0;
}
