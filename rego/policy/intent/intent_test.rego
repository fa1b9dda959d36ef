package policy.intent_test

import data.writ.testing_test as testing

allows(allowances) := {"/intent/allows": allowances}

scoped := {
	"verb of the intent": {"effect": "allow", "codes": {"intent_allows_unverified"}},
	"no intent": {"lacking": ["/intent"], "effect": "block", "codes": {"intent_missing"}},
	"unverified in production": {
		"given": {"/environment": "production", "/agent/verified": true},
		"settings": {"/agents/unregistered_environments": ["production"]},
		"effect": "block",
		"codes": {"intent_unverified"},
	},
	"expired this millisecond": {
		"given": {"/intent/expires_at": "2026-11-20T15:04:05.123Z"},
		"effect": "block",
		"codes": {"intent_expired"},
	},
	"without an expiry": {"lacking": ["/intent/expires_at"], "effect": "block", "codes": {"intent_expired"}},
	"another verb": {
		"given": {"/action/verb": "record.read"},
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"another verb of a domain that is not named whole": {
		"given": {"/action/verb": "order.list"},
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"an intent that allows nothing": {"given": allows([]), "effect": "block", "codes": {"verb_not_in_intent"}},
	"an intent without allowances": {
		"lacking": ["/intent/allows"],
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a star is no verb": {
		"given": allows([{"verb": "*"}]),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a domain named whole": {
		"given": {"/action/verb": "file.read", "/action/resource/uri": "file:///repo/README.md"},
		"effect": "allow",
	},
	"an action without destinations": {
		"lacking": ["/action/destinations"],
		"effect": "block",
		"codes": {"input_incomplete", "no_rule_allows"},
	},
}

uri(it) := {"/action/verb": "file.read", "/action/resource/uri": it}

resources := {
	"outside the prefix": {
		"given": uri("file:///etc/passwd"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"out of the prefix again": {
		"given": uri("file:///repo/../etc/passwd"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"out of the prefix again, encoded": {
		"given": uri("file:///repo/%2E%2e/etc/passwd"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"beside the prefix": {
		"given": uri("file:///repository/x"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"a call that names none": {
		"of": "refund",
		"lacking": ["/action/resource"],
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"an exact resource": {"of": "refund", "effect": "allow"},
	"another than the exact resource": {
		"of": "refund",
		"given": {"/action/resource/uri": "order:1234"},
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"a star in the middle is no pattern": {
		"given": object.union(allows([{"verb": "order.read", "resource": "order:*3"}]), {}),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
}

# Other rules block these calls as well, so the decision does not show that nothing allows them.
refused := {
	"an intent for something else": {"/action/verb": "record.read"},
	"a verified intent for something else": {"/action/verb": "record.read", "/intent/verified": true},
	"an expired intent": {"/intent/expires_at": "2026-11-20T15:04:05.123Z"},
	"an expired, verified intent": {"/intent/expires_at": "2026-11-20T15:04:05.123Z", "/intent/verified": true},
}

test_allows_nothing_else[name] if {
	some name, given in refused
	count(data.policy.intent.allow) == 0 with input as testing.changed(testing.read, given)
}

test_message_names_the_resource if {
	document := testing.decision({"of": "refund", "given": {"/action/resource/uri": "order:1234"}})
	[reason.message | some reason in document.reasons] == ["order:1234 is not what the intent allows payment.refund for"]
}

test_scope[name] if {
	some name, case in scoped
	testing.as_expected(case)
}

test_resources[name] if {
	some name, case in resources
	testing.as_expected(case)
}
