package policy.tools_test

import data.writ.testing_test as testing

cases := {
	"unknown to the catalogue": {
		"given": {"/action/tool/known": false},
		"effect": "block",
		"codes": {"tool_unknown"},
	},
	"not said to be known": {
		"lacking": ["/action/tool/known"],
		"effect": "block",
		"codes": {"input_incomplete", "tool_unknown"},
	},
	"known, and no verb": {
		"of": "run",
		"given": {"/action/verb": "unknown", "/intent/allows": [{"verb": "unknown"}]},
		"effect": "block",
		"codes": {"tool_unknown"},
	},
	"changed since it was reviewed": {
		"given": {"/action/tool/pin": "mismatch"},
		"effect": "block",
		"codes": {"tool_pin_mismatch"},
	},
	"as it was reviewed": {
		"given": {"/action/tool/pin": "match"},
		"settings": {"/tools/require_pin": true},
		"effect": "allow",
	},
	"never reviewed, where settings ask for it": {
		"settings": {"/tools/require_pin": true},
		"effect": "block",
		"codes": {"tool_unpinned"},
	},
}

test_tools[name] if {
	some name, case in cases
	testing.as_expected(case)
}

test_grants_end_with_a_changed_tool if {
	testing.decision({"given": {"/action/tool/pin": "mismatch"}}).session.revoke == true
	testing.decision({"given": {"/action/tool/known": false}}).session.revoke == false
}
