package policy.delegation_test

import data.writ.testing_test as testing

registry := {
	"agent:refunds": {"status": "active", "owner": "team-payments"},
	"agent:planner": {"status": "active", "owner": "team-payments"},
	"agent:gone": {"status": "retired", "owner": "team-payments"},
	"agent:nameless": {"owner": "team-payments"},
}

acting_for(chain) := {"/agent/delegation": chain}

in_production(chain) := {
	"/environment": "production",
	"/agent/verified": true,
	"/agent/delegation": chain,
	"/intent/verified": true,
}

# Of the planner the API knows this.
member(fields) := {"/agent/chain": [object.union({"id": "agent:planner", "registered": false}, fields)]}

known_by_api := member({
	"registered": true,
	"status": "active",
	"registration": {"source": "api", "owner": "team-payments"},
})

# The registry, with envelopes of the agent and of the planner.
enveloped(own, planners) := object.union(registry, {
	"agent:refunds": {"envelope": own},
	"agent:planner": {"envelope": planners},
})

reader := {"verbs": ["order.read"]}

mailer := {"verbs": ["message.send"], "max_tier": "bounded_write", "destinations": ["@example.com"]}

cases := {
	"on its own": {"effect": "allow"},
	"for a person": {"given": in_production(["user:alice"]), "effect": "allow"},
	"for another agent and a person": {"given": in_production(["agent:planner", "user:alice"]), "effect": "allow"},
	"as deep as settings allow": {
		"given": acting_for(["agent:planner", "user:alice"]),
		"settings": {"/delegation/max_depth": 2},
		"effect": "allow",
	},
	"deeper than settings allow": {
		"given": acting_for(["agent:planner", "user:alice"]),
		"settings": {"/delegation/max_depth": 1},
		"effect": "block",
		"codes": {"delegation_too_deep"},
	},
	"settings without a depth": {
		"given": acting_for(["user:alice"]),
		"settings": {"/delegation": {"people": ["user:"]}},
		"effect": "block",
		"codes": {"delegation_too_deep"},
	},
	"on its own, settings without a depth": {"settings": {"/delegation": {}}, "effect": "allow"},
	"for itself": {
		"given": acting_for(["agent:refunds"]),
		"effect": "block",
		"codes": {"delegation_loop"},
	},
	"for one of them twice": {
		"given": acting_for(["agent:planner", "user:alice", "agent:planner"]),
		"effect": "block",
		"codes": {"delegation_loop"},
	},
	"for a stranger": {
		"given": in_production(["agent:stranger", "user:alice"]),
		"effect": "block",
		"codes": {"delegate_unregistered"},
	},
	"for a stranger, in development": {"given": acting_for(["agent:stranger"]), "effect": "allow"},
	"for a stranger that the API has stopped and let go on": {
		"given": object.union(
			in_production(["agent:stranger"]),
			{"/agent/chain": [{"id": "agent:stranger", "registered": false, "status": "active"}]},
		),
		"effect": "block",
		"codes": {"delegate_unregistered"},
	},
	"for one that the API registered": {
		"given": object.union(in_production(["agent:planner"]), known_by_api),
		"agents": {"agent:refunds": registry["agent:refunds"]},
		"effect": "allow",
	},
	"people by another prefix": {
		"given": in_production(["person:alice"]),
		"settings": {"/delegation/people": ["user:", "person:"]},
		"effect": "allow",
	},
	"no prefix of people": {
		"given": in_production(["user:alice"]),
		"settings": {"/delegation/people": []},
		"effect": "block",
		"codes": {"delegate_unregistered"},
	},
	"for one that is retired": {
		"given": acting_for(["agent:gone", "user:alice"]),
		"effect": "block",
		"codes": {"delegate_not_active"},
	},
	"for one without a status": {
		"given": acting_for(["agent:nameless"]),
		"effect": "block",
		"codes": {"delegate_not_active"},
	},
	"for one that the API has suspended": {
		"given": object.union(acting_for(["agent:planner"]), member({"status": "suspended"})),
		"effect": "block",
		"codes": {"delegate_not_active"},
	},
	"for one that the bundle has suspended and the API registered": {
		"given": object.union(acting_for(["agent:planner"]), known_by_api),
		"agents": object.union(registry, {"agent:planner": {"status": "suspended"}}),
		"effect": "block",
		"codes": {"delegate_not_active"},
	},
	"without an intent, as both may": {
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner", "user:alice"]),
		"agents": enveloped(reader, reader),
		"effect": "allow",
		"codes": {"envelope_stands_in"},
	},
	"without an intent, as the other may not": {
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(reader, {"verbs": ["file.read"]}),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, for one without an envelope": {
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": object.union(registry, {"agent:refunds": {"envelope": reader}}),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, for a stranger in development": {
		"lacking": ["/intent"],
		"given": acting_for(["agent:stranger"]),
		"agents": enveloped(reader, reader),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, to whom both may": {
		"of": "send",
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(mailer, mailer),
		"effect": "allow",
	},
	"without an intent, to whom the other may not": {
		"of": "send",
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(mailer, object.union(mailer, {"destinations": ["@acme.example"]})),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, what the other may not touch": {
		"of": "send",
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(mailer, object.union(mailer, {"resources": ["draft:*"]})),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, more often than the other may": {
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(reader, object.union(reader, {"max_calls": 1})),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, above the other's tier": {
		"of": "send",
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(mailer, object.union(mailer, {"max_tier": "read_only"})),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, where the other's envelope names no tier": {
		"of": "send",
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(mailer, {"verbs": ["message.send"], "destinations": ["*"]}),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"without an intent, more than the other may spend": {
		"of": "refund",
		"lacking": ["/intent"],
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(
			{"verbs": ["payment.refund"], "max_tier": "bounded_write"},
			{"verbs": ["payment.refund"], "max_tier": "bounded_write", "max_amount": "10"},
		),
		"effect": "block",
		"codes": {"not_in_delegate_envelope"},
	},
	"with an intent envelopes do not matter": {
		"given": acting_for(["agent:planner"]),
		"agents": enveloped(reader, {"verbs": ["file.read"]}),
		"effect": "allow",
		"codes": {"intent_allows_unverified"},
	},
}

test_delegation[name] if {
	some name, case in cases
	testing.as_expected(object.union(case, {"agents": object.get(case, "agents", registry)}))
}
