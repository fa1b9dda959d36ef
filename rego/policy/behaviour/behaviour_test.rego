package policy.behaviour_test

import data.writ.testing_test as testing

signal(code) := {"/facts": {"signals": [{"at": "/arguments/command", "code": code, "detail": "x"}]}}

cases := {
	"execution.from_network": {
		"given": signal("execution.from_network"),
		"effect": "block",
		"codes": {"code_from_outside_runs"},
	},
	"execution.reverse_shell": {
		"given": signal("execution.reverse_shell"),
		"effect": "block",
		"codes": {"code_from_outside_runs"},
	},
	"execution.decoded": {"given": signal("execution.decoded"), "effect": "block", "codes": {"code_from_outside_runs"}},
	"destruction.recursive": {"given": signal("destruction.recursive"), "effect": "block", "codes": {"destructive"}},
	"persistence.cron": {"given": signal("persistence.cron"), "effect": "block", "codes": {"persistent"}},
	"privilege.setuid": {"given": signal("privilege.setuid"), "effect": "block", "codes": {"rights_raised"}},
	"credential.dump": {"given": signal("credential.dump"), "effect": "block", "codes": {"credentials_gathered"}},
	"evasion.history": {"given": signal("evasion.history"), "effect": "block", "codes": {"traces_removed"}},
	"account.create": {"given": signal("account.create"), "effect": "block", "codes": {"behaviour_forbidden"}},
	"network.dns_data": {"given": signal("network.dns_data"), "effect": "block", "codes": {"behaviour_forbidden"}},
	"sql.command_execution": {
		"given": signal("sql.command_execution"),
		"effect": "block",
		"codes": {"behaviour_forbidden"},
	},
	"resource.mining": {"given": signal("resource.mining"), "effect": "block", "codes": {"behaviour_forbidden"}},
	"privilege.raise": {"given": signal("privilege.raise"), "effect": "block", "codes": {"behaviour_needs_approval"}},
	"network.listen": {"given": signal("network.listen"), "effect": "block", "codes": {"behaviour_needs_approval"}},
	"a behaviour that settings do not know": {
		"given": signal("novel.thing"),
		"effect": "block",
		"codes": {"behaviour_needs_approval"},
	},
	"the environment, for nobody": {"given": signal("credential.environment"), "effect": "allow"},
	"settings only warn": {
		"given": signal("privilege.raise"),
		"settings": {"/facts/signals/privilege.raise": "warn"},
		"effect": "warn",
		"codes": {"behaviour_noted", "intent_allows_unverified"},
	},
	"settings only warn of a whole area": {
		"given": signal("novel.thing"),
		"settings": {"/facts/signals/novel.*": "warn"},
		"effect": "warn",
		"codes": {"behaviour_noted", "intent_allows_unverified"},
	},
	"approved": {"given": object.union(signal("privilege.raise"), {"/approval": {"id": "apr_1"}}), "effect": "allow"},
	"no approval for what is forbidden": {
		"given": object.union(signal("destruction.disk"), {"/approval": {"id": "apr_1"}}),
		"effect": "block",
		"codes": {"destructive"},
	},
}

test_behaviour[name] if {
	some name, case in cases
	testing.as_expected(case)
}
