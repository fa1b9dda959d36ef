import { create, toBinary } from "@bufbuild/protobuf";
import { CheckRequestSchema } from "../../src/gen/envoy/service/auth/v3/external_auth_pb.ts";

/** What is asked, and what the answer has to be. */
export interface Check {
  readonly message: Uint8Array;
  readonly effect: "allow" | "block";
}

/** Distinct requests, so that nothing gains from seeing one twice in a row. */
const COUNT = 512;
const AGENTS = 200;
const TOOLS = ["get_issue", "search_code", "add_issue_comment", "list_commits", "get_file_contents"] as const;
const OWNERS = ["acme", "acme-labs", "acme-open"] as const;

/** Who may do what: `data.grants`. Each agent has two of the tools. */
export function grants(): Readonly<Record<string, readonly object[]>> {
  return Object.fromEntries(
    Array.from({ length: AGENTS }, (_, at) => [
      `agent-${at}`,
      [0, 1].map((step) => ({ tool: TOOLS[(at + step) % TOOLS.length], owners: OWNERS })),
    ]),
  );
}

/** Tool calls as Envoy 1.40 sends them, with its MCP filter before; half of them are granted. */
export function checks(): readonly Check[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const at = index % AGENTS;
    const granted = index % 2 === 0;
    const tool = TOOLS[(at + (granted ? 0 : 3)) % TOOLS.length] as string;
    return { message: check(index, `agent-${at}`, tool), effect: granted ? "allow" : "block" };
  });
}

function check(index: number, agent: string, tool: string): Uint8Array {
  const args = {
    owner: OWNERS[index % OWNERS.length] as string,
    repo: "shop",
    issue_number: index,
    body: "Done. ".repeat(20),
  };
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: index,
    method: "tools/call",
    params: { name: tool, arguments: args },
  });
  const id = `9e639c87-464c-4c2f-9d83-${String(index).padStart(12, "0")}`;
  const message = create(CheckRequestSchema, {
    attributes: {
      source: { address: { address: { case: "socketAddress", value: { address: "10.0.0.7" } } } },
      request: {
        http: {
          id: "2237454378872709006",
          method: "POST",
          path: "/mcp",
          host: "mcp.acme.example",
          scheme: "https",
          protocol: "HTTP/1.1",
          size: BigInt(body.length),
          rawBody: new TextEncoder().encode(body),
          headers: headersOf(agent, id, body),
        },
      },
      contextExtensions: { writ_server: "github" },
      metadataContext: {
        filterMetadata: {
          "envoy.filters.http.mcp": {
            jsonrpc: "2.0",
            id: index,
            method: "tools/call",
            params: { name: tool },
            is_mcp_request: true,
            status: "mcp_ok",
          },
        },
      },
    },
  });
  return toBinary(CheckRequestSchema, message);
}

function headersOf(agent: string, id: string, body: string): Record<string, string> {
  return {
    ":method": "POST",
    ":path": "/mcp",
    ":authority": "mcp.acme.example",
    ":scheme": "https",
    accept: "application/json, text/event-stream",
    "accept-language": "*",
    "accept-encoding": "br, gzip, deflate",
    "content-type": "application/json",
    "content-length": `${body.length}`,
    "mcp-protocol-version": "2025-11-25",
    "mcp-session-id": "7d3f5a3c-9f0e-4b63-8f0b-0f5d2c1f9c55",
    "sec-fetch-mode": "cors",
    "user-agent": "node",
    "x-forwarded-proto": "https",
    "x-request-id": id,
    "x-writ-agent": agent,
    "x-envoy-auth-partial-body": "false",
  };
}
