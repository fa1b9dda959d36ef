import { type McpServer, startMcpServer } from "./mcp-server.ts";
import type { ProxySetup, RunningProxy, StartProxy } from "./proxies.ts";
import { type GatewayWrit, type GatewayWritOptions, startGatewayWrit } from "./writ.ts";

/** A real Writ, a real MCP server, and a real gateway before it. */
export interface Setting {
  readonly writ: GatewayWrit;
  readonly mcp: McpServer;
  readonly proxy: RunningProxy;
  /** Another gateway of the same kind, which is told something else. Stopped with the setting. */
  another(changes: Partial<ProxySetup>): Promise<RunningProxy>;
  /** What an agent shows: its token, and what `more` says. */
  agent(more?: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  stop(): Promise<void>;
}

export async function startSetting(
  start: StartProxy,
  program: string,
  options: GatewayWritOptions = {},
): Promise<Setting> {
  const mcp = await startMcpServer();
  const running: RunningProxy[] = [];
  let writ: GatewayWrit | undefined;
  const stop = async () => {
    await Promise.all(running.map((proxy) => proxy.stop()));
    await Promise.all([writ?.stop(), mcp.close()]);
  };
  try {
    const service = await startGatewayWrit(options);
    writ = service;
    const told = { writ: service.address, secret: service.secrets["gateway"] as string, upstream: mcp.address };
    const another: Setting["another"] = async (changes) => {
      const proxy = await start(program, { ...told, ...changes });
      running.push(proxy);
      return proxy;
    };
    const proxy = await another({});
    const agent: Setting["agent"] = async (more = {}) => ({
      authorization: `Bearer ${await service.agentToken()}`,
      ...more,
    });
    return { writ: service, mcp, proxy, another, agent, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
