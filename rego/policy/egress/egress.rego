# METADATA
# title: Egress
# description: What must not leave the tenant.
package policy.egress

import data.writ.action
import data.writ.intent
import data.writ.reasons
import data.writ.tenant

# METADATA
# title: sensitive_data_leaves
# description: The call could carry confidential or restricted data to a destination that is not the tenant's own.
# custom:
#   controls: [OWASP-LLM-02, OWASP-ASI-01, OWASP-ASI-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
block contains reason if {
	sensitive
	some effect in leaving
	some destination in effect.destinations
	not tenant.owns(destination)
	message := concat("", [
		input.action.sensitivity, " data must not leave to ",
		reasons.destination(destination), ", which is not the tenant's",
	])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: destination_missing
# description: |
#   The call sends something out or pays, and does not say whom. Nobody could tell whether the intent covers that.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.9.4]
require_approval contains reason if {
	some act in action.acts
	goes_somewhere(act)
	count(act.destinations) == 0
	not goes_anywhere(act)
	reason := reasons.of(rego.metadata.rule(), concat("", [act.verb, " goes somewhere, and names no destination"]))
}

# METADATA
# title: findings_in_arguments
# description: The call's arguments hold secrets or the like.
# custom:
#   controls: [OWASP-LLM-02, OWASP-ASI-03, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
warn contains reason if {
	some finding in input.findings
	finding.severity in {"high", "critical"}
	reason := reasons.of(rego.metadata.rule(), concat(" ", ["the arguments hold", reasons.name(finding.type)]))
}

# METADATA
# title: Redact what was found
# description: Secrets do not reach the tool; addresses and the like may be what the call is about.
# custom:
#   controls: [OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
oblige contains {"type": "redact", "fulfillment": "required", "paths": sort(paths)} if {
	paths := {finding.path |
		some finding in input.findings
		finding.severity in {"high", "critical"}
	}
	count(paths) > 0
}

# METADATA
# title: What was read
# description: The session remembers that it read sensitive data, so that later calls are as sensitive.
# custom:
#   controls: [OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.5]
label contains concat("", ["read:", input.action.sensitivity]) if {
	sensitive
	some effect in action.effects
	"reads" in effect.traits
}

# Anything but what is known to be harmless.
sensitive if not harmless

harmless if input.action.sensitivity in {"public", "internal"}

goes_somewhere(effect) if "egress" in effect.traits

# A refund goes back to where the money came from, and orders are paid to the shop.
goes_somewhere(effect) if effect.verb in {"payment.transfer", "payment.schedule"}

# The intent lets it go to anybody, so that it does not matter to whom.
goes_anywhere(act) if {
	some covered in intent.coverage
	covered.act == act
	some candidate in covered.live
	"*" in candidate.destinations
}

leaving := [effect | some effect in action.effects; "egress" in effect.traits]
