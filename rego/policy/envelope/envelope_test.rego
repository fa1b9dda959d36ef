package policy.envelope_test

import data.writ.testing_test as testing

registered(envelope) := {"agent:refunds": {"status": "active", "owner": "team-payments", "envelope": envelope}}

reader := registered({"verbs": ["order.read"]})

mailer := registered({
	"verbs": ["message.*"],
	"max_tier": "bounded_write",
	"resources": ["mailto:*", "draft:*"],
	"destinations": ["@example.com"],
})

payer := registered({"verbs": ["payment.refund"], "max_tier": "bounded_write", "max_amount": "10", "currency": "USD"})

cases := {
	"stands in": {"lacking": ["/intent"], "agents": reader, "effect": "allow", "codes": {"envelope_stands_in"}},
	"switched off": {
		"lacking": ["/intent"],
		"agents": reader,
		"settings": {"/envelope/enabled": false},
		"effect": "block",
		"codes": {"intent_missing"},
	},
	"not where an intent was sent": {
		"given": {"/intent/allows": []},
		"agents": reader,
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"not where an unverified intent was sent": {
		"given": {"/intent/method": "header"},
		"agents": reader,
		"effect": "block",
		"codes": {"intent_unverified"},
	},
	"above the tier, with an intent": {"of": "send", "agents": reader, "effect": "allow"},
	"agent without an envelope": {
		"lacking": ["/intent"],
		"agents": {"agent:refunds": {"status": "active"}},
		"effect": "block",
		"codes": {"intent_missing"},
	},
	"another verb": {
		"of": "refund",
		"lacking": ["/intent"],
		"agents": mailer,
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"within": {
		"of": "send",
		"lacking": ["/intent"],
		"agents": mailer,
		"effect": "allow",
		"codes": {"envelope_stands_in"},
	},
	"another destination": {
		"of": "send",
		"given": {"/action/destinations": [testing.email("eve@evil.example", "evil.example")]},
		"lacking": ["/intent"],
		"agents": mailer,
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"another resource": {
		"of": "send",
		"given": {"/action/resource/uri": "slack:general"},
		"lacking": ["/intent"],
		"agents": mailer,
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"above the tier": {
		"of": "run",
		"lacking": ["/intent"],
		"agents": registered({"verbs": ["process.exec"], "max_tier": "bounded_write"}),
		"effect": "block",
		"codes": {"tier_over_envelope"},
	},
	"no tier is for reading": {
		"of": "refund",
		"lacking": ["/intent"],
		"agents": registered({"verbs": ["payment.*"]}),
		"effect": "block",
		"codes": {"tier_over_envelope"},
	},
	"a tier that is none": {
		"lacking": ["/intent"],
		"agents": registered({"verbs": ["order.read"], "max_tier": "any"}),
		"effect": "block",
		"codes": {"tier_over_envelope"},
	},
	"above the amount": {
		"of": "refund",
		"lacking": ["/intent"],
		"agents": payer,
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"privileged still takes an approval": {
		"of": "run",
		"lacking": ["/intent"],
		"agents": registered({"verbs": ["process.exec"], "max_tier": "privileged"}),
		"effect": "block",
		"codes": {"approval_required"},
	},
}

# The other packages would block as well, so the decision does not show it.
test_allows_nothing_else if {
	call := testing.without(testing.refund, ["/intent"])
	count(data.policy.envelope.allow) == 0 with input as call with data.agents as mailer
}

test_envelope[name] if {
	some name, case in cases
	testing.as_expected(case)
}
