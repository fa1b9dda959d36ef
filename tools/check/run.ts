import { spawn } from "node:child_process";
import { type Check, PASSED, type Result } from "./checks.ts";

export interface Finished extends Result {
  readonly name: string;
  /** All that the command printed, both streams as they came. */
  readonly output: string;
  readonly seconds: number;
}

/** Colours would be lost or garbled in a log that several commands write. */
const PLAIN: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };

/** Runs one check; a command that cannot be started has failed. */
export async function runCheck(check: Check): Promise<Finished> {
  const started = performance.now();
  const { code, stdout, output } = await capture(check.command);
  const result = code === 0 ? read(check, stdout) : { passed: 0, failed: 1, skipped: 0 };
  return { name: check.name, output, seconds: (performance.now() - started) / 1000, ...result };
}

/** Runs the checks, `width` at a time, and reports each as it ends. */
export async function runAll(
  checks: readonly Check[],
  width: number,
  report: (finished: Finished) => void,
): Promise<readonly Finished[]> {
  const waiting = [...checks];
  const finished: Finished[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await runCheck(check);
      finished.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return finished;
}

function read(check: Check, stdout: string): Result {
  if (check.read === undefined) return PASSED;
  try {
    return check.read(stdout);
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, complaint: `output not understood: ${(error as Error).message}` };
  }
}

interface Captured {
  readonly code: number | null;
  readonly stdout: string;
  readonly output: string;
}

function capture([command, ...args]: Check["command"]): Promise<Captured> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: PLAIN, stdio: ["ignore", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const both: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.push(chunk);
      both.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => both.push(chunk));
    child.on("error", (error) => resolve({ code: null, stdout: "", output: `${command}: ${error.message}\n` }));
    child.on("close", (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), output: Buffer.concat(both).toString() });
    });
  });
}
