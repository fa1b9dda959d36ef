package policy.agents_test

import data.writ.testing_test as testing

active := {"agent:refunds": {"status": "active", "owner": "team-payments"}}

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
		"given": {"/environment": "production", "/agent/verified": true, "/intent/verified": true},
		"agents": active,
		"effect": "allow",
		"codes": {"intent_allows"},
	},
	"proven, in no registry, in production": {
		"given": {"/environment": "production", "/agent/verified": true, "/intent/verified": true},
		"effect": "block",
		"codes": {"agent_unregistered"},
	},
	"settings let unregistered agents act in production": {
		"given": {"/environment": "production", "/agent/verified": true, "/intent/verified": true},
		"settings": {"/agents/unregistered_environments": ["production"]},
		"effect": "allow",
	},
	"suspended": {
		"agents": {"agent:refunds": {"status": "suspended"}},
		"effect": "block",
		"codes": {"agent_not_active"},
	},
	"registered without a status": {
		"agents": {"agent:refunds": {}},
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
}

test_agents[name] if {
	some name, case in cases
	testing.as_expected(case)
}
