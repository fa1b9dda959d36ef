package writ.allowance_test

import data.writ.testing_test as testing

amount(value, currency) := {"/action/amount": {"value": value, "currency": currency}}

limits := {
	"at the limit": {"of": "refund", "given": amount("100.00", "USD"), "effect": "warn"},
	"near the limit": {
		"of": "refund",
		"given": amount("80.01", "USD"),
		"effect": "warn",
		"codes": {"amount_near_limit", "intent_allows_unverified"},
	},
	"not near the limit": {
		"of": "refund",
		"given": amount("80.00", "USD"),
		"effect": "allow",
		"codes": {"intent_allows_unverified"},
	},
	"less than one": {"of": "refund", "given": amount("0.5", "USD"), "effect": "allow"},
	"nothing": {"of": "refund", "given": amount("0", "USD"), "effect": "allow"},
	"just above the limit": {
		"of": "refund",
		"given": amount("100.00000000000000000001", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"longer, as text less": {
		"of": "refund",
		"given": amount("1000", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"another currency": {
		"of": "refund",
		"given": amount("50", "JPY"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"no currency": {"of": "refund", "given": amount("50", ""), "effect": "block", "codes": {"amount_not_in_intent"}},
	"a negative amount": {
		"of": "refund",
		"given": amount("-5", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"an amount that is not said": {
		"of": "refund",
		"lacking": ["/action/amount"],
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"an amount that is no number": {
		"of": "refund",
		"given": amount("1e3x", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"no limit, any amount": {
		"of": "refund",
		"given": object.union_n([allows([{"verb": "payment.refund"}]), amount("100000", "JPY")]),
		"effect": "allow",
	},
	"no limit, one currency": {
		"of": "refund",
		"given": allows([{"verb": "payment.refund", "currency": "EUR"}]),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"no limit, one currency, no amount": {
		"of": "refund",
		"given": allows([{"verb": "payment.refund", "currency": "EUR"}]),
		"lacking": ["/action/amount"],
		"effect": "allow",
	},
	"a limit on a call that spends nothing": {
		"given": allows([{"verb": "order.read", "max_amount": "1"}]),
		"effect": "allow",
	},
	"calls left": {"of": "refund", "given": {"/session/by_verb": {"payment.refund": 1}}, "effect": "allow"},
	"calls used up": {
		"of": "refund",
		"given": {"/session/by_verb": {"payment.refund": 2}},
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"calls of the whole domain used up": {
		"of": "refund",
		"given": object.union_n([
			allows([{"verb": "payment.*", "max_calls": 2}]),
			{"/session/by_verb": {"payment.transfer": 1, "payment.refund": 1, "order.read": 9}},
		]),
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"calls of other verbs": {
		"of": "refund",
		"given": {"/session/by_verb": {"payment.transfer": 5, "order.read": 9, "payment.refund": 1}},
		"effect": "allow",
	},
	"calls used up, of one of two allowances": {
		"of": "refund",
		"given": allows([{"verb": "payment.refund", "max_calls": 0}, {"verb": "payment.*"}]),
		"effect": "allow",
		"codes": {"intent_allows_unverified"},
	},
	"calls used up, to somebody who is named": {
		"of": "send",
		"given": allows([{"verb": "message.send", "destinations": ["bob@example.com"], "max_calls": 0}]),
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"nobody counts": {
		"of": "refund",
		"lacking": ["/session"],
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"calls of the task used up, in another session": {
		"of": "refund",
		"given": {"/task": {"id": "tsk_1", "calls": 2, "by_verb": {"payment.refund": 2}, "spent": {}}},
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"calls of the task left, without a session": {
		"of": "refund",
		"given": {"/task": {"id": "tsk_1", "calls": 1, "by_verb": {"payment.refund": 1}, "spent": {}}},
		"lacking": ["/session"],
		"effect": "allow",
	},
	"the task's calls, not the session's": {
		"of": "refund",
		"given": {
			"/task": {"id": "tsk_1", "calls": 0, "by_verb": {}, "spent": {}},
			"/session/by_verb": {"payment.refund": 2},
		},
		"effect": "allow",
	},
	"no call at all": {
		"given": allows([{"verb": "order.read", "max_calls": 0}]),
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"amount of one allowance, destination of another": {
		"of": "send",
		"given": object.union_n([amount("50", "USD"), allows([
			{"verb": "message.send", "destinations": ["bob@example.com"], "max_amount": "10"},
			{"verb": "message.send", "destinations": ["carol@example.com"], "max_amount": "100"},
		])]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
}

test_limits[name] if {
	some name, case in limits
	testing.as_expected(case)
}
