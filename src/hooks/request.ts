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

/** The native request (`POST /v1/decisions`) for a call that waits. `timeoutMs` is what is left of the hook's time. */
export function decisionRequest(
  agent: HookAgentName,
  event: BeforeTool,
  identity: HookIdentity,
  ask: { readonly requestId: string; readonly timeoutMs: number },
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
    // Nothing that a hook answers makes an agent redact, sandbox or notify.
    options: { obligations: [] },
    timeout_ms: ask.timeoutMs,
  };
}

/** The settings' folders before the agent's: where the agent changes folders, the workspace stays. */
function workspaceOf(settings: readonly string[] | undefined, roots: JsonObject[string] | undefined): JsonObject {
  if (settings !== undefined) return { workspace: [...settings] };
  return roots === undefined ? {} : { workspace: roots };
}
