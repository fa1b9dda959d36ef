# METADATA
# title: Agents
# description: Who may act at all.
# related_resources:
#   - https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/
package policy.agents

import data.writ.identity
import data.writ.reasons

# METADATA
# title: agent_unverified
# description: The agent is neither proven by a token nor vouched for in a way that this environment accepts.
# custom:
#   controls: [OWASP-ASI-03, MAESTRO-L7, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6]
block contains reason if {
	not identity.proven
	reason := reasons.of(rego.metadata.rule(), "the agent's identity is not proven")
}

# METADATA
# title: agent_unregistered
# description: The agent is in no registry, and settings do not let such agents act in this environment.
# custom:
#   controls: [OWASP-ASI-10, OWASP-ASI-03, MAESTRO-L7, NIST-AI-RMF-GOVERN-1.6, ISO-42001-A.4.2]
block contains reason if {
	not identity.registration
	not unregistered_may_act
	reason := reasons.of(rego.metadata.rule(), "the agent is not registered")
}

# METADATA
# title: agent_not_active
# description: The agent is suspended or retired.
# custom:
#   controls: [OWASP-ASI-10, MAESTRO-L7, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
block contains reason if {
	some status in statuses
	status != "active"
	reason := reasons.of(rego.metadata.rule(), concat("", ["the agent is not active but ", reasons.name(status)]))
}

unregistered_may_act if input.environment in data.settings.agents.unregistered_environments

statuses contains object.get(identity.registration, "status", "without a status")

statuses contains input.agent.status
