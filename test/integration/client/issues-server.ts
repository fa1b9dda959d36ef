import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { startHttpServer } from "../../../tools/http-server.ts";

export interface Issues {
  /** For a client. */
  transport(): Transport;
  /** The bodies of all comments. */
  readonly ran: () => readonly unknown[];
  close(): Promise<void>;
}

/** A real MCP server over streamable HTTP on loopback that comments whatever it is told to. */
export async function startIssues(): Promise<Issues> {
  const ran: unknown[] = [];
  const http = await startHttpServer((request, response) => {
    const server = new Server({ name: "issues", version: "1" }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: [{ name: "add_issue_comment", inputSchema: { type: "object" as const } }],
    }));
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
      ran.push(params.arguments?.["body"]);
      return { content: [{ type: "text" as const, text: `commented: ${params.arguments?.["body"]}` }] };
    });
    // Without sessions each request has a server of its own.
    const transport = new StreamableHTTPServerTransport();
    server
      .connect(transport as Transport)
      .then(() => transport.handleRequest(request, response))
      .catch((error: unknown) => response.destroy(error as Error));
  });
  const url = new URL("/mcp", http.url);
  return {
    transport: () => new StreamableHTTPClientTransport(url) as Transport,
    ran: () => ran,
    close: () => http.close(),
  };
}
