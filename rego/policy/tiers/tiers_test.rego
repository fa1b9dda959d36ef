package policy.tiers_test

import data.writ.testing_test as testing

cases := {
	"read": {"effect": "allow"},
	"bounded write": {"of": "send", "effect": "allow"},
	"privileged": {"of": "run", "effect": "block", "codes": {"approval_required"}},
	"privileged, approved": {
		"of": "run",
		"given": {"/approval": {"id": "apr_1"}},
		"effect": "allow",
		"codes": {"approved", "intent_allows_unverified"},
	},
	"a privileged part": {
		"of": "run",
		"given": {
			"/action/tier": "bounded_write",
			"/action/parts": [testing.part("file.permission", "privileged", "file:///repo/x")],
		},
		"effect": "block",
		"codes": {"approval_required"},
	},
	"privileged, lifted by the intent": {
		"of": "run",
		"given": {"/intent/allows": [{"verb": "process.exec", "max_tier": "privileged"}]},
		"effect": "allow",
		"codes": {"intent_allows_unverified"},
	},
	"lifted, with parts that need no lifting": {
		"of": "run",
		"given": {
			"/action/parts": [
				testing.part("file.read", "read_only", "file:///repo/x"),
				testing.part("file.write", "bounded_write", "file:///repo/x"),
				testing.part("process.exec", "privileged", "command:make"),
			],
			"/intent/allows": [{"verb": "file.*"}, {"verb": "process.exec", "max_tier": "privileged"}],
		},
		"effect": "allow",
	},
	"lifted for another resource": {
		"of": "run",
		"given": {"/intent/allows": [
			{"verb": "process.exec"},
			{"verb": "process.exec", "resource": "command:ls", "max_tier": "privileged"},
		]},
		"effect": "block",
		"codes": {"approval_required"},
	},
	"lifted, but not understood": {
		"of": "run",
		"given": {
			"/action/parse": "partial",
			"/intent/allows": [{"verb": "process.exec", "max_tier": "privileged"}],
		},
		"effect": "block",
		"codes": {"call_not_understood"},
	},
	"lifted, with an unknown part": {
		"of": "run",
		"given": {
			"/action/parts": [testing.part("unknown", "privileged", "file:///repo/x")],
			"/intent/allows": [{"verb": "process.exec", "max_tier": "privileged"}],
		},
		"effect": "block",
	},
	"partly understood": {"given": {"/action/parse": "partial"}, "effect": "block", "codes": {"call_not_understood"}},
	"not understood": {
		"of": "run",
		"given": {"/action/parse": "unsupported"},
		"effect": "block",
		"codes": {"approval_required", "call_not_understood"},
	},
	"too long to understand": {"given": {"/action/parse": "limit"}, "effect": "block", "codes": {"call_not_understood"}},
	"a verb that settings name": {
		"of": "send",
		"settings": {"/approval/verbs": ["message.send"]},
		"effect": "block",
		"codes": {"verb_needs_approval"},
	},
	"an amount as settings name": {
		"of": "refund",
		"settings": {"/approval/amounts": {"USD": "50"}},
		"effect": "block",
		"codes": {"amount_needs_approval"},
	},
	"an amount below": {"of": "refund", "settings": {"/approval/amounts": {"USD": "50.01"}}, "effect": "allow"},
	"an amount in another currency": {
		"of": "refund",
		"settings": {"/approval/amounts": {"JPY": "1"}},
		"effect": "allow",
	},
}

test_tiers[name] if {
	some name, case in cases
	testing.as_expected(case)
}

# Such a call is blocked whatever it takes, so the decision does not show it.
test_nothing_lifts_what_nobody_can_judge if {
	call := testing.without(testing.run, ["/action/destinations"])
	count(data.policy.tiers.require_approval) == 1 with input as call
}

test_approval_is_asked_for if {
	testing.decision({"of": "run"}).approval.template == "this_action"
	not testing.decision({"of": "send"}).approval
}
