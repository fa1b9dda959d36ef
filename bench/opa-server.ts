import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../test/support/ports.ts";

export interface OpaServer {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 50;

/** Starts an OPA server with a bundle folder; with `logFile`, it writes its decision log to its console, which is that file. */
export async function startOpa(opa: string, bundle: string, logFile?: string): Promise<OpaServer> {
  const port = await freePort();
  const out = logFile === undefined ? "ignore" : openSync(logFile, "w");
  const args = ["run", "--server", "--addr", `127.0.0.1:${port}`, "--bundle", bundle, "--log-level", "error"];
  if (logFile !== undefined) args.push("--set", "decision_logs.console=true");
  const child = spawn(opa, args, { stdio: ["ignore", out, out], cwd: join(import.meta.dirname, "..") });
  return whenServing(child, { port, health: `http://127.0.0.1:${port}/health?bundles` });
}

/** Waits until the health check says that the program serves. */
export async function whenServing(
  child: ChildProcess,
  { port, health }: { readonly port: number; readonly health: string },
): Promise<OpaServer> {
  for (const until = Date.now() + READY_TIMEOUT_MS; !(await healthy(health)); await sleep(POLL_INTERVAL_MS)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error("the OPA server did not become ready");
  }
  return {
    port,
    pid: child.pid as number,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function healthy(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
