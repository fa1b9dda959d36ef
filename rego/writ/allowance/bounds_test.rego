package writ.allowance_test

import data.writ.testing_test as testing

total(limits) := allows([object.union({"verb": "payment.refund"}, limits)])

spent(amounts) := {"/task": {"id": "tsk_1", "calls": 1, "by_verb": {}, "spent": amounts}}

at(times) := allows([object.union({"verb": "order.read"}, times)])

bounds := {
	"spends the last of the total": {
		"of": "refund",
		"given": object.union(total({"max_total": "100"}), spent({"USD": "50.00"})),
		"effect": "allow",
	},
	"spends more than the total": {
		"of": "refund",
		"given": object.union(total({"max_total": "100"}), spent({"USD": "50.01"})),
		"effect": "block",
		"codes": {"total_not_in_intent"},
	},
	"spends more than the total at once": {
		"of": "refund",
		"given": object.union(total({"max_total": "49.99"}), spent({})),
		"effect": "block",
		"codes": {"total_not_in_intent"},
	},
	"what was spent in another currency": {
		"of": "refund",
		"given": object.union(total({"max_total": "100"}), spent({"EUR": "1000"})),
		"effect": "allow",
	},
	"a total in another currency": {
		"of": "refund",
		"given": object.union(total({"max_total": "100", "currency": "EUR"}), spent({})),
		"effect": "block",
		"codes": {"amount_not_in_intent", "total_not_in_intent"},
	},
	"a total that the session counts": {
		"of": "refund",
		"given": object.union(total({"max_total": "100"}), {"/session/spent": {"USD": "60"}}),
		"effect": "block",
		"codes": {"total_not_in_intent"},
	},
	"a total that nobody counts": {
		"of": "refund",
		"given": total({"max_total": "100"}),
		"lacking": ["/session"],
		"effect": "block",
		"codes": {"total_not_in_intent"},
	},
	"a total that nobody counts, of a call that spends nothing": {
		"given": allows([{"verb": "order.read", "max_total": "1"}]),
		"lacking": ["/session"],
		"effect": "block",
		"codes": {"total_not_in_intent"},
	},
	"a total, of a call that spends nothing": {
		"given": allows([{"verb": "order.read", "max_total": "0"}]),
		"effect": "allow",
	},
	"a total, of an amount that is not said": {
		"of": "refund",
		"given": total({"max_total": "100"}),
		"lacking": ["/action/amount"],
		"effect": "block",
		"codes": {"total_not_in_intent"},
	},
	"a total, of a negative amount": {
		"of": "refund",
		"given": object.union(total({"max_total": "100"}), amount("-5", "USD")),
		"effect": "block",
		"codes": {"total_not_in_intent"},
	},
	"as sensitive as it may be": {
		"given": allows([{"verb": "order.read", "max_sensitivity": "internal"}]),
		"effect": "allow",
	},
	"more sensitive than it may be": {
		"given": allows([{"verb": "order.read", "max_sensitivity": "public"}]),
		"effect": "block",
		"codes": {"sensitivity_not_in_intent"},
	},
	"of a sensitivity that is none": {
		"given": object.union(
			allows([{"verb": "order.read", "max_sensitivity": "restricted"}]),
			{"/action/sensitivity": "secret"},
		),
		"effect": "block",
	},
	"a ceiling that is none": {
		"given": allows([{"verb": "order.read", "max_sensitivity": "any"}]),
		"effect": "block",
		"codes": {"sensitivity_not_in_intent"},
	},
	"at its first millisecond": {"given": at({"not_before": "2026-11-20T15:04:05.123Z"}), "effect": "allow"},
	"before its time": {
		"given": at({"not_before": "2026-11-20T15:04:05.124Z"}),
		"effect": "block",
		"codes": {"window_not_in_intent"},
	},
	"at its last millisecond": {"given": at({"not_after": "2026-11-20T15:04:05.124Z"}), "effect": "allow"},
	"after its time": {
		"given": at({"not_after": "2026-11-20T15:04:05.123Z"}),
		"effect": "block",
		"codes": {"window_not_in_intent"},
	},
	"one of two allowances within its time": {
		"given": allows([
			{"verb": "order.read", "not_after": "2026-11-20T15:00:00.000Z"},
			{"verb": "order.read", "not_before": "2026-11-20T15:00:00.000Z"},
		]),
		"effect": "allow",
		"codes": {"intent_allows_unverified"},
	},
}

test_bounds[name] if {
	some name, case in bounds
	testing.as_expected(case)
}
