package writ.approvals_test

import data.writ.approvals

usual := {
	"approvers": ["role:approver"],
	"expires_in_s": 900,
	"template": "this_action",
	"quorum": 1,
	"not_by": ["requester"],
	"uses": 1,
	"valid_for_s": 900,
	"same": ["arguments", "destinations", "resource", "tool", "verb"],
	"max_amount": "",
}

# Five refunds within an hour, of at most 100 each.
refunds := object.union(usual, {
	"template": "refunds",
	"uses": 5,
	"valid_for_s": 3600,
	"same": ["verb", "tool"],
	"max_amount": "100",
})

usual_cases := {
	"settings say nothing": {"settings": {}, "demand": usual},
	"settings say who": {
		"settings": {"approval_demand": {"approvers": ["role:cfo"]}},
		"demand": object.union(usual, {"approvers": ["role:cfo"]}),
	},
	"settings say all": {"settings": {"approval_demand": refunds}, "demand": refunds},
}

test_usual[name] if {
	some name, case in usual_cases
	approvals.usual == case.demand with data.settings as case.settings
}

# What several rules demand, and what is asked that serves all of them.
merged_cases := {
	"one rule": {"demands": [refunds], "changes": object.union(refunds, {"same": ["tool", "verb"]})},
	"whom every rule accepts": {
		"demands": [
			object.union(usual, {"approvers": ["role:b", "role:a"]}),
			object.union(usual, {"approvers": ["role:b", "role:c"]}),
		],
		"changes": {"approvers": ["role:b"]},
	},
	"the most people": {"demands": [usual, object.union(usual, {"quorum": 2})], "changes": {"quorum": 2}},
	"far from the call for each": {
		"demands": [object.union(usual, {"not_by": ["owner"]}), object.union(usual, {"not_by": {"on_behalf_of"}})],
		"changes": {"not_by": ["on_behalf_of", "owner"]},
	},
	"the shortest times": {
		"demands": [
			object.union(usual, {"expires_in_s": 60}),
			object.union(usual, {"valid_for_s": 30}),
		],
		"changes": {"expires_in_s": 60, "valid_for_s": 30},
	},
	"a template that all have": {
		"demands": [
			object.union(refunds, {"uses": 3, "max_amount": "20.50"}),
			object.union(refunds, {"valid_for_s": 60, "same": ["resource"]}),
		],
		"changes": {
			"template": "refunds",
			"uses": 3,
			"valid_for_s": 60,
			"same": ["resource", "tool", "verb"],
			"max_amount": "20.50",
		},
	},
	"amounts by their value": {
		"demands": [object.union(refunds, {"max_amount": "9"}), object.union(refunds, {"max_amount": "10"})],
		"changes": object.union(refunds, {"same": ["tool", "verb"], "max_amount": "9"}),
	},
	"one rule without a bound": {
		"demands": [refunds, object.union(refunds, {"max_amount": ""})],
		"changes": object.union(refunds, {"same": ["tool", "verb"], "max_amount": ""}),
	},
	"this action and a template": {"demands": [usual, refunds], "changes": {}},
	"two templates": {
		"demands": [refunds, object.union(refunds, {"template": "payments"})],
		"changes": {"valid_for_s": 3600, "same": ["tool", "verb"]},
	},
	"this action more than once": {"demands": [object.union(usual, {"uses": 5, "max_amount": "7"})], "changes": {}},
	"a bound that is no amount": {
		"demands": [object.union(refunds, {"max_amount": "much"})],
		"changes": {"valid_for_s": 3600, "same": ["tool", "verb"]},
	},
}

test_merged[name] if {
	some name, case in merged_cases
	approvals.merged(case.demands) == object.union(usual, case.changes)
}

# Nobody can give these.
impossible := {
	"nobody whom all accept": [
		object.union(usual, {"approvers": ["role:a"]}),
		object.union(usual, {"approvers": ["role:b"]}),
	],
	"nobody at all": [object.union(usual, {"approvers": []})],
	"approvers that are no list": [object.union(usual, {"approvers": "role:a"})],
	"not_by that is no list": [usual, object.union(usual, {"not_by": "owner"})],
	"same that is no list": [refunds, object.union(refunds, {"same": "verb"})],
}

test_impossible[name] if {
	some name, demands in impossible
	not approvals.merged(demands)
}
