import type { AgentStatus, ChainMember, KnownAgent, PolicyRegistration } from "../domain/agent.ts";
import type { Agent } from "../domain/identity.ts";
import type { AgentReader } from "../ports/agent-store.ts";

/** Why an agent may not act, whatever policy would say: people have stopped it, or one for which it acts. */
export type AgentRefusal = "agent_suspended" | "agent_retired" | "delegate_suspended" | "delegate_retired";

const MESSAGES: Readonly<Record<AgentRefusal, string>> = {
  agent_suspended: "the agent is suspended",
  agent_retired: "the agent is retired",
  delegate_suspended: "an agent for which this one acts is suspended",
  delegate_retired: "an agent for which this one acts is retired",
};

/** The agent with what the registry of the database knows of it and of those for which it acts. The token says nothing against that. */
export function registered(agents: AgentReader, tenant: string, agent: Agent): Agent {
  const known = agents.get(tenant, agent.id);
  const chain = agent.delegation.flatMap((id): ChainMember[] => {
    const member = agents.get(tenant, id);
    return member === undefined ? [] : [memberOf(id, member)];
  });
  return {
    ...agent,
    ...(known === undefined ? {} : statementOf(agent, known)),
    ...(chain.length === 0 ? {} : { chain }),
  };
}

/** Who of them was stopped, the agent itself first. */
export function stopped({ status, chain = [] }: Agent): { code: AgentRefusal; message: string } | undefined {
  const [worst] = chain
    .map((member) => member.status)
    .filter((it) => it !== "active")
    .sort();
  const code = codeOf("agent", status) ?? codeOf("delegate", worst);
  return code === undefined ? undefined : { code, message: MESSAGES[code] };
}

function codeOf(who: "agent" | "delegate", status: AgentStatus | undefined): AgentRefusal | undefined {
  return status === undefined || status === "active" ? undefined : `${who}_${status}`;
}

function statementOf(agent: Agent, { registration, status }: KnownAgent): Partial<Agent> {
  if (registration === undefined) return { status };
  const { owner, purpose } = registration;
  const labels = { ...agent.labels, ...registration.labels };
  return { owner, purpose, status, labels, registration: seen(registration) };
}

function memberOf(id: string, { registration, status }: KnownAgent): ChainMember {
  if (registration === undefined) return { id, registered: false, status };
  return { id, registered: true, status, registration: seen(registration) };
}

function seen(registration: NonNullable<KnownAgent["registration"]>): PolicyRegistration {
  return { source: "api", ...registration };
}
