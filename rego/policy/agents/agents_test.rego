package policy.agents_test

import data.writ.testing_test as testing

active := {"agent:refunds": {"status": "active", "owner": "team-payments"}}

# As the bundle declares it.
declared(entry) := {"agent:refunds": object.union(active["agent:refunds"], entry)}

# As the API registered it, with the status that was ordered last.
registered(entry) := {
	"/agent/registration": object.union({"source": "api", "owner": "team-payments", "labels": {}}, entry),
	"/agent/status": "active",
}

proven_in_production := {"/environment": "production", "/agent/verified": true, "/intent/verified": true}

# The agent acts for another one, of which the API knows this.
acting_for(entry) := {
	"/agent/delegation": ["agent:planner", "user:alice"],
	"/agent/chain": [{
		"id": "agent:planner",
		"registered": true,
		"status": "active",
		"registration": object.union({"source": "api", "owner": "team-payments"}, entry),
	}],
}

cases := {
	"vouched for in development": {"effect": "allow", "codes": {"intent_allows_unverified"}},
	"vouched for in production": {
		"given": {"/environment": "production"},
		"agents": active,
		"effect": "block",
		"codes": {"agent_unverified", "intent_unverified"},
	},
	"a method that settings do not know": {
		"given": {"/agent/method": "header"},
		"effect": "block",
		"codes": {"agent_unverified"},
	},
	"proven and registered in production": {
		"given": proven_in_production,
		"agents": active,
		"effect": "allow",
		"codes": {"intent_allows"},
	},
	"proven and registered by the API in production": {
		"given": object.union(proven_in_production, registered({})),
		"effect": "allow",
		"codes": {"intent_allows"},
	},
	"proven, in no registry, in production": {
		"given": proven_in_production,
		"effect": "block",
		"codes": {"agent_unregistered"},
	},
	"an entry that is none": {
		"given": proven_in_production,
		"agents": {"agent:refunds": "active"},
		"effect": "block",
		"codes": {"agent_unregistered"},
	},
	"settings let unregistered agents act in production": {
		"given": proven_in_production,
		"settings": {"/agents/unregistered_environments": ["production"]},
		"effect": "allow",
	},
	"suspended": {
		"agents": declared({"status": "suspended"}),
		"effect": "block",
		"codes": {"agent_not_active"},
	},
	"suspended by the bundle, registered by the API": {
		"given": registered({}),
		"agents": declared({"status": "suspended"}),
		"effect": "block",
		"codes": {"agent_not_active"},
	},
	"registered without a status": {
		"agents": {"agent:refunds": {"owner": "team-payments"}},
		"effect": "block",
		"codes": {"agent_not_active"},
	},
	"suspended by the token's word": {
		"given": {"/agent/status": "suspended"},
		"agents": active,
		"effect": "block",
		"codes": {"agent_not_active"},
	},
	"nobody": {"lacking": ["/agent"], "effect": "block"},
	"no settings at all": {"settings": {"": {}}, "effect": "block"},
	"a verb that is registered": {"agents": declared({"verbs": ["order.read"]}), "effect": "allow"},
	"a domain that is registered": {"given": registered({"verbs": ["order.*"]}), "effect": "allow"},
	"a verb that the bundle does not register": {
		"agents": declared({"verbs": ["order.create", "file.*"]}),
		"effect": "block",
		"codes": {"verb_not_registered"},
	},
	"a verb that the API does not register": {
		"given": registered({"verbs": ["order.create"]}),
		"effect": "block",
		"codes": {"verb_not_registered"},
	},
	"the API's verbs instead of the bundle's": {
		"given": registered({"verbs": ["order.read"]}),
		"agents": declared({"verbs": ["file.read"]}),
		"effect": "allow",
	},
	"the bundle's verbs where the API names none": {
		"given": registered({}),
		"agents": declared({"verbs": ["file.read"]}),
		"effect": "block",
		"codes": {"verb_not_registered"},
	},
	"no verbs": {"given": registered({"verbs": []}), "effect": "block", "codes": {"verb_not_registered"}},
	"verbs in a wrong form": {
		"agents": declared({"verbs": "order.read"}),
		"effect": "block",
		"codes": {"verb_not_registered"},
	},
	"verbs that are null": {"agents": declared({"verbs": null}), "effect": "block", "codes": {"verb_not_registered"}},
	"a part that is not registered": {
		"of": "run",
		"given": object.union(registered({"verbs": ["process.exec"]}), {
			"/action/parts": [testing.part("file.read", "read_only", "file:///repo/a")],
			"/action/tier": "read_only",
		}),
		"effect": "block",
		"codes": {"verb_not_registered"},
	},
	"a verb that another one for which it acts may not": {
		"given": acting_for({"verbs": ["file.*"]}),
		"effect": "block",
		"codes": {"verb_not_registered"},
	},
	"a verb that one of two for which it acts may not": {
		"given": object.union(
			{"/agent/delegation": ["agent:planner", "agent:router"]},
			{"/agent/chain": [
				{
					"id": "agent:planner",
					"registered": true,
					"status": "active",
					"registration": {"owner": "team-payments", "verbs": ["order.read"]},
				},
				{
					"id": "agent:router",
					"registered": true,
					"status": "active",
					"registration": {"owner": "team-payments", "verbs": ["file.read"]},
				},
			]},
		),
		"effect": "block",
		"codes": {"verb_not_registered"},
	},
	"a verb that both may": {"given": acting_for({"verbs": ["order.*"]}), "effect": "allow"},
	"within the tier": {
		"of": "send",
		"given": registered({"max_tier": "bounded_write"}),
		"effect": "allow",
	},
	"above the tier": {
		"of": "send",
		"given": registered({"max_tier": "read_only"}),
		"effect": "block",
		"codes": {"tier_over_registration"},
	},
	"above the bundle's tier": {
		"of": "send",
		"agents": declared({"max_tier": "read_only"}),
		"effect": "block",
		"codes": {"tier_over_registration"},
	},
	"a tier that is none": {
		"agents": declared({"max_tier": "any"}),
		"effect": "block",
		"codes": {"tier_over_registration"},
	},
	"above the tier of one for which it acts": {
		"of": "send",
		"given": acting_for({"max_tier": "read_only"}),
		"effect": "block",
		"codes": {"tier_over_registration"},
	},
	"above the tier, in a part": {
		"of": "run",
		"given": object.union(registered({"max_tier": "bounded_write"}), {
			"/action/tier": "bounded_write",
			"/action/parts": [testing.part("process.exec", "privileged", "command:make")],
		}),
		"effect": "block",
		"codes": {"tier_over_registration"},
	},
	"without an owner": {
		"agents": {"agent:refunds": {"status": "active"}},
		"effect": "warn",
		"codes": {"agent_without_owner", "intent_allows_unverified"},
	},
	"with an owner that is nobody": {
		"given": registered({"owner": ""}),
		"agents": active,
		"effect": "warn",
		"codes": {"agent_without_owner", "intent_allows_unverified"},
	},
	"with an owner that is no name": {"agents": declared({"owner": 7}), "effect": "warn"},
	"on the day of its review": {"agents": declared({"review_at": "2026-11-20"}), "effect": "allow"},
	"after the day of its review": {
		"given": registered({"review_at": "2026-11-19"}),
		"effect": "warn",
		"codes": {"agent_review_due", "intent_allows_unverified"},
	},
}

test_agents[name] if {
	some name, case in cases
	testing.as_expected(case)
}
