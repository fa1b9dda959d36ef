import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from "@modelcontextprotocol/sdk/types.js";
// In your project: from "@writ/client/mcp".
import { guardMcp } from "../../../packages/client/src/mcp/index.ts";
import { guardFrom } from "./guard.ts";

// An MCP server on stdio whose every call is asked about first: node examples/gateways/frameworks/mcp-server.ts

const TOOL = "add_issue_comment";

const server = new Server({ name: "issues", version: "1.0.0" }, { capabilities: { tools: {} } });
// "github" is the server that the catalogue knows these tools by.
const guarded = guardMcp(server, { guard: guardFrom(process.env), server: "github" });

server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: [{ name: TOOL, inputSchema: { type: "object" as const } }],
}));

server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
  // What was judged by one name must not do what another name says.
  if (params.name !== TOOL) throw new McpError(ErrorCode.InvalidParams, `there is no tool ${params.name}`);
  // The grant buys the credential for this one call; what the handler returns goes to the model, so it is not in there.
  const grant = guarded.decisionOf(extra.requestId)?.grant;
  console.error(`running ${params.name} with a grant for ${grant?.audience}`);
  return { content: [{ type: "text" as const, text: `commented: ${params.arguments?.["body"]}` }] };
});

await server.connect(new StdioServerTransport());
