import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  CallToolRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

/** A request that got through to the server behind the gateway, before anything of it was looked at. */
export interface Reached {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface McpServer {
  readonly port: number;
  /** The same, as `host:port`. */
  readonly address: string;
  /** Every HTTP request that came, in order. */
  readonly reached: readonly Reached[];
  /** The names of the tools that ran, in order. */
  readonly ran: readonly string[];
  close(): Promise<void>;
}

/** Tools of the catalogue's server `github`. */
const TOOLS = ["get_issue", "add_issue_comment", "search_code", "merge_pull_request"] as const;

const INPUT = { type: "object" as const, properties: { owner: { type: "string" }, repo: { type: "string" } } };

/** A real MCP server over streamable HTTP at `/mcp`, with sessions; everything else it answers with 200 and `plain`. */
export async function startMcpServer(): Promise<McpServer> {
  const reached: Reached[] = [];
  const ran: string[] = [];
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      reached.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      if ((request.url ?? "").startsWith("/mcp")) await answer(request, response, body, transports, ran);
      else response.end("plain");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    reached,
    ran,
    close: async () => {
      await Promise.all([...transports.values()].map((transport) => transport.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  transports: Map<string, StreamableHTTPServerTransport>,
  ran: string[],
): Promise<void> {
  const session = request.headers["mcp-session-id"];
  let transport = typeof session === "string" ? transports.get(session) : undefined;
  if (transport === undefined) {
    const fresh = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        transports.set(id, fresh);
      },
    });
    await mcpServer(ran).connect(fresh as Transport);
    transport = fresh;
  }
  await transport.handleRequest(request, response, parsed(body));
}

/** What is no JSON the SDK is left to refuse. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function mcpServer(ran: string[]): Server {
  const capabilities = { tools: {}, resources: {}, prompts: {} };
  const server = new Server({ name: "github", version: "1.0.0" }, { capabilities });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: TOOLS.map((name) => ({ name, description: name, inputSchema: INPUT })),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    ran.push(params.name);
    return { content: [{ type: "text", text: `${params.name} done` }] };
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: [{ uri: "file:///repo/README.md", name: "README" }],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => ({
    contents: [{ uri: params.uri, mimeType: "text/plain", text: "hello" }],
  }));
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [{ name: "triage" }] }));
  server.setRequestHandler(GetPromptRequestSchema, () => ({
    messages: [{ role: "user", content: { type: "text", text: "triage this" } }],
  }));
  return server;
}
