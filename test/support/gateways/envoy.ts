import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../ports.ts";
import { exampleFile, filledIn, writeConfig } from "./config.ts";
import { type GatewayProcess, startProcess } from "./process.ts";

export interface Envoy extends GatewayProcess {
  /** `http://127.0.0.1:port`, or `https://…` */
  readonly url: string;
  readonly port: number;
}

export interface EnvoyOptions {
  /** Of the MCP server, and of Writ's gRPC API or what stands in for it: `host:port`. */
  readonly mcp: string;
  readonly writ: string;
  /** Envoy's own credential. */
  readonly secret: string;
  /** Further changes to the example, by what it says now. */
  readonly changes?: Readonly<Record<string, string>>;
  readonly scheme?: "http" | "https";
}

/** A real Envoy with the configuration of `examples/gateways/envoy/`. */
export async function startEnvoy(program: string, options: EnvoyOptions): Promise<Envoy> {
  const { mcp, writ, secret, changes = {}, scheme = "http" } = options;
  const dir = mkdtempSync(join(tmpdir(), "writ-envoy-"));
  const port = await freePort();
  const config = filledIn(exampleFile("envoy", "envoy.yaml"), {
    "port_value: 10000": `port_value: ${port}`,
    "port_value: 3000": `port_value: ${mcp.split(":").at(-1)}`,
    "port_value: 9191": `port_value: ${writ.split(":").at(-1)}`,
    "gateway-secret": secret,
    ...changes,
  });
  // Without a base id of its own, it would share memory with another Envoy of this machine.
  const args = ["-c", writeConfig(join(dir, "envoy.yaml"), config), "--concurrency", "1", "--disable-hot-restart"];
  const clean = () => rmSync(dir, { recursive: true, force: true });
  try {
    const started = await startProcess(program, [...args, "--log-level", "error"], port);
    const stop = async () => {
      await started.stop();
      clean();
    };
    return { ...started, stop, url: `${scheme}://127.0.0.1:${port}`, port };
  } catch (error) {
    clean();
    throw error;
  }
}
