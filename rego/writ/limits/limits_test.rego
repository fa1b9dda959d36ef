package writ.limits_test

import data.writ.limits
import data.writ.testing_test as testing

day := {
	"calls": 7,
	"by_verb": {"payment.refund": 2, "payment.transfer": 1, "order.read": 4},
	"by_tool": {"shop/refund": 2, "other": 1},
	"spent": {"USD": "150.00", "EUR": "0.10"},
	"records": 40,
}

calls := {
	"of a verb that it is": {"of": "refund", "verb": "payment.refund", "calls": 3},
	"of its domain": {"of": "refund", "verb": "payment.*", "calls": 4},
	"of another verb": {"of": "refund", "verb": "order.read", "calls": 4},
	"of a verb that none was of": {"of": "refund", "verb": "file.read", "calls": 0},
	"of a domain whose name only begins the same": {"of": "refund", "verb": "pay.*", "calls": 0},
	"of a tenant's own verb, which may be among the others": {
		"of": "refund",
		"verb": "x-acme.pay",
		"counts": {"by_verb": {"x-acme.pay": 2, "other": 3}},
		"calls": 5,
	},
	"that nobody counted": {"of": "refund", "verb": "payment.refund", "counts": {}, "calls": limits.uncounted},
}

test_calls[name] if {
	some name, case in calls
	result := limits.calls(object.get(case, "counts", day), case.verb) with input as testing.calls[case.of]
	result == case.calls
}

tools := {
	"of the tool that it is": {"tool": "shop/get_order", "calls": 2},
	"of another tool": {"tool": "shop/refund", "calls": 3},
	"of a tool without a server": {"tool": "get_order", "given": {"/action/tool/server": ""}, "calls": 2},
	"that nobody counted": {"tool": "shop/get_order", "counts": {}, "calls": limits.uncounted},
}

test_tool_calls[name] if {
	some name, case in tools
	call := testing.changed(testing.read, object.get(case, "given", {}))
	result := limits.tool_calls(object.get(case, "counts", day), case.tool) with input as call
	result == case.calls
}

spending := {
	"with this call": {"of": "refund", "currency": "USD", "spent": 200},
	"in another currency": {"of": "refund", "currency": "EUR", "spent": 0.1},
	"in a currency that the call does not name": {
		"of": "refund",
		"given": {"/action/amount/currency": ""},
		"currency": "EUR",
		"spent": 50.1,
	},
	"by calls before that named no currency, or one of too many": {
		"of": "refund",
		"counts": {"spent": {"USD": "1", "": "20", "other": "300", "EUR": "4000"}},
		"currency": "USD",
		"spent": 371,
	},
	"for the first time": {"of": "refund", "counts": {"spent": {}}, "currency": "USD", "spent": 50},
	"by a call that spends nothing": {"of": "send", "currency": "USD", "spent": 150},
	"without saying how much": {
		"of": "refund",
		"lacking": ["/action/amount"],
		"currency": "USD",
		"spent": limits.uncounted,
	},
	"less than nothing": {
		"of": "refund",
		"given": {"/action/amount/value": "-50"},
		"currency": "USD",
		"spent": limits.uncounted,
	},
	"and nobody counted": {"of": "read", "counts": {}, "currency": "USD", "spent": limits.uncounted},
}

test_spent[name] if {
	some name, case in spending
	changed := testing.changed(testing.calls[case.of], object.get(case, "given", {}))
	call := testing.without(changed, object.get(case, "lacking", []))
	result := limits.spent(object.get(case, "counts", day), case.currency) with input as call
	result == case.spent
}

reading := {
	"by a call that reads": {"given": {"/action/count": 5}, "records": 45},
	"by a call that exports": {
		"given": {"/action/verb": "record.export", "/action/traits": ["egress"], "/action/count": 60},
		"records": 100,
	},
	"by a call that only writes": {"given": {"/action/traits": ["writes"]}, "records": 40},
	"and nobody counted": {"counts": {}, "records": limits.uncounted},
}

test_records[name] if {
	some name, case in reading
	call := testing.changed(testing.read, object.get(case, "given", {}))
	result := limits.records(object.get(case, "counts", day)) with input as call
	result == case.records
}

test_counted if {
	usage := {"agent": {"day": day}, "task": {"total": day}}
	limits.agent.day == day with input.usage as usage
	limits.task.total == day with input.usage as usage
}

test_not_counted[window] if {
	some window, counts in {"agent": limits.agent.day, "task": limits.task.total}
	limits.calls(counts, "payment.refund") == limits.uncounted with input as object.remove(testing.refund, ["usage"])
}

# So that a limit in a folder of policies does not refuse what its other tests say goes.
test_cases_have_done_nothing[window] if {
	some window, counts in testing.refund.usage.agent
	limits.calls(counts, "payment.refund") == 1 with input as testing.refund
}
