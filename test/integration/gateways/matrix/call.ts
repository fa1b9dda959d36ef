import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../../src/domain/json.ts";

/** A call as an agent makes it, and what the default policy says of it where no intent was sent. */
export interface MatrixCall {
  readonly name: string;
  readonly server: string;
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly effect: "allow" | "warn" | "block";
  /** The first reason's code. */
  readonly reason: string;
}

export const CALLS = JSON.parse(readFileSync(join(import.meta.dirname, "calls.json"), "utf8")) as readonly MatrixCall[];

/** Whom all protocols name as the one who acts. */
export const AGENT = { type: "agent", name: "matrix", id: "agent:matrix" } as const;

/** Where each server of the calls stands behind a gateway. */
export const UPSTREAMS = [...new Set(CALLS.map(({ server }) => server))].map((server) => ({
  server,
  path: pathOf(server),
  protocol: "mcp",
}));

export function pathOf(server: string): string {
  return `/mcp/${server}`;
}

/** MCP `tools/call`, whole. */
export function mcpMessage({ tool, arguments: args }: MatrixCall): JsonObject {
  return { jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: tool, arguments: args } };
}

/** The client's HTTP request to the MCP server. */
export function headOf({ server }: MatrixCall): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2025-11-25",
    "x-writ-agent": AGENT.id,
    "x-matrix-server": server,
  };
}
