import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../test/support/ports.ts";
import type { OpaServer } from "../opa-server.ts";

const READY_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 50;

/** OPA with opa-envoy-plugin; with `logFile`, it writes its decision log to its console, which is that file. */
export async function startOpaEnvoy(
  program: string,
  folder: string,
  policy: readonly string[],
  logFile?: string,
): Promise<OpaServer> {
  const [port, http] = [await freePort(), await freePort()];
  const config = join(folder, `opa-envoy-${port}.json`);
  const plugins = { envoy_ext_authz_grpc: { addr: `127.0.0.1:${port}`, path: "envoy/authz/allow" } };
  const logs = logFile === undefined ? {} : { decision_logs: { console: true } };
  writeFileSync(config, JSON.stringify({ plugins, ...logs }));
  const out = logFile === undefined ? "ignore" : openSync(logFile, "w");
  const args = ["run", "--server", "--addr", `127.0.0.1:${http}`, "--config-file", config, "--log-level", "error"];
  const child = spawn(program, [...args, ...policy], { stdio: ["ignore", out, out] });
  for (const until = Date.now() + READY_TIMEOUT_MS; !(await healthy(http)); await sleep(POLL_INTERVAL_MS)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error("opa-envoy-plugin did not become ready");
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

async function healthy(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health?plugins`)).ok;
  } catch {
    return false;
  }
}
