import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";

const MAIN = resolve("src/main.ts");

/** What `writ policy init` writes. */
export const STARTER = resolve("src/policy/init/starter");

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `writ policy …` as a child process, with a native OPA and no Regal. */
export function writ(args: readonly string[], { cwd, input = "", env = {} }: RunOptions = {}): Promise<Run> {
  const options = {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env["PATH"] ?? "", OPA: resolve("var/bin/opa"), ...env },
  };
  return new Promise((done) => {
    const child = execFile(process.execPath, [MAIN, "policy", ...args], options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

/** A folder that is gone after the test. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-policy-cli-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The starter, with files of one's own. */
export function project(files: Readonly<Record<string, string>> = {}): string {
  const dir = join(folder(), "mine");
  cpSync(STARTER, dir, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}
