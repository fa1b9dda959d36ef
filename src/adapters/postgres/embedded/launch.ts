import { type SpawnOptions, spawnSync } from "node:child_process";
import { WritError } from "../../../domain/errors.ts";
import { type Account, closedParent } from "./account.ts";

const SETPRIV = "/usr/bin/setpriv";
/** A fast shutdown, should this process end without having stopped it. */
const END_WITH_PARENT = ["--pdeathsig", "INT"];
/**
 * To search and to read what root may, and nothing else that root may. PostgreSQL asks access(2) for its own programs,
 * which minds that right of another account only without the "fixup" (capabilities(7), SECBIT_NO_SETUID_FIXUP).
 */
const SEARCH = "+dac_read_search";
const SEARCH_LIKE_ROOT = ["--inh-caps", SEARCH, "--ambient-caps", SEARCH, "--securebits", "+no_setuid_fixup"];
/** Nothing of this process's environment: it may hold secrets, and PostgreSQL takes settings from it. */
const ENVIRONMENT = { LC_ALL: "C", TZ: "UTC" };

/** How a program of PostgreSQL's is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: Pick<SpawnOptions, "uid" | "gid" | "env" | "cwd">;
}

/**
 * Makes a program run under the account and, where the system can do that, end with this process.
 * @param paths that the program has to reach
 * @throws WritError unavailable when the account cannot reach them
 */
export function launchAs(account: Account | undefined, paths: readonly string[], program: readonly string[]): Launch {
  const options = { env: ENVIRONMENT, cwd: "/" };
  const ending = setprivCan(END_WITH_PARENT) ? END_WITH_PARENT : [];
  if (account === undefined) return through(ending, program, options);
  const closed = paths.map((path) => closedParent(path, account)).find((dir) => dir !== undefined);
  if (closed === undefined) return through(ending, program, { ...options, uid: account.uid, gid: account.gid });
  if (!setprivCan(SEARCH_LIKE_ROOT)) {
    throw new WritError(
      "unavailable",
      `PostgreSQL may not run as root, and account ${account.uid}, which runs it, may not enter ${closed}: ` +
        "let other accounts enter that folder (chmod o+x), run Writ as an ordinary user, or set DATABASE_URL",
    );
  }
  const who = ["--reuid", String(account.uid), "--regid", String(account.gid), "--clear-groups"];
  return through([...who, ...SEARCH_LIKE_ROOT, ...ending], program, options);
}

function through(privileges: readonly string[], program: readonly string[], options: Launch["options"]): Launch {
  const [command = "", ...args] = privileges.length === 0 ? program : [SETPRIV, ...privileges, "--", ...program];
  return { command, args, options };
}

function setprivCan(privileges: readonly string[]): boolean {
  return spawnSync(SETPRIV, [...privileges, "true"], { stdio: "ignore" }).status === 0;
}
