# METADATA
# title: Tiers
# description: Which calls wait for a person, even within the task.
package policy.tiers

import data.writ.action
import data.writ.intent
import data.writ.reasons

# METADATA
# title: approval_required
# description: What is privileged takes a person's yes, unless the intent itself says that it may go without.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-09, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	action.privileged
	not intent.lifted
	message := concat(" ", [input.action.verb, "is privileged here and takes an approval"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: call_not_understood
# description: Part of the call could not be parsed, so it may do more than is known.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-05, MAESTRO-L3, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	input.action.parse != "complete"
	message := concat("", ["the call was not understood in full (", input.action.parse, ")"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: verb_needs_approval
# description: Settings want a person's yes for this verb.
# custom:
#   controls: [OWASP-ASI-09, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	some act in action.acts
	act.verb in data.settings.approval.verbs
	reason := reasons.of(rego.metadata.rule(), concat(" ", [act.verb, "takes an approval"]))
}

# METADATA
# title: amount_needs_approval
# description: Settings want a person's yes for amounts from here on.
# custom:
#   controls: [OWASP-ASI-09, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	amount := input.action.amount
	to_number(amount.value) >= to_number(data.settings.approval.amounts[amount.currency])
	reason := reasons.of(rego.metadata.rule(), "an amount of this size takes an approval")
}
