# METADATA
# title: Intent
# description: The call has to be part of the task at hand, whatever the model has read since it began.
package policy.intent

import data.writ.action
import data.writ.allowance
import data.writ.intent
import data.writ.reasons

# METADATA
# title: intent_missing
# description: No intent was sent, and no envelope of the agent may stand in for it.
# custom:
#   controls: [OWASP-ASI-01, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	not input.intent
	not intent.source
	not action.upkeep
	reason := reasons.of(rego.metadata.rule(), "the call comes with no intent, and nothing stands in for it")
}

# METADATA
# title: intent_unverified
# description: The intent is neither signed nor vouched for in a way that this environment accepts.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-03, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
block contains reason if {
	input.intent
	not intent.proven
	reason := reasons.of(rego.metadata.rule(), "the intent is not verified, and may not go unverified here")
}

# METADATA
# title: intent_expired
# description: The task's time is over.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-03, MAESTRO-L3, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4]
block contains reason if {
	input.intent
	not intent.in_time
	reason := reasons.of(rego.metadata.rule(), "the intent has expired")
}

# METADATA
# title: verb_not_in_intent
# description: The task is not about what the call would do.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-02, OWASP-LLM-01, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	some covered in intent.coverage
	not covered.named
	reason := reasons.of(rego.metadata.rule(), concat(" ", [covered.act.verb, "is not what", intent.label, "allows"]))
}

# METADATA
# title: resource_not_in_intent
# description: The task is about other things than the one that the call would touch, or the call does not say which.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	some covered in intent.coverage
	covered.named
	count(covered.placed) == 0
	resource := reasons.name(object.get(covered.act, ["resource", "uri"], "a call that names no resource"))
	message := concat(" ", [resource, "is not what", intent.label, "allows", covered.act.verb, "for"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: destination_not_in_intent
# description: The call would reach somebody whom the task does not name.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-02, OWASP-LLM-01, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	some covered in intent.coverage
	count(covered.placed) > 0
	some destination in covered.unnamed
	named := reasons.destination(destination)
	reason := reasons.of(rego.metadata.rule(), concat("", [named, " is not among ", intent.label, "'s destinations"]))
}

# METADATA
# title: amount_not_in_intent
# description: The amount is above the task's limit, is in another currency, or is not said.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	some covered in intent.coverage
	count(covered.live) == 0
	some candidate in covered.placed
	not allowance.within_amount(candidate, covered.act)
	reason := reasons.of(rego.metadata.rule(), concat(" ", ["the call's amount is not within the limit of", intent.label]))
}

# METADATA
# title: total_not_in_intent
# description: With this call the task would have spent more than it may in all, or nobody counts what it has spent.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-08, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	some covered in intent.coverage
	count(covered.live) == 0
	some candidate in covered.placed
	not allowance.within_total(candidate, covered.act)
	message := concat(" ", ["the task would spend more in all than", intent.label, "lets it"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: sensitivity_not_in_intent
# description: The call is about data that are more sensitive than the task needs.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-MAP-1.1, ISO-42001-A.7.5]
block contains reason if {
	some covered in intent.coverage
	count(covered.live) == 0
	some candidate in covered.placed
	not allowance.within_sensitivity(candidate)
	message := concat(" ", [input.action.sensitivity, "data are more sensitive than", intent.label, "is for"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: window_not_in_intent
# description: The time in which the task may do this has not come, or is over.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-03, MAESTRO-L3, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4]
block contains reason if {
	some covered in intent.coverage
	count(covered.live) == 0
	some candidate in covered.placed
	not allowance.within_window(candidate)
	message := concat(" ", [intent.label, "does not allow", covered.act.verb, "at this time"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: calls_not_in_intent
# description: The task's calls of this kind are used up, or nobody counts them.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-08, OWASP-LLM-10, MAESTRO-L3, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	some covered in intent.coverage
	count(covered.live) == 0
	some candidate in covered.placed
	not allowance.within_calls(candidate, covered.act)
	reason := reasons.of(rego.metadata.rule(), concat(" ", [intent.label, "has no calls of", covered.act.verb, "left"]))
}

# METADATA
# title: amount_near_limit
# description: The amount is within the task's limit by little.
# custom:
#   controls: [OWASP-ASI-02, NIST-AI-RMF-MEASURE-2.4, ISO-42001-A.6.2.6]
warn contains reason if {
	value := to_number(input.action.amount.value)
	some covered in intent.coverage
	some candidate in covered.live
	value > to_number(candidate.max_amount) * data.settings.warnings.amount_share
	reason := reasons.of(rego.metadata.rule(), concat(" ", ["the call's amount is near the limit of", intent.label]))
}

# METADATA
# title: intent_allows
# description: A verified intent permits all that the call would do.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
allow contains reason if {
	input.intent.verified == true
	intent.permits
	reason := reasons.of(rego.metadata.rule(), concat(" ", ["the intent allows", input.action.verb]))
}

# METADATA
# title: intent_allows_unverified
# description: An intent that somebody vouches for permits all that the call would do.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
allow contains reason if {
	intent.source == "intent"
	not input.intent.verified
	intent.permits
	message := concat("", ["an unverified intent (", input.intent.method, ") allows ", input.action.verb])
	reason := reasons.of(rego.metadata.rule(), message)
}
