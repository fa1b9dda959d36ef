# METADATA
# title: Envelope
# description: What an agent may do without an intent, for those who have none yet.
package policy.envelope

import data.writ.action
import data.writ.identity
import data.writ.intent
import data.writ.reasons

# METADATA
# title: tier_over_envelope
# description: |
#   The call can do more than the agent may without an intent. An envelope that names no tier is for reading.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-03, OWASP-LLM-06, MAESTRO-L7, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	intent.source == "envelope"
	tier := object.get(identity.registration.envelope, "max_tier", "read_only")
	highest := object.get(action.rank, tier, action.no_tier)
	some effect in action.effects
	action.rank[effect.tier] > highest
	reason := reasons.of(rego.metadata.rule(), concat(" ", [effect.verb, "is above the tier of the agent's envelope"]))
}

# METADATA
# title: envelope_stands_in
# description: No intent was sent; the agent's registered envelope permits all that the call would do.
# custom:
#   controls: [OWASP-ASI-03, OWASP-LLM-06, MAESTRO-L7, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
allow contains reason if {
	intent.source == "envelope"
	intent.permits
	message := concat(" ", ["no intent was sent; the agent's envelope stands in for it and allows", input.action.verb])
	reason := reasons.of(rego.metadata.rule(), message)
}
