# METADATA
# title: Agents
# description: Who may act at all, and what the registry lets it do whatever its task.
# related_resources:
#   - https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/
package policy.agents

import data.writ.action
import data.writ.allowance
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
	some status in identity.statuses_of(input.agent.id)
	status != "active"
	reason := reasons.of(rego.metadata.rule(), concat("", ["the agent is not active but ", reasons.name(status)]))
}

# METADATA
# title: verb_not_registered
# description: |
#   The agent, or one for which it acts, is registered for other verbs. That is a ceiling: no intent is above it.
# custom:
#   controls: [OWASP-ASI-03, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L7, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	some authority in identity.authorities
	verbs := authority.registration.verbs
	some act in action.acts
	count(allowance.names_of_act(act) & {verb | some verb in verbs}) == 0
	message := concat(" ", [reasons.name(authority.id), "is not registered for", act.verb])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: tier_over_registration
# description: |
#   The call can do more than the agent, or one for which it acts, is registered for. No intent is above that.
# custom:
#   controls: [OWASP-ASI-03, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L7, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	some authority in identity.authorities
	tier := authority.registration.max_tier
	some effect in action.effects
	action.rank[effect.tier] > object.get(action.rank, tier, action.no_tier)
	message := concat(" ", [effect.verb, "is above the tier that is registered of", reasons.name(authority.id)])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: agent_without_owner
# description: Nobody answers for the agent. `writ agents due` lists such agents.
# custom:
#   controls: [OWASP-ASI-10, MAESTRO-L7, NIST-AI-RMF-GOVERN-2.1, ISO-42001-A.3.2]
warn contains reason if {
	identity.registration
	not owned
	reason := reasons.of(rego.metadata.rule(), "the agent has no owner")
}

# METADATA
# title: agent_review_due
# description: The agent's registration has not been looked at again by the day that it names.
# custom:
#   controls: [OWASP-ASI-10, MAESTRO-L7, NIST-AI-RMF-GOVERN-1.5, ISO-42001-A.6.2.6]
warn contains reason if {
	# Both are days (YYYY-MM-DD), so they compare as text.
	substring(input.now, 0, 10) > identity.registration.review_at
	reason := reasons.of(rego.metadata.rule(), "the agent's registration is due for review")
}

unregistered_may_act if input.environment in data.settings.agents.unregistered_environments

owned if {
	is_string(identity.registration.owner)
	identity.registration.owner != ""
}
