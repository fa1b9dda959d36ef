import type { JsonObject } from "../../src/domain/json.ts";

/** A call as an agent makes it. */
export interface AgentCall {
  readonly name: string;
  readonly server: string;
  readonly tool: string;
  readonly arguments: JsonObject;
}

/** Whom all protocols name as the one who acts. */
export const AGENT = { type: "agent", name: "matrix", id: "agent:matrix" } as const;

/** Where a server stands behind a gateway. */
export function pathOf(server: string): string {
  return `/mcp/${server}`;
}

/** MCP `tools/call`, whole. */
export function mcpMessage({ tool, arguments: args }: AgentCall): JsonObject {
  return { jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: tool, arguments: args } };
}

/** The client's HTTP request to the MCP server. */
export function headOf(): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2025-11-25",
    "x-writ-agent": AGENT.id,
  };
}
