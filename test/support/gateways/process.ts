import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/** A busy machine of two cores has taken 5 s to start one of these. */
const START_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 20;

export interface GatewayProcess {
  readonly pid: number;
  /** All that it printed so far, for the message of a test that failed. */
  log(): string;
  /** SIGKILL to it and its children, and waits. */
  stop(): Promise<void>;
}

/**
 * Starts a gateway in the foreground and waits until something listens on the port.
 * @throws with its log when it ends before that, or takes too long
 */
export async function startProcess(
  program: string,
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  // Its own process group: nginx and HAProxy have workers of their own.
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { PATH: process.env["PATH"], ...env },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const ended = () => failure !== undefined || child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (ended()) return;
    const exit = once(child, "exit");
    process.kill(-(child.pid as number), "SIGKILL");
    await exit;
  };
  for (const until = Date.now() + START_TIMEOUT_MS; !(await listens(port)); ) {
    if (ended()) throw new Error(`${program} ended before it was ready: ${failure?.message ?? ""}\n${log}`);
    if (Date.now() > until) {
      await stop();
      throw new Error(`${program} was not ready in time:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
  return { pid: child.pid as number, log: () => log, stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
