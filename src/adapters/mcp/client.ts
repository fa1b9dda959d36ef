import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { WritError } from "../../domain/errors.ts";
import type { JsonValue } from "../../domain/json.ts";

/** Where a live MCP server is. */
export type McpServer =
  | {
      readonly kind: "stdio";
      readonly command: string;
      readonly args: readonly string[];
      /** Beside the few variables that every program needs. */
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly kind: "http"; readonly url: URL; readonly token?: string };

export interface LiveTools {
  /** What the server calls itself. */
  readonly name: string;
  /** The entries of `tools/list` as they came, all pages. */
  readonly tools: JsonValue[];
}

/** A server that takes longer than this to start or to answer is not there; `npx` fetches packages in this time. */
const TIMEOUT_MS = 60_000;

/** A server with more pages than this does not stop. */
const MAX_PAGES = 200;

/**
 * Asks a live server for its tools, and stops it if this started it.
 * @throws WritError unavailable with what the server or the connection said
 */
export async function listTools(server: McpServer, version: string): Promise<LiveTools> {
  const client = new Client({ name: "writ", version });
  try {
    await client.connect(transportTo(server), { timeout: TIMEOUT_MS });
    return { name: client.getServerVersion()?.name ?? "", tools: await readPages(client) };
  } catch (cause) {
    if (cause instanceof WritError) throw cause;
    const said = cause instanceof Error ? cause.message : "no reason given";
    throw new WritError("unavailable", `the MCP server cannot be asked: ${said}`, { cause });
  } finally {
    await client.close();
  }
}

function transportTo(server: McpServer): Transport {
  if (server.kind === "stdio") {
    const { command, args, env } = server;
    return new StdioClientTransport({ command, args: [...args], env: { ...env }, stderr: "inherit" });
  }
  const headers: Record<string, string> = server.token === undefined ? {} : { authorization: `Bearer ${server.token}` };
  // The SDK's own class has optional members that may be undefined, which its interface does not allow.
  return new StreamableHTTPClientTransport(server.url, { requestInit: { headers } }) as Transport;
}

/** ResultSchema lets every member through as it came: a pin is over what the server sent, not over what a client made of it. */
async function readPages(client: Client): Promise<JsonValue[]> {
  const tools: JsonValue[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const params = cursor === undefined ? {} : { cursor };
    const result = await client.request({ method: "tools/list", params }, ResultSchema, { timeout: TIMEOUT_MS });
    if (!Array.isArray(result["tools"]))
      throw new WritError("unavailable", "the MCP server answers without a list of tools");
    tools.push(...(result["tools"] as JsonValue[]));
    const next = result["nextCursor"];
    if (typeof next !== "string" || next === "") return tools;
    cursor = next;
  }
  throw new WritError("unavailable", `the MCP server has more than ${MAX_PAGES} pages of tools`);
}
