import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** A first start may wait for a virus scanner; a tool that needs longer to say its version is not one to build with. */
const PROBE_TIMEOUT_MS = 20_000;

const run = promisify(execFile);

/** What `<file> version` says the version is. Rejects with a reason in words when it does not run or does not say. */
export async function versionOf(file: string): Promise<string> {
  if (!isExecutable(file)) throw new Error(`${file} is not an executable file`);
  const { stdout } = await run(file, ["version"], { timeout: PROBE_TIMEOUT_MS }).catch((error: Error) => {
    throw new Error(`${file} version fails: ${firstLine(error.message)}`);
  });
  const version = /^Version:\s*v?(\S+)/m.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${file} version names no version`);
  return version;
}

/** The executables of that name on a search path, in order. */
export function onPath(name: string, path: string): readonly string[] {
  return path
    .split(delimiter)
    .filter((dir) => dir !== "")
    .map((dir) => join(dir, name))
    .filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
