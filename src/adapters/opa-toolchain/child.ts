import { type ChildProcess, spawn } from "node:child_process";
import { WritError } from "../../domain/errors.ts";
import type { OpaRun, OpaRunOptions } from "../../ports/opa-toolchain.ts";
import { OPA_ENV, RUNNER_FAILED } from "./child-contract.ts";

/** Both streams together. An `eval --explain full` of a decision is a few megabytes; what never stops writing ends here. */
export const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** A build takes a second; nobody waits this long for one, and a run without a limit of its own must still end. */
const DEFAULT_TIMEOUT_MS = 10 * 60_000;

/** A program that takes OPA's arguments after its own. */
export interface OpaCommand {
  readonly description: string;
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * Runs the command once, without a shell.
 * @throws WritError `unavailable` when it cannot be started, is ended by a signal or by a failure of WebAssembly, `deadline_exceeded` after `timeoutMs`,
 *   `resource_exhausted` when it prints more than `MAX_OUTPUT_BYTES`
 */
export function runChild(command: OpaCommand, args: readonly string[], options: OpaRunOptions = {}): Promise<OpaRun> {
  const { description } = command;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, [...command.args, ...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: OPA_ENV,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    let failure: WritError | undefined;
    const stop = (reason: WritError): void => {
      failure ??= reason;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => {
      stop(new WritError("deadline_exceeded", `${description} ${args[0] ?? ""} took longer than ${timeoutMs} ms`));
    }, timeoutMs);
    const output = collect(child, () => {
      stop(new WritError("resource_exhausted", `${description} printed more than ${MAX_OUTPUT_BYTES} bytes`));
    });
    child.once("error", (cause) => {
      clearTimeout(timer);
      reject(new WritError("unavailable", startFailure(description, options, cause)));
    });
    // Not before it is gone: the caller may remove the files that it works on. What it printed is not waited for then, since a
    // program that it had started could hold the pipes open.
    child.once("exit", () => {
      clearTimeout(timer);
      if (failure === undefined) return;
      child.stdout.destroy();
      child.stderr.destroy();
      reject(failure);
    });
    child.once("close", (code, signal) => {
      if (code === null) reject(new WritError("unavailable", `${description} was ended by ${signal}`));
      else if (code === RUNNER_FAILED) reject(new WritError("unavailable", `${description}: ${output.stderr()}`));
      else resolve({ code, stdout: output.stdout(), stderr: output.stderr() });
    });
    // Whoever ends without having read all of its input closes the pipe; its exit code says what there is to say.
    child.stdin.on("error", () => {});
    child.stdin.end(options.stdin ?? "");
  });
}

interface Output {
  stdout(): string;
  stderr(): string;
}

function collect(child: ChildProcess, tooMuch: () => void): Output {
  let total = 0;
  const gather = (stream: NodeJS.ReadableStream | null): (() => string) => {
    const chunks: Buffer[] = [];
    stream?.on("data", (chunk: Buffer) => {
      total += chunk.length;
      if (total > MAX_OUTPUT_BYTES) tooMuch();
      else chunks.push(chunk);
    });
    return () => Buffer.concat(chunks).toString("utf8");
  };
  return { stdout: gather(child.stdout), stderr: gather(child.stderr) };
}

/** The system says ENOENT for a folder that is not there just as for a program. */
function startFailure(description: string, { cwd }: OpaRunOptions, cause: Error): string {
  const code = (cause as NodeJS.ErrnoException).code ?? cause.name;
  return `${description} cannot be started${cwd === undefined ? "" : ` in ${cwd}`}: ${code}`;
}
