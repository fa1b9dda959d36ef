import { spawn } from "node:child_process";
import { openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../test/support/ports.ts";
import { type OpaServer, whenServing } from "../opa-server.ts";

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
  return whenServing(child, { port, health: `http://127.0.0.1:${http}/health?plugins` });
}
