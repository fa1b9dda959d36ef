import { describe, expect, test } from "vitest";
import type { AgentStatus, KnownAgent } from "../../../src/domain/agent.ts";
import type { Agent } from "../../../src/domain/identity.ts";
import { registered, stopped } from "../../../src/situate/registered.ts";

const REGISTRATION = { owner: "team-payments", purpose: "answers refund requests", labels: { team: "payments" } };

function readerOf(known: Readonly<Record<string, KnownAgent>>) {
  return { get: (tenant: string, id: string) => (tenant === "default" ? known[id] : undefined) };
}

function agentOf(changes: Partial<Agent> = {}): Agent {
  return { id: "agent:a", verified: true, method: "jwt-svid", delegation: [], labels: {}, ...changes };
}

describe("what the registry knows of an agent", () => {
  test("is nothing of one that is not in it", () => {
    const agent = agentOf({ delegation: ["agent:b", "user:alice"] });
    expect(registered(readerOf({}), "default", agent)).toEqual(agent);
  });

  test("is nothing that another tenant has registered", () => {
    const reader = readerOf({ "agent:a": { registration: REGISTRATION, status: "suspended" } });
    expect(registered(reader, "other", agentOf())).toEqual(agentOf());
  });

  test("is its registration and status, and its labels over the token's", () => {
    const reader = readerOf({ "agent:a": { registration: { ...REGISTRATION, verbs: ["file.*"] }, status: "active" } });
    const agent = agentOf({ labels: { team: "said by the token", region: "eu" } });
    expect(registered(reader, "default", agent)).toEqual({
      ...agent,
      owner: "team-payments",
      purpose: "answers refund requests",
      status: "active",
      labels: { team: "payments", region: "eu" },
      registration: { source: "api", ...REGISTRATION, verbs: ["file.*"] },
    });
  });

  test("is the status alone of one that only the bundle declares", () => {
    const agent = registered(readerOf({ "agent:a": { status: "suspended" } }), "default", agentOf());
    expect(agent).toEqual({ ...agentOf(), status: "suspended" });
  });

  test("is the same of each member of the chain that it knows, in the chain's order", () => {
    const reader = readerOf({
      "agent:c": { registration: REGISTRATION, status: "active" },
      "agent:b": { status: "retired" },
    });
    const agent = agentOf({ delegation: ["agent:b", "agent:stranger", "agent:c", "user:alice"] });
    expect(registered(reader, "default", agent).chain).toEqual([
      { id: "agent:b", registered: false, status: "retired" },
      { id: "agent:c", registered: true, status: "active", registration: { source: "api", ...REGISTRATION } },
    ]);
  });
});

describe("who was stopped", () => {
  const CASES: readonly [AgentStatus, readonly AgentStatus[], string | undefined][] = [
    ["active", [], undefined],
    ["active", ["active", "active"], undefined],
    ["suspended", [], "agent_suspended"],
    ["retired", ["suspended"], "agent_retired"],
    ["active", ["active", "suspended"], "delegate_suspended"],
    ["active", ["suspended", "retired"], "delegate_retired"],
  ];
  test.each(CASES)("%s, acting for %j: %s", (status, others, code) => {
    const members = others.map((it, index) => [`agent:${index}`, { status: it }] as const);
    const reader = readerOf({ "agent:a": { status }, ...Object.fromEntries(members) });
    const agent = agentOf({ delegation: members.map(([id]) => id) });
    expect(stopped(registered(reader, "default", agent))?.code).toBe(code);
  });
});
