import { execFile } from "node:child_process";
import { resolve } from "node:path";

const MAIN = resolve("src/main.ts");

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Output of a few thousand records. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** A command that reads the database itself, as a child process. */
export function onRecords(database: string, ...args: readonly string[]): Promise<Ran> {
  const env = { PATH: process.env["PATH"] ?? "", OPA: resolve("var/bin/opa"), DATABASE_URL: database };
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], { env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
