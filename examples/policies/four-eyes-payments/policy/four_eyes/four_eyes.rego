# METADATA
# title: Four eyes
# description: |
#   Money that leaves is looked at by a person, who is not the one that it is moved for. Small sums to known accounts go
#   without; small sums in a row are a large one.
package policy.four_eyes

import data.writ.action
import data.writ.reasons
import data.writ.session

# METADATA
# title: payment_unclear
# description: The call pays, and does not say how much or in which currency.
# custom:
#   controls: [OWASP-ASI-02, MAESTRO-L3, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	pays
	not clear
	reason := reasons.of(rego.metadata.rule(), "the payment says no amount or no currency")
}

# METADATA
# title: approved_by_requester
# description: Among those who said yes is the one that the payment is made for.
# custom:
#   controls: [OWASP-ASI-09, OWASP-ASI-03, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
block contains reason if {
	pays
	input.intent.on_behalf_of in input.approval.approvers
	reason := reasons.of(rego.metadata.rule(), "who asked for the payment may not be the one to approve it")
}

pays if {
	some effect in action.effects
	effect.verb in {"payment.transfer", "payment.schedule"}
}

clear if {
	to_number(input.action.amount.value) > 0
	input.action.amount.currency != ""
}

small if session.spent_after <= to_number(data.settings.four_eyes.small[input.action.amount.currency])

# Every destination, and at least one.
checked if {
	count(input.action.destinations) > 0
	every destination in input.action.destinations {
		destination.value in data.settings.four_eyes.checked_accounts
	}
}

second_people := data.settings.four_eyes.second_people

# METADATA
# title: payment_needs_second_person
# description: The payment, with what the session has paid before, is above what goes without a second person.
# custom:
#   controls: [OWASP-ASI-09, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	pays
	clear
	not small
	said := reasons.of(rego.metadata.rule(), "a payment of this size takes a second person")
	reason := object.union(said, {"approval": {"approvers": second_people, "expires_in_s": 3600}})
}

# METADATA
# title: beneficiary_unknown
# description: The account is not among those that treasury has checked.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-09, OWASP-LLM-01, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	pays
	not checked
	said := reasons.of(rego.metadata.rule(), "treasury has not checked where the money would go")
	reason := object.union(said, {"approval": {"approvers": ["role:treasury"], "expires_in_s": 3600}})
}
