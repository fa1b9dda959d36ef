import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { OpaRun } from "../../ports/opa-toolchain.ts";

/** Runs `regal` in a folder. */
export type RunRegal = (args: readonly string[], cwd: string) => Promise<OpaRun>;

/** Findings of a large project; what never stops writing ends here. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Linting takes seconds; a linter that hangs must not hang a build. */
const TIMEOUT_MS = 5 * 60_000;

/** Where the repository's own tools are. */
const REPOSITORY_BINARY = "var/bin/regal";

/** The linter that `$REGAL` names, or else the one in `var/bin` or on the path; undefined where there is none. */
export function openRegal(env: NodeJS.ProcessEnv): RunRegal | undefined {
  const given = env["REGAL"] ?? "";
  const onPath = (env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "regal"));
  const file = given === "" ? [resolve(REPOSITORY_BINARY), ...onPath].find((path) => existsSync(path)) : resolve(given);
  return file === undefined ? undefined : (args, cwd) => run(file, args, cwd);
}

function run(file: string, args: readonly string[], cwd: string): Promise<OpaRun> {
  const options = {
    cwd,
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: TIMEOUT_MS,
    // A linter asks nobody whether there is a newer one.
    env: { TZ: "UTC", HOME: cwd, REGAL_DISABLE_VERSION_CHECK: "1" },
  };
  return new Promise((done) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      done({ code, stdout, stderr: error !== null && typeof error.code !== "number" ? error.message : stderr });
    });
  });
}
