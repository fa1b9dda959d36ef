import { type AgentCommands, agentCommands } from "../pipeline/agent-commands.ts";
import type { BundleSet } from "../pipeline/bundle-set.ts";
import type { AgentStore } from "../ports/agent-store.ts";

/** The registry of agents: what the database has, and what the bundle in use declares. */
export function composeAgents(store: AgentStore, bundles: BundleSet): AgentCommands {
  return agentCommands({
    store,
    declared: (tenant, nowMs) => bundles.take(tenant, "", nowMs).policy.data["agents"],
  });
}
