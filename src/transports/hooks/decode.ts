import { invalidField, WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { DecisionRequest } from "../../domain/request.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { readHookEvent } from "../../hooks/agents/index.ts";
import { type BeforeTool, type HookAgentName, type HookEvent, HookInputError } from "../../hooks/event.ts";
import { decisionRequest, type HookIdentity } from "../../hooks/request.ts";
import { single } from "../forwarded/request.ts";
import { decodeDecisionRequest } from "../native/decode.ts";
import type { HeaderValues, HttpExchange } from "../native/protocol.ts";

/** Over HTTP an agent says nothing but its own input, so what the options of `writ hook` say stands in header fields. */
const AGENT_TOKEN_HEADER = "x-writ-agent-token";
const AGENT_HEADER = "x-writ-agent";
const INTENT_HEADER = "x-writ-intent";

/** @throws WritError invalid_argument that names the field */
export function decodeHook(agent: HookAgentName, { headers, body }: HttpExchange): HookEvent {
  const type = single(headers, "content-type") ?? "";
  if (!/^application\/json(?:\s*;|$)/i.test(type)) {
    throw new WritError("unsupported_media_type", "the content type must be application/json");
  }
  try {
    return readHookEvent(agent, parseStrictJson(body), { mcpServers: [], leaveMcp: false });
  } catch (error) {
    if (error instanceof HookInputError) throw new WritError("invalid_argument", error.message);
    throw error;
  }
}

/** The native request for a call that waits. @throws WritError invalid_argument that names the field */
export function decodeCall(
  agent: HookAgentName,
  event: BeforeTool,
  headers: HeaderValues,
  requestId: string,
): DecisionRequest {
  const ask = { requestId, timeoutMs: DEFAULT_TIMEOUT_MS };
  const request: JsonObject = decisionRequest(agent, event, identityOf(headers), ask);
  return decodeDecisionRequest(request);
}

function identityOf(headers: HeaderValues): HookIdentity {
  const field = (name: string) => {
    const value = single(headers, name);
    if (value === undefined) throw invalidField(`/headers/${name}`, "is there twice");
    return value;
  };
  const agentToken = field(AGENT_TOKEN_HEADER);
  const agentId = field(AGENT_HEADER);
  const intentToken = field(INTENT_HEADER);
  return {
    ...(agentToken === "" ? {} : { agentToken }),
    ...(agentId === "" ? {} : { agentId }),
    ...(intentToken === "" ? {} : { intentToken }),
  };
}
