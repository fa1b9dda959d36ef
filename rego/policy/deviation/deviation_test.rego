package policy.deviation_test

import data.writ.testing_test as testing

unknown := {"/action/tool/known": false}

cases := {
	"no session": {"lacking": ["/session"], "settings": {"/deviation/denials": 1}, "codes": set()},
	"nothing to hold against it": {"codes": set()},
	"refused often": {"given": {"/session/denials": 9}, "codes": set()},
	"refused too often": {"given": {"/session/denials": 10}, "codes": {"denials_in_a_row"}},
	"refused, and settings do not mind": {
		"given": {"/session/denials": 1000},
		"settings": {"/deviation/denials": 0},
		"codes": set(),
	},
	"refused, and settings are silent": {
		"given": {"/session/denials": 1000},
		"settings": {"/deviation": {}},
		"codes": set(),
	},
	"some unknown tools": {"given": {"/session/unknown_tools": 9}, "codes": set()},
	"one unknown tool too many": {
		"given": object.union(unknown, {"/session/unknown_tools": 9}),
		"codes": {"unknown_tools_tried"},
	},
	"too many already": {"given": {"/session/unknown_tools": 10}, "codes": {"unknown_tools_tried"}},
	"risky": {"given": {"/session/risk": 99}, "codes": set()},
	"too risky": {"given": {"/session/risk": 100}, "codes": {"risk_exceeded"}},
	"too risky with this call": {
		"given": {"/session/risk": 95},
		"points": {{"package": "odd", "element": {"code": "odd", "points": 5}}},
		"codes": {"risk_exceeded"},
	},
	"no budget left": {
		"given": {"/session/calls": 5},
		"settings": {"/session/max_calls": 5, "/deviation/budget_exceeded": true},
		"codes": {"budget_exceeded"},
	},
	"nothing left of the intent": {
		"of": "refund",
		"given": {"/session/by_verb": {"payment.refund": 2}},
		"settings": {"/deviation/budget_exceeded": true},
		"codes": {"budget_exceeded"},
	},
	"no budget left, which is no deviation": {
		"given": {"/session/calls": 5},
		"settings": {"/session/max_calls": 5},
		"codes": set(),
	},
	"no budget left of a call without a session": {
		"of": "refund",
		"given": {"/task": {"id": "tsk_1", "by_verb": {"payment.refund": 2}}},
		"lacking": ["/session"],
		"settings": {"/deviation/budget_exceeded": true},
		"codes": set(),
	},
}

of_deviation(decision) := {reason.code | some reason in decision.reasons; reason.rule == "policy.deviation"}

# A session that is not in the test's base has none of these yet.
usual := {"/session/denials": 0, "/session/unknown_tools": 0, "/session/risk": 0}

decided(case) := decision if {
	filled := object.union(usual, object.get(case, "given", {}))
	points := object.get(case, "points", set())
	decision := testing.decision(object.union(case, {"given": filled})) with data.writ.risk.points as points
}

test_deviation[name] if {
	some name, case in cases
	decision := decided(case)
	of_deviation(decision) == case.codes
	stopped := count(case.codes) > 0
	decision.session.revoke == stopped
	object.get(decision.session, "revoke_codes", []) == sort(case.codes)
}
