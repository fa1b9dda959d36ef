# METADATA
# title: Read-only agents
# description: Agents that carry the label `read_only` in the registry look things up and change nothing.
package policy.read_only

import data.writ.action
import data.writ.identity
import data.writ.reasons

# METADATA
# title: agent_only_reads
# description: The call would change something, and the agent is registered as one that only reads.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-03, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	only_reads
	some effect in action.effects
	effect.tier != "read_only"
	reason := reasons.of(rego.metadata.rule(), concat("", ["the agent only reads, and ", effect.verb, " is more"]))
}

# METADATA
# title: agent_reads_too_much
# description: One call would hand out more records than a person looks at.
# custom:
#   controls: [OWASP-LLM-02, OWASP-LLM-10, OWASP-ASI-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
block contains reason if {
	only_reads
	input.action.count > data.settings.read_only.max_count
	reason := reasons.of(rego.metadata.rule(), "one call would read more than the agent may")
}

only_reads if identity.registration.read_only == true
