package policy.orchestrator_test

import data.writ.testing_test as testing

registry := {
	"agent:planner": {"status": "active", "owner": "team-assistants", "role": "planner"},
	"agent:worker": {"status": "active", "owner": "team-assistants", "role": "worker"},
	"agent:gone": {"status": "retired", "role": "planner"},
	"agent:refunds": {"status": "active", "owner": "team-payments"},
}

acting(agent, chain) := {"/agent/id": agent, "/agent/delegation": chain}

delegates := {
	"/action/verb": "agent.delegate",
	"/action/tier": "bounded_write",
	"/action/resource": {"type": "agent", "uri": "agent:worker"},
	"/intent/allows": [{"verb": "agent.delegate"}],
}

for_alice := ["agent:planner", "user:alice"]

cases := {
	"an agent of its own": {"effect": "allow"},
	"a worker of the planner": {"of": "send", "given": acting("agent:worker", for_alice), "effect": "allow"},
	"a worker of nobody": {
		"of": "send",
		"given": acting("agent:worker", []),
		"effect": "block",
		"codes": {"worker_without_planner"},
	},
	"a worker of a person": {
		"given": acting("agent:worker", ["user:alice"]),
		"effect": "block",
		"codes": {"worker_without_planner"},
	},
	"a worker that hands on": {
		"given": object.union(acting("agent:worker", for_alice), delegates),
		"effect": "block",
		"codes": {"worker_delegates"},
	},
	"a planner that hands out": {
		"given": object.union(acting("agent:planner", ["user:alice"]), delegates),
		"effect": "allow",
	},
	"a planner that looks": {"given": acting("agent:planner", ["user:alice"]), "effect": "allow"},
	"a planner that acts": {
		"of": "send",
		"given": acting("agent:planner", ["user:alice"]),
		"effect": "block",
		"codes": {"planner_acts"},
	},
	"a chain that is too long": {
		"given": acting("agent:worker", ["agent:planner", "agent:refunds", "user:bob", "user:alice"]),
		"effect": "block",
		"codes": {"delegation_too_deep"},
	},
	"a retired planner in between": {
		"given": acting("agent:worker", ["agent:gone", "user:alice"]),
		"effect": "block",
		"codes": {"delegate_not_active"},
	},
	"a stranger in between": {
		"given": acting("agent:worker", ["agent:planner", "agent:stranger"]),
		"effect": "block",
		"codes": {"delegate_unregistered"},
	},
}

test_orchestrator[name] if {
	some name, case in cases
	testing.as_expected(object.union(case, {"agents": registry}))
}
