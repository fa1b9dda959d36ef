# METADATA
# title: Disguise
# description: Text that is not what it seems to be.
package policy.disguise

import data.writ.facts
import data.writ.reasons

# METADATA
# title: text_disguised
# description: The arguments hold text that people cannot see, or see otherwise than programs read it.
# custom:
#   controls: [OWASP-ASI-01, OWASP-LLM-01, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1027, MITRE-ATTACK-T1036]
block contains reason if {
	some hidden in input.facts.hidden
	facts.treats(data.settings.facts.hidden, hidden.trick, "block")
	reason := reasons.of(rego.metadata.rule(), concat("", ["text is disguised by ", reasons.name(hidden.trick)]))
}

# METADATA
# title: text_needs_approval
# description: The arguments hold text of a kind that takes an approval.
# custom:
#   controls: [OWASP-ASI-01, OWASP-LLM-01, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1027, MITRE-ATTACK-T1036]
require_approval contains reason if {
	some hidden in input.facts.hidden
	facts.treats(data.settings.facts.hidden, hidden.trick, "require_approval")
	reason := reasons.of(rego.metadata.rule(), concat("", ["text is disguised by ", reasons.name(hidden.trick)]))
}

# METADATA
# title: text_noted
# description: The arguments hold text of a kind that people should know of.
# custom:
#   controls: [OWASP-ASI-01, OWASP-LLM-01, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1027, MITRE-ATTACK-T1036]
warn contains reason if {
	some hidden in input.facts.hidden
	facts.treats(data.settings.facts.hidden, hidden.trick, "warn")
	reason := reasons.of(rego.metadata.rule(), concat("", ["text is disguised by ", reasons.name(hidden.trick)]))
}
