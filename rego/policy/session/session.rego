# METADATA
# title: Session
# description: What follows from what the task has done and seen so far.
package policy.session

import data.writ.action
import data.writ.limits
import data.writ.reasons
import data.writ.session

# METADATA
# title: untrusted_input
# description: |
#   The session has read what outsiders can write, and now the call would change something. An instruction in that text
#   may be behind it.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-06, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6]
warn contains reason if {
	acts_on_untrusted_input
	treatment == "warn"
	reason := reasons.of(rego.metadata.rule(), untrusted_message)
}

# METADATA
# title: context_changed
# description: |
#   The session goes on with another intent, catalogue, environment or agent than it began with, and settings want
#   people to be told.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-06, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.4, ISO-42001-A.6.2.6]
warn contains reason if {
	some name in session.changed
	change_treatment(name) == "warn"
	reason := reasons.of(rego.metadata.rule(), changed_message(name))
}

# METADATA
# title: session_calls_many
# description: The session has made more calls than tasks usually take.
# custom:
#   controls: [OWASP-LLM-10, OWASP-ASI-08, OWASP-ASI-10, MAESTRO-L5, NIST-AI-RMF-MANAGE-4.1, ISO-42001-A.6.2.6]
warn contains reason if {
	session.calls >= data.settings.warnings.session_calls
	reason := reasons.of(rego.metadata.rule(), "the session has made unusually many calls")
}

# METADATA
# title: untrusted_input
# description: The same, where settings want a person to look at it.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	acts_on_untrusted_input
	treatment == "approve"
	reason := reasons.of(rego.metadata.rule(), untrusted_message)
}

# METADATA
# title: context_changed
# description: The same, where settings want a person to look at it.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	some name in session.changed
	change_treatment(name) == "approve"
	reason := reasons.of(rego.metadata.rule(), changed_message(name))
}

# METADATA
# title: session_agent_changed
# description: Another agent goes on with the session than began it.
# custom:
#   controls: [OWASP-ASI-03, OWASP-ASI-07, MAESTRO-L7, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
block contains reason if {
	"agent" in session.changed
	not change_treatment("agent") in milder
	reason := reasons.of(rego.metadata.rule(), changed_message("agent"))
}

# METADATA
# title: context_changed
# description: |
#   The session goes on with another intent, catalogue or environment than it began with, and settings forbid that.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-06, MAESTRO-L3, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4]
block contains reason if {
	some name in session.changed
	name != "agent"
	not change_treatment(name) in milder
	reason := reasons.of(rego.metadata.rule(), changed_message(name))
}

# METADATA
# title: session_calls_exhausted
# description: The session has made all the calls that settings give it.
# custom:
#   controls: [OWASP-LLM-10, OWASP-ASI-08, OWASP-ASI-10, MAESTRO-L4, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
block contains reason if {
	session.calls >= data.settings.session.max_calls
	reason := reasons.of(rego.metadata.rule(), "the session has made as many calls as it may")
}

# METADATA
# title: session_spent_exhausted
# description: |
#   With this call the session would have spent more than settings give it. What is spent in a currency that nobody
#   names may be any of those that settings name; and so many, where nobody says how much.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-08, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	some currency, limit in data.settings.session.max_spent
	limits.spent(session.counted, currency) > to_number(limit)
	some effect in action.effects
	"spends" in effect.traits
	reason := reasons.of(rego.metadata.rule(), "the session would spend more than it may")
}

# METADATA
# title: What may have been planted
# description: The session remembers that it read what outsiders can write.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-06, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.7.5]
label contains "untrusted_input" if {
	some effect in action.effects
	effect.verb in data.settings.untrusted_input.verbs
}

acts_on_untrusted_input if {
	session.tainted
	some effect in action.effects
	effect.tier != "read_only"
}

# What settings do not say, or say in a way that is not known, is no milder than it may be.
milder := {"approve", "warn", "ignore"}

change_treatment(name) := object.get(data.settings, ["session", "changed", name], "block")

changed_message(name) := concat(" ", ["the session goes on with another", name, "than it began with"])

treatment := object.get(data.settings, ["untrusted_input", "treatment"], "warn")

untrusted_message := "the session has read text that outsiders can write, and the call would act on it"
