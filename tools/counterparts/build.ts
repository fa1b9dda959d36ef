import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Unavailable } from "./unavailable.ts";

/** MinIO, cold, on a busy machine of two cores, took six minutes. */
const BUILD_TIMEOUT_MS = 20 * 60_000;

/** What the go command says when it cannot fetch a module; its status is 1 whatever was wrong. */
const NO_WAY_OUT =
  /dial tcp|no such host|i\/o timeout|connection refused|TLS handshake|proxyconnect|module lookup disabled|: 50[0-9] /;

const run = promisify(execFile);

/** Compiles the Go module in `sources`, or the package `what` of a module that it pins, from exactly the modules that it pins. @throws Unavailable without Go, or without its proxy */
export async function build(sources: string, target: string, what = "."): Promise<void> {
  const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", target, what];
  try {
    await run("go", args, { cwd: sources, timeout: BUILD_TIMEOUT_MS });
  } catch (error) {
    const { code, stderr = "" } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") throw new Unavailable("go is not installed");
    const said = stderr.trim() || String(error);
    throw NO_WAY_OUT.test(said) ? new Unavailable(said) : new Error(said);
  }
}

/** Changes with whatever the program is made of. */
export function stateOf(sources: string): string {
  const hash = createHash("sha256");
  const code = readdirSync(sources).filter((file) => file.endsWith(".go"));
  for (const file of ["go.mod", "go.sum", ...code.sort()]) hash.update(readFileSync(join(sources, file)));
  return hash.digest("hex").slice(0, 16);
}
