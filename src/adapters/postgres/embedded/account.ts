import { execFileSync, type SpawnOptions } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { WritError } from "../../../domain/errors.ts";

/** PostgreSQL refuses to run as root. The first of these accounts that exists runs it then. */
const ACCOUNTS = ["postgres", "nobody"];
/** Nobody's number on every Unix that has no such account. */
const NOBODY = 65_534;
const SETPRIV = "/usr/bin/setpriv";
const SEARCHABLE_BY_OTHERS = 0o001;

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How a program is started so that it runs under the right account. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/** The account that PostgreSQL runs under, or undefined for this process's own. */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n") : [];
  for (const name of ACCOUNTS) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: NOBODY, gid: NOBODY };
}

/**
 * @param paths that the program has to reach
 * @throws WritError unavailable when the account cannot reach them
 */
export function launchAs(
  account: Account | undefined,
  paths: readonly string[],
  command: string,
  args: readonly string[],
): Launch {
  if (account === undefined) return { command, args, options: {} };
  const closed = paths.map(closedParent).find((dir) => dir !== undefined);
  if (closed === undefined) return { command, args, options: { uid: account.uid, gid: account.gid } };
  if (!canKeepSearchRight()) {
    throw new WritError(
      "unavailable",
      `PostgreSQL may not run as root, and other accounts may not enter ${closed}: run Writ as an ordinary user, ` +
        "put it elsewhere, or set DATABASE_URL",
    );
  }
  // The account may search and read what root may, and nothing else that root may.
  const rights = ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"];
  const who = ["--reuid", String(account.uid), "--regid", String(account.gid), "--clear-groups"];
  return { command: SETPRIV, args: [...who, ...rights, command, ...args], options: {} };
}

/** The first folder above the path that others may not search. */
function closedParent(path: string): string | undefined {
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    if (existsSync(dir) && (statSync(dir).mode & SEARCHABLE_BY_OTHERS) === 0) return dir;
    if (dir === dirname(dir)) return undefined;
  }
}

function canKeepSearchRight(): boolean {
  try {
    accessSync(SETPRIV, constants.X_OK);
    execFileSync(SETPRIV, ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search", "true"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}
