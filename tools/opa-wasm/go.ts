import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A cold build on two cores takes a minute, its downloads included. */
const TIMEOUT_MS = 20 * 60_000;

/** `go list -deps` of OPA prints 100 kB. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Nothing of a person's Go settings may change what is built. */
const SETTINGS = { GOOS: "wasip1", GOARCH: "wasm", CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };

const execute = promisify(execFile);

/** Runs go for WASI. @returns what it prints; rejects with its last lines */
export async function go(cwd: string, args: readonly string[]): Promise<string> {
  try {
    const env = { ...process.env, ...SETTINGS };
    const { stdout } = await execute("go", args, { cwd, env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES });
    return stdout;
  } catch (error) {
    const { code, message, stderr = "" } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") throw new Error("go is not installed", { cause: error });
    throw new Error(`go ${args[0]}: ${stderr.trim().split("\n").slice(-5).join("\n") || message}`, { cause: error });
  }
}
