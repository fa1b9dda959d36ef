package policy.refunds_test

import data.writ.testing_test as testing

paid(value, currency) := {"/action/amount": {"value": value, "currency": currency}}

intent := {"/intent/allows": [{"verb": "payment.refund", "resource": "order:123"}]}

cases := {
	"a refund of the usual size": {"of": "refund", "given": object.union(intent, paid("50.00", "USD")), "effect": "allow"},
	"a cent more waits for a lead": {
		"of": "refund",
		"given": object.union(intent, paid("50.01", "USD")),
		"effect": "block",
		"codes": {"refund_needs_lead"},
	},
	"a lead has said yes": {
		"of": "refund",
		"given": object.union_n([intent, paid("200", "USD"), {"/approval": {"id": "apr_1"}}]),
		"effect": "allow",
	},
	"too much for support": {
		"of": "refund",
		"given": object.union(intent, paid("500.01", "USD")),
		"effect": "block",
		"codes": {"refund_too_large"},
	},
	"a currency without a limit": {
		"of": "refund",
		"given": object.union(intent, paid("1", "JPY")),
		"effect": "block",
		"codes": {"refund_too_large"},
	},
	"no amount is no small amount": {
		"of": "refund",
		"given": intent,
		"lacking": ["/action/amount"],
		"effect": "block",
		"codes": {"refund_too_large"},
	},
	"a second refund": {
		"of": "refund",
		"given": object.union(intent, {"/session/by_verb": {"order.read": 1, "payment.refund": 1}}),
		"effect": "block",
		"codes": {"refund_repeated"},
	},
	"nothing was looked at": {
		"of": "refund",
		"given": object.union(intent, {"/session/by_verb": {}}),
		"effect": "block",
		"codes": {"refund_without_look"},
	},
	"without a session nothing was looked at": {
		"of": "refund",
		"given": intent,
		"lacking": ["/session"],
		"effect": "block",
		"codes": {"refund_without_look"},
	},
	"other calls are not refunds": {"effect": "allow"},
}

test_refunds[name] if {
	some name, case in cases
	testing.as_expected(case)
}

test_the_lead_is_asked if {
	document := testing.decision({"of": "refund", "given": object.union(intent, paid("60", "USD"))})
	document.approval.approvers == ["role:support-lead"]
}
