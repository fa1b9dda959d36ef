package writ.intent_test

import data.writ.intent
import data.writ.testing_test as testing

allows(allowances) := {"/intent/allows": allowances}

registered := {"agent:refunds": {"envelope": {
	"verbs": ["order.read", "message.send"],
	"max_tier": "bounded_write",
	"resources": ["order:123", "mailto:*"],
	"destinations": ["@example.com"],
	"max_amount": "10",
}}}

in_envelope(verb, resource) := {
	"verb": verb,
	"resource": resource,
	"destinations": ["@example.com"],
	"max_amount": "10",
}

sent := object.union(testing.part("message.send", "bounded_write", "mailto:bob@example.com"), {
	"traits": ["egress"],
	"destinations": [testing.email("bob@example.com", "example.com")],
})

half := {"/action/parts": [sent, object.remove(sent, ["destinations"])]}

sources := {
	"an intent": {"source": "intent"},
	"an unproven intent": {"given": {"/intent/method": "header"}, "source": "none"},
	"an unproven intent, and an envelope": {
		"given": {"/intent/method": "header"},
		"agents": registered,
		"source": "none",
	},
	"an expired intent": {"given": {"/intent/expires_at": "2026-11-20T15:04:05.122Z"}, "source": "none"},
	"an expired intent, and an envelope": {
		"given": {"/intent/expires_at": "2026-11-20T15:04:05.122Z"},
		"agents": registered,
		"source": "none",
	},
	"an intent, and an envelope": {"agents": registered, "source": "intent"},
	"an envelope": {"lacking": ["/intent"], "agents": registered, "source": "envelope"},
	"an envelope, switched off": {
		"lacking": ["/intent"],
		"agents": registered,
		"settings": {"/envelope/enabled": false},
		"source": "none",
	},
	"neither": {"lacking": ["/intent"], "source": "none"},
}

source_of(case) := source if {
	source := intent.source with input as changed(case)
		with data.agents as object.get(case, "agents", {})
		with data.settings as testing.changed(data.settings, object.get(case, "settings", {}))
} else := "none"

test_source[name] if {
	some name, case in sources
	source_of(case) == case.source
}

# Rules of policy.* block each of these as well, so the decision does not show what permits says.
permitted := {
	"all of it": {"of": "send", "permits": true},
	"another verb": {"of": "send", "given": {"/action/verb": "message.delete"}, "permits": false},
	"another destination": {
		"of": "send",
		"given": {"/action/destinations": [testing.email("eve@evil.example", "evil.example")]},
		"permits": false,
	},
	"above the amount": {"of": "refund", "given": {"/action/amount/value": "101"}, "permits": false},
	"an expired intent": {"of": "send", "given": {"/intent/expires_at": "2026-11-20T15:04:05.122Z"}, "permits": false},
	"a part of which nobody knows where it goes": {"of": "send", "given": half, "permits": false},
	"all parts": {"of": "send", "given": {"/action/parts": [sent, sent]}, "permits": true},
}

test_permits[name] if {
	some name, case in permitted
	intent.permits == case.permits with input as changed(case)
}

changed(case) := testing.without(
	testing.changed(testing.calls[object.get(case, "of", "read")], object.get(case, "given", {})),
	object.get(case, "lacking", []),
)

covered := {
	"an intent": {"placed": [{"verb": "order.read"}]},
	"an unproven intent": {"given": {"/intent/method": "header"}, "placed": []},
	"an unproven intent, and an envelope": {
		"given": {"/intent/method": "header"},
		"agents": registered,
		"placed": [],
	},
	"an envelope": {
		"lacking": ["/intent"],
		"agents": registered,
		"placed": [in_envelope("order.read", "order:123")],
	},
	"an envelope for any resource": {
		"lacking": ["/intent"],
		"agents": {"agent:refunds": {"envelope": {"verbs": ["order.read"], "max_tier": "read_only"}}},
		"placed": [{"verb": "order.read"}],
	},
}

test_covered[name] if {
	some name, case in covered
	agents := object.get(case, "agents", {})
	coverage := intent.coverage with input as changed(case) with data.agents as agents
	[it.placed | some it in coverage] == [case.placed]
}
