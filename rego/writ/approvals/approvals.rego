# METADATA
# title: Approvals
# description: What is asked of people when several rules ask at once, and whether they have said yes.
package writ.approvals

fallback := {
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

# METADATA
# description: What a rule that names nothing of its own asks for.
usual := object.union(fallback, object.get(data.settings, "approval_demand", {}))

# METADATA
# scope: document
# description: Whether a person has said yes to this call. The service looks it up; a request cannot state it.
default given := false

given if input.approval.id != ""

# METADATA
# description: |
#   One demand that serves all of them: only those may approve whom every rule accepts, as many of them and as far
#   from the call as any rule wants, for the shortest of the times and the fewest of the uses. Undefined where no one
#   is left.
merged(demands) := object.union(bounds, {
	"quorum": max(each(demands, "quorum")),
	"approvers": sort(approvers),
	"expires_in_s": min(each(demands, "expires_in_s")),
	"not_by": sort(together(demands, "not_by")),
	"valid_for_s": min(each(demands, "valid_for_s")),
}) if {
	approvers := intersection({{approver | some approver in demand.approvers} | some demand in demands})
	count(approvers) > 0
	every demand in demands {
		listed(demand.not_by)
		listed(demand.same)
	}
	bounds := covered(demands)
}

# What is no list names nobody, which is not what its author wanted.
listed(value) if is_array(value)

listed(value) if is_set(value)

# What one yes covers. Rules that have different templates in mind, or no bound for the amount, agree on this one call.
covered(demands) := {
	"template": only,
	"uses": min(each(demands, "uses")),
	"same": sort(together(demands, "same")),
	"max_amount": amount(each(demands, "max_amount")),
} if {
	templates := each(demands, "template")
	count(templates) == 1
	some only in templates
	only != "this_action"
} else := {
	"template": "this_action",
	"uses": 1,
	"same": sort(together(demands, "same")),
	"max_amount": "",
}

each(demands, field) := {demand[field] | some demand in demands}

together(demands, field) := union({{value | some value in demand[field]} | some demand in demands})

# The least; where one of them has none, amounts have to be the same.
amount(amounts) := "" if {
	"" in amounts
} else := least if {
	lowest := min({to_number(amount) | some amount in amounts})
	least := min({amount | some amount in amounts; to_number(amount) == lowest})
}
