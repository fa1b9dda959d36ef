import type { JsonValue } from "../domain/json.ts";
import type { HookAgentName, HookCall, McpServerName } from "./event.ts";

/** A tool that the agent brings itself: the catalogue has those under the agent's own name. */
export function ownTool(agent: HookAgentName, name: string, args: JsonValue): HookCall {
  return { format: "generic", server: agent, payload: { name, arguments: args } };
}

/** A tool of an MCP server, by the catalogue's name of the server where the settings give one. */
export function mcpTool(
  servers: readonly McpServerName[],
  server: string | undefined,
  name: string,
  args: JsonValue,
): HookCall {
  const named = servers.find(({ known_as }) => known_as === server)?.name;
  return { format: "mcp", server: named ?? server ?? "", payload: { name, arguments: args } };
}

/**
 * `mcp__server__tool`, as Claude Code and Codex name tools of MCP servers. A server whose own name holds `__` is cut at
 * the first one, as Claude Code cuts it.
 */
export function splitMcpName(name: string): { readonly server: string; readonly tool: string } | undefined {
  const found = /^mcp__(.+?)__(.+)$/s.exec(name);
  return found === null ? undefined : { server: found[1] as string, tool: found[2] as string };
}
