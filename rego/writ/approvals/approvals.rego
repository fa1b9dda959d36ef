# METADATA
# title: Approvals
# description: What is asked of people when several rules ask at once, and whether they have said yes.
package writ.approvals

fallback := {"approvers": ["role:approver"], "expires_in_s": 900, "template": "this_action"}

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
#   One demand that serves all of them: only those may approve whom every rule accepts, and for the shortest of the
#   times. Undefined where no one is left.
merged(demands) := {
	"approvers": sort(approvers),
	"expires_in_s": min({demand.expires_in_s | some demand in demands}),
	"template": template({demand.template | some demand in demands}),
} if {
	approvers := intersection({{approver | some approver in demand.approvers} | some demand in demands})
	count(approvers) > 0
}

template(templates) := only if {
	count(templates) == 1
	some only in templates
} else := fallback.template
