import type { JsonObject } from "../domain/json.ts";
import type { BeforeTool, HookAgentName } from "./event.ts";

/** What the settings of a hook say of who acts, for what, and where. */
export interface HookIdentity {
  readonly agentToken?: string;
  /** A name without proof, believed only of callers that may vouch for agents. */
  readonly agentId?: string;
  readonly intentToken?: string;
  readonly workspace?: readonly string[];
  readonly home?: string;
}

/** How one question is put. */
export interface HookAsk {
  readonly requestId: string;
  /** What is left of the hook's time. */
  readonly timeoutMs: number;
  /** The types of obligations that whoever set up the hook says are fulfilled where the agent runs: nothing that a hook answers makes an agent do so. */
  readonly fulfils: readonly string[];
}

/** The native request (`POST /v1/decisions`) for a call that waits. */
export function decisionRequest(
  agent: HookAgentName,
  event: BeforeTool,
  identity: HookIdentity,
  ask: HookAsk,
): JsonObject {
  const { agentToken, agentId, intentToken, workspace, home } = identity;
  const { cwd, workspace: roots, ...rest } = event.context;
  return {
    request_id: ask.requestId,
    agent: {
      ...(agentToken === undefined ? {} : { token: agentToken }),
      ...(agentId === undefined ? {} : { id: agentId }),
    },
    ...(intentToken === undefined ? {} : { intent: { token: intentToken } }),
    ...(event.session === "" ? {} : { session: event.session }),
    call: { ...event.call, payload: { ...event.call.payload } },
    context: {
      ...(cwd === undefined ? {} : { cwd }),
      ...workspaceOf(workspace, roots),
      ...(home === undefined ? {} : { home }),
      hook: { agent, event: event.event, ...rest },
    },
    options: { obligations: [...ask.fulfils] },
    timeout_ms: ask.timeoutMs,
  };
}

/** The settings' folders before the agent's: where the agent changes folders, the workspace stays. */
function workspaceOf(settings: readonly string[] | undefined, roots: JsonObject[string] | undefined): JsonObject {
  if (settings !== undefined) return { workspace: [...settings] };
  return roots === undefined ? {} : { workspace: roots };
}
