package writ.approvals_test

import data.writ.approvals

usual := {
	"settings say nothing": {
		"settings": {},
		"demand": {"approvers": ["role:approver"], "expires_in_s": 900, "template": "this_action"},
	},
	"settings say who": {
		"settings": {"approval_demand": {"approvers": ["role:cfo"]}},
		"demand": {"approvers": ["role:cfo"], "expires_in_s": 900, "template": "this_action"},
	},
	"settings say all": {
		"settings": {"approval_demand": {"approvers": ["role:cfo"], "expires_in_s": 60, "template": "weekly"}},
		"demand": {"approvers": ["role:cfo"], "expires_in_s": 60, "template": "weekly"},
	},
}

test_usual[name] if {
	some name, case in usual
	approvals.usual == case.demand with data.settings as case.settings
}
