import type { TargetAnswer } from "./call.ts";
import { objectIn, type RunningServer, serve } from "./http.ts";
import type { TargetRequest } from "./permits.ts";
import type { WritSettings } from "./writ.ts";

/** A gateway between an agent that speaks MCP and a broker. */
export interface GatewaySettings {
  readonly port: number;
  /** As a caller that may decide, and that vouches for agents. */
  readonly writ: WritSettings;
  readonly broker: { readonly url: string; readonly credential: string };
  /** Who is at the other end: real gateways know it by the agent's own token. */
  readonly agent: string;
  readonly intent: Readonly<Record<string, unknown>>;
}

type Arguments = Readonly<Record<string, unknown>>;

const SERVER = "github";

const TOOL = {
  name: "add_issue_comment",
  description: "Comment on an issue",
  inputSchema: {
    type: "object",
    properties: {
      owner: { type: "string" },
      repo: { type: "string" },
      issue_number: { type: "integer" },
      body: { type: "string" },
    },
    required: ["owner", "repo", "issue_number", "body"],
  },
};

/** The HTTP request that the tool is; the broker adds the credential. */
function requestOf({ owner, repo, issue_number, body }: Arguments): TargetRequest {
  const path = [owner, repo].map((part) => encodeURIComponent(String(part))).join("/");
  return { method: "POST", path: `/repos/${path}/issues/${Number(issue_number)}/comments`, body: { body } };
}

/** MCP over HTTP with JSON answers: as much of it as one tool needs. */
export function startGateway(settings: GatewaySettings): Promise<RunningServer> {
  return serve(settings.port, async (request, body) => {
    if (request.method !== "POST") return { status: 405 };
    const { id, method, params } = objectIn(body);
    if (id === undefined) return { status: 202 };
    const result = await answerTo(settings, method, (params ?? {}) as Arguments);
    const outcome = result === undefined ? { error: { code: -32601, message: "no such method" } } : { result };
    return { status: 200, body: { jsonrpc: "2.0", id, ...outcome } };
  });
}

async function answerTo(settings: GatewaySettings, method: unknown, params: Arguments): Promise<object | undefined> {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params["protocolVersion"],
        capabilities: { tools: {} },
        serverInfo: { name: "writ-example-gateway", version: "1" },
      };
    case "tools/list":
      return { tools: [TOOL] };
    case "tools/call":
      return callTool(settings, params);
    default:
      return undefined;
  }
}

/** Asks Writ, then has the broker make the call. Nothing but an explicit yes goes on, and the grant goes to the broker only. */
async function callTool(settings: GatewaySettings, params: Arguments): Promise<object> {
  const { name, arguments: args = {} } = params;
  const decision = await post(`${settings.writ.url}/v1/decisions`, settings.writ.credential, {
    agent: { id: settings.agent },
    intent: { claims: settings.intent },
    call: { format: "mcp", server: SERVER, payload: { name, arguments: args } },
  });
  const { effect, grant, action, decision_id, reasons } = decision.body;
  if (decision.status !== 200 || (effect !== "allow" && effect !== "warn") || name !== TOOL.name || !grant) {
    const codes = Array.isArray(reasons) ? reasons.map(({ code }) => code).join(", ") : "no decision";
    return toolResult(`not allowed: ${codes}`, true);
  }
  const { id, token } = grant as { id: string; token: string };
  const made = await post(`${settings.broker.url}/calls`, settings.broker.credential, {
    decision_id,
    action_digest: (action as { digest: string }).digest,
    grant: { id, token },
    request: requestOf(args as Arguments),
  });
  if (made.status !== 200) return toolResult(`not done: ${made.body["error"]}`, true);
  const { status, body } = made.body as unknown as TargetAnswer;
  return toolResult(body, status >= 400);
}

function toolResult(text: string, isError: boolean): object {
  return { content: [{ type: "text", text }], isError };
}

async function post(
  url: string,
  credential: string,
  body: object,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const headers = { "content-type": "application/json", ...(credential && { authorization: `Bearer ${credential}` }) };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
