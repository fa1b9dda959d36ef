# METADATA
# title: Decision
# description: |
#   Gathers what the packages policy.* say of a call and makes one decision of it. block beats require_approval beats
#   warn beats allow; where nothing allows, the call is blocked.
package writ.main

import data.writ.approvals
import data.writ.contract
import data.writ.risk

# METADATA
# title: The decision document
# description: The service reads this and nothing else.
# entrypoint: true
decision := object.union(judged, hidden)

judged := {
	"effect": "block",
	"reasons": sort(blocked),
	"session": noted,
} if {
	count(blocked) > 0
} else := {
	"effect": "block",
	"reasons": array.concat(sort(demanded), sort(warned)),
	"approval": approval,
	"session": noted,
} if {
	waits
} else := object.union(granted, {
	"effect": "warn",
	"reasons": array.concat(sort(warned), sort(allowed)),
	"obligations": array.concat(sort(obliged), [notice]),
	"session": object.union(noted, {"add_labels": sort(labelled)}),
}) if {
	count(warned) > 0
} else := object.union(granted, {
	"effect": "allow",
	"reasons": sort(allowed),
	"obligations": sort(obliged),
	"session": object.union(noted, {"add_labels": sort(labelled)}),
})

refused contains sure_reason(name, element) if {
	some name
	some element in listed(data.policy[name].block)
}

demanded contains sure_reason(name, element) if {
	some name
	some element in listed(data.policy[name].require_approval)
}

warned contains reason(name, element) if {
	some name
	some element in data.policy[name].warn
}

allowed contains reason(name, element) if {
	some name
	some element in data.policy[name].allow
}

allowed contains own("approved", "a person has approved the call", ["NIST-AI-RMF-MAP-3.5", "OWASP-ASI-09"]) if {
	count(demanded) > 0
	approvals.given
}

blocked contains reason if some reason in refused

blocked contains own("input_incomplete", message, ["NIST-AI-RMF-MEASURE-2.7"]) if {
	not contract.complete
	message := "the input lacks what rules need to judge it"
}

blocked contains own("no_rule_allows", "no rule allows the call", ["OWASP-ASI-02", "OWASP-LLM-06"]) if {
	count(refused) == 0
	count(demanded) == 0
	count(allowed) == 0
}

blocked contains own("approval_impossible", message, ["NIST-AI-RMF-MAP-3.5", "OWASP-ASI-09"]) if {
	count(refused) == 0
	waits
	not approval
	message := "no one person may give all the approvals that the call needs"
}

blocked contains own("grant_ambiguous", "rules want different grants for one call", ["OWASP-ASI-03"]) if {
	count(refused) == 0
	not waits
	count(grants) > 1
}

default waits := false

# Whether a person has still to be asked.
waits if {
	count(demanded) > 0
	not approvals.given
}

approval := approvals.merged([object.union(approvals.usual, object.get(element, "approval", {})) |
	some element in data.policy[_].require_approval
])

obliged contains with_fulfillment(element) if some element in data.policy[_].oblige

notice := object.union({"type": "notify", "fulfillment": "advisory"}, object.get(data.settings, "notify", {}))

grants contains element if some element in data.policy[_].grant

default granted := {}

granted := {"grant": grant} if some grant in grants

labelled contains element if some element in data.policy[_].label

default revoked := false

revoked if some element in data.policy[_].revoke

default hidden := {}

# What the record keeps nothing of, whatever becomes of the call.
hidden := {"redact": sort(places)} if count(places) > 0

places contains element if some element in data.policy[_].redact

# What the session gets of a call, whatever becomes of it.
noted := object.union_n([{"revoke": revoked}, revoked_by, risk.noted])

default revoked_by := {}

revoked_by := {"revoke_codes": sort(revoking)} if count(revoking) > 0

revoking contains element if {
	some element in data.policy[_].revoke
	is_string(element)
	element != ""
	count(element) <= longest_code
}

# A longer one is no name (src/domain/limits.ts, MAX_ID_CHARS).
longest_code := 256

reason(name, element) := {
	"code": element.code,
	"message": object.get(element, "message", ""),
	"rule": concat(".", ["policy", name]),
	"controls": object.get(element, "controls", []),
} if {
	is_string(element.code)
}

# A rule that blocks in a form of its own still blocks.
sure_reason(name, element) := reason(name, element) if {
	is_string(element.code)
} else := {
	"code": "rule_malformed",
	"message": "the rule matched, and its reason has no code",
	"rule": concat(".", ["policy", name]),
	"controls": [],
}

# So does one that is no set of reasons.
listed(rules) := rules if {
	is_set(rules)
} else := [rules]

with_fulfillment(obligation) := object.union({"fulfillment": "required"}, obligation) if {
	is_object(obligation)
} else := obligation

own(code, message, controls) := {"code": code, "message": message, "rule": "writ.main", "controls": controls}
