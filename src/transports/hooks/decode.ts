import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { DecisionRequest } from "../../domain/request.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { readHookEvent } from "../../hooks/agents/index.ts";
import { type BeforeTool, type HookAgentName, type HookEvent, HookInputError } from "../../hooks/event.ts";
import { decisionRequest, type HookIdentity } from "../../hooks/request.ts";
import { AGENT_TOKEN_HEADER, INTENT_HEADER } from "../forwarded/evidence.ts";
import { decodeDecisionRequest } from "../native/decode.ts";
import { fieldOf, saysJson } from "../native/headers.ts";
import type { HeaderValues, HttpExchange } from "../native/protocol.ts";

/** Over HTTP an agent says nothing but its own input, so what the options of `writ hook` say stands in header fields. */
const AGENT_HEADER = "x-writ-agent";

/** @throws WritError invalid_argument that names the field */
export function decodeHook(agent: HookAgentName, { headers, body }: HttpExchange): HookEvent {
  if (!saysJson(headers)) {
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
  fulfils: readonly string[],
): DecisionRequest {
  const ask = { requestId, timeoutMs: DEFAULT_TIMEOUT_MS, fulfils };
  const request: JsonObject = decisionRequest(agent, event, identityOf(headers), ask);
  return decodeDecisionRequest(request);
}

function identityOf(headers: HeaderValues): HookIdentity {
  const agentToken = fieldOf(headers, AGENT_TOKEN_HEADER);
  const agentId = fieldOf(headers, AGENT_HEADER);
  const intentToken = fieldOf(headers, INTENT_HEADER);
  return {
    ...(agentToken === "" ? {} : { agentToken }),
    ...(agentId === "" ? {} : { agentId }),
    ...(intentToken === "" ? {} : { intentToken }),
  };
}
