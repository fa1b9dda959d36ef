import type { AgentEvent, AgentRegistration } from "../../domain/agent.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { AgentView } from "../../pipeline/agent-commands.ts";
import { encodeAgentPageToken } from "./decode-agent.ts";

/** One agent, with its history where that was asked for. */
export function encodeAgent(
  agent: AgentView & { readonly events?: readonly AgentEvent[]; readonly grants_revoked?: number },
): JsonObject {
  const { id, source, status, registration, bundle, record, state, due, events, grants_revoked } = agent;
  return {
    id,
    source,
    status,
    ...(registration === undefined ? {} : encodeRegistration(registration)),
    ...(bundle === undefined ? {} : { bundle: encodeRegistration(bundle) }),
    due: [...due],
    ...(record === undefined
      ? {}
      : {
          version: record.version,
          registered_at: timeText(record.registered_at_ms),
          registered_by: record.registered_by,
          updated_at: timeText(record.updated_at_ms),
          updated_by: record.updated_by,
        }),
    ...(state === undefined
      ? {}
      : {
          order: { status: state.status, by: state.by, reason: state.reason, at: timeText(state.at_ms) },
        }),
    ...(grants_revoked === undefined ? {} : { grants_revoked }),
    ...(events === undefined ? {} : { events: events.map(encodeEvent) }),
  };
}

export function encodeAgents(agents: readonly AgentView[], size: number): JsonObject {
  return { agents: agents.map(encodeAgent), next_page_token: nextAgentPage(agents, size) };
}

/** The token of the page behind this one, "" for the last. A page is the last one when it is not full. */
export function nextAgentPage(agents: readonly AgentView[], size: number): string {
  const last = agents.length < size ? undefined : agents.at(-1);
  return last === undefined ? "" : encodeAgentPageToken(last.id);
}

/** JSON by its making: what was read from JSON, or from a bundle's data. */
function encodeRegistration(registration: AgentRegistration): JsonObject {
  return { ...registration } as unknown as JsonObject;
}

function encodeEvent({ action, by, reason, at_ms, changed }: AgentEvent): JsonObject {
  return { action, by, reason, at: timeText(at_ms), changed: [...changed] };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
