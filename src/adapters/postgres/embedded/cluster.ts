import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { WritError } from "../../../domain/errors.ts";
import { type Account, give } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { DRAFT, type Folder } from "./folder.ts";
import { type Launch, launchAs } from "./launch.ts";

export const DATABASE_USER = "writ";

/**
 * Makes the cluster if there is none: beside its place, then moved into it, so that a half-made one is never found.
 * @throws WritError unavailable, or the system's errors
 */
export async function ensureCluster(folder: Folder, binaries: Binaries, account: Account | undefined): Promise<void> {
  if (existsSync(join(folder.data, "PG_VERSION"))) {
    await checkVersion(folder, binaries);
    give(folder.data, account);
    return;
  }
  const draft = mkdtempSync(join(folder.dir, DRAFT));
  give(draft, account);
  // A password, because the kernel's word for who connects (`peer`) is no good here: Writ may be another account than
  // its server, and either may be a number without a name.
  const password = `${draft}-password`;
  writeFileSync(password, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx", flush: true });
  give(password, account);
  await initialize(draft, password, binaries, account);
  renameSync(password, folder.password);
  renameSync(draft, folder.data);
  syncNames(folder.dir);
}

/** @throws WritError unavailable when it is lost */
export function readPassword({ password, data }: Folder): string {
  if (existsSync(password)) return readFileSync(password, "utf8").trim();
  throw new WritError("unavailable", `${password}, the password of the database in ${data}, is gone: restore it`);
}

/** What names the cluster's processes to the system, wherever its folder is moved to while they run. */
export function clusterName({ data }: Folder): string {
  const { dev, ino } = statSync(data, { bigint: true });
  return `writ-${dev}-${ino}`;
}

async function checkVersion({ data }: Folder, { postgres }: Binaries): Promise<void> {
  const has = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  const { output } = await run(launchAs(undefined, [], [postgres, "--version"]));
  const brings = / (\d+)/.exec(output)?.[1];
  if (brings === undefined) throw new WritError("unavailable", `PostgreSQL does not run: ${lastLine(output)}`);
  if (brings === has) return;
  throw new WritError(
    "conflict",
    `the data in ${data} is PostgreSQL ${has}'s, and this Writ brings PostgreSQL ${brings}: ` +
      "move the data to it by dump and restore, or set DATABASE_URL to a server of that version",
  );
}

async function initialize(
  draft: string,
  password: string,
  { initdb }: Binaries,
  account: Account | undefined,
): Promise<void> {
  const args = [
    `--pgdata=${draft}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ];
  const { code, output } = await run(launchAs(account, [draft, initdb], [initdb, ...args]));
  if (code === 0) return;
  throw new WritError("unavailable", `PostgreSQL could not be initialized: ${lastLine(output)}`);
}

async function run({ command, args, options }: Launch): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  child.on("error", (error) => {
    output += error.message;
  });
  // Comes after an error, too.
  await new Promise((resolve) => child.once("close", resolve));
  return { code: child.exitCode, output };
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) ?? "";
}

/** A rename is on disk when its folder is. */
function syncNames(dir: string): void {
  const fd = openSync(dir, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
