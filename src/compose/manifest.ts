import { type LiveTools, listTools, type McpServer } from "../adapters/mcp/client.ts";

/** Reads the tools of a live server. */
export type ReadLiveTools = (server: McpServer, version: string) => Promise<LiveTools>;

export function composeLiveTools(): ReadLiveTools {
  return listTools;
}
