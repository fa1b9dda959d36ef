import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../ports.ts";
import { exampleFile, filledIn } from "./config.ts";
import { startProcess } from "./process.ts";

/** Who calls its tools. */
export const USER = "admin@example.com";

export interface ContextForge {
  /** A JSON-RPC request of a client that has authenticated as `USER`. */
  rpc(method: string, params: object): Promise<{ readonly result?: unknown; readonly error?: RpcError }>;
  stop(): Promise<void>;
}

export interface RpcError {
  readonly code: number;
  readonly message: string;
}

export interface ContextForgeOptions {
  /** The Python that has it. */
  readonly python: string;
  /** An MCP server behind it, by the name that it gets there. */
  readonly server: { readonly name: string; readonly address: string };
  /** What of the example's plugins.yaml is otherwise. */
  readonly replacements: Readonly<Record<string, string>>;
  /** What Writ knows it by. */
  readonly secret: string;
}

/** The real gateway with the example's plugin, its data in SQLite. */
export async function startContextForge(options: ContextForgeOptions): Promise<ContextForge> {
  const dir = mkdtempSync(join(tmpdir(), "contextforge-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = environment(dir, options);
  const args = ["-m", "uvicorn", "mcpgateway.main:app", "--host", "127.0.0.1", "--port", String(port)];
  const gateway = await startProcess(options.python, args, port, env);
  const stop = async () => {
    await gateway.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const token = tokenOf(options.python, env);
    const send = async (path: string, body: object) => {
      const response = await fetch(base + path, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    };
    const { name, address } = options.server;
    const registered = await send("/gateways", { name, url: `http://${address}/mcp`, transport: "STREAMABLEHTTP" });
    if (registered.status >= 300)
      throw new Error(`the MCP server was not registered: ${registered.text}\n${gateway.log()}`);
    return {
      rpc: async (method, params) => {
        const { text } = await send("/rpc", { jsonrpc: "2.0", id: 1, method, params });
        return JSON.parse(text) as Awaited<ReturnType<ContextForge["rpc"]>>;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment(dir: string, { secret, replacements }: ContextForgeOptions): Record<string, string> {
  const token = join(dir, "writ-token");
  writeFileSync(token, secret);
  const plugins = join(dir, "plugins.yaml");
  const text = exampleFile("contextforge", "plugins.yaml");
  writeFileSync(plugins, filledIn(text, { "/etc/contextforge/writ-token": token, ...replacements }));
  copyFileSync(resolve("examples", "gateways", "contextforge", "writ_plugin.py"), join(dir, "writ_plugin.py"));
  return {
    HOME: dir,
    PYTHONPATH: dir,
    PYTHONDONTWRITEBYTECODE: "1",
    DATABASE_URL: `sqlite:///${join(dir, "gateway.db")}`,
    PLUGINS_ENABLED: "true",
    PLUGINS_CONFIG_FILE: plugins,
    SSRF_ALLOW_LOCALHOST: "true",
    SSRF_ALLOW_PRIVATE_NETWORKS: "true",
    JWT_SECRET_KEY: randomBytes(32).toString("base64"),
    AUTH_ENCRYPTION_SECRET: randomBytes(32).toString("base64"),
    PLATFORM_ADMIN_EMAIL: USER,
    PLATFORM_ADMIN_PASSWORD: `aA1!${randomBytes(18).toString("base64url")}`,
    MCPGATEWAY_UI_ENABLED: "false",
    MCPGATEWAY_ADMIN_API_ENABLED: "false",
    LOG_LEVEL: "WARNING",
  };
}

/** By its own command; what it logs stands before the token. */
function tokenOf(python: string, env: Readonly<Record<string, string>>): string {
  const args = ["-m", "mcpgateway.utils.create_jwt_token", "--username", USER, "--exp", "600", "--admin"];
  const output = execFileSync(python, args, {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
    stdio: "pipe",
  });
  return output.trim().split("\n").at(-1) ?? "";
}
