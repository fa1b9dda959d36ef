import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { WritError } from "../../../domain/errors.ts";
import { type Account, launchAs } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { draftOf, type Folder, give } from "./folder.ts";

export const DATABASE_USER = "writ";

/**
 * Makes the cluster if there is none: beside its place, then moved into it, so that a half-made one is never found.
 * @throws WritError unavailable
 */
export async function ensureCluster(folder: Folder, binaries: Binaries, account: Account | undefined): Promise<void> {
  const versionFile = join(folder.data, "PG_VERSION");
  if (existsSync(versionFile)) return;
  const draft = draftOf(folder);
  mkdirSync(draft, { mode: 0o700 });
  give(draft, account);
  await initialize(draft, join(folder.dir, "password"), binaries, account);
  renameSync(draft, folder.data);
}

/** @throws WritError conflict when the cluster is another major version's */
export async function checkVersion(folder: Folder, binaries: Binaries): Promise<void> {
  const has = readFileSync(join(folder.data, "PG_VERSION"), "utf8").trim();
  const { output } = await run({ command: binaries.postgres, args: ["--version"], options: {} });
  const brings = / (\d+)/.exec(output)?.[1];
  if (brings === has) return;
  throw new WritError(
    "conflict",
    `the data in ${folder.data} is PostgreSQL ${has}'s, and this version brings PostgreSQL ${brings ?? "unknown"}: dump and restore it`,
  );
}

async function initialize(
  dir: string,
  passwordFile: string,
  { initdb }: Binaries,
  account: Account | undefined,
): Promise<void> {
  const args = [
    `--pgdata=${dir}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ];
  const { code, output } = await run(launchAs(account, [dir, initdb], initdb, args));
  if (code === 0) return;
  throw new WritError("unavailable", `PostgreSQL could not be initialized: ${output.trim().split("\n").at(-1)}`);
}

async function run({ command, args, options }: ReturnType<typeof launchAs>): Promise<{ code: unknown; output: string }> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, "close");
  return { code, output };
}
