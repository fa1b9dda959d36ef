import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";

/** What a call of a tool came to, as the agent sees it. */
export type ToolOutcome =
  | { readonly text: string; readonly error?: undefined }
  | { readonly text?: undefined; readonly error: string; readonly code?: number };

/** A real MCP client that goes through the gateway. */
export interface McpClient {
  readonly client: Client;
  callTool(name: string, args?: Readonly<Record<string, unknown>>): Promise<ToolOutcome>;
  close(): Promise<void>;
}

/** @throws when the handshake does not get through */
export async function connectMcp(url: string, headers: Readonly<Record<string, string>>): Promise<McpClient> {
  const client = new Client({ name: "agent", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { ...headers } } });
  await client.connect(transport as Transport);
  return {
    client,
    callTool: async (name, args = {}) => {
      try {
        const { content } = await client.callTool({ name, arguments: { ...args } });
        return { text: (content as readonly { readonly text: string }[]).map(({ text }) => text).join("") };
      } catch (error) {
        const { message, code } = error as Error & { readonly code?: number };
        return { error: message, ...(code === undefined ? {} : { code }) };
      }
    },
    close: () => client.close(),
  };
}
