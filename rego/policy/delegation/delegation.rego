# METADATA
# title: Delegation
# description: |
#   For whom an agent may act. What registrations say of verbs and tiers holds for each of them: `policy.agents`.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc8693#section-4.1
package policy.delegation

import data.writ.action
import data.writ.identity
import data.writ.intent
import data.writ.reasons

# METADATA
# title: delegation_too_deep
# description: The call comes through more hands than settings allow.
# custom:
#   controls: [OWASP-ASI-07, OWASP-ASI-10, MAESTRO-L7, NIST-AI-RMF-GOVERN-1.6, ISO-42001-A.9.4]
block contains reason if {
	count(chain) > 0
	not within_depth
	reason := reasons.of(rego.metadata.rule(), "the agent acts for another that acts for another, too often in a row")
}

# METADATA
# title: delegation_loop
# description: |
#   An agent acts for itself by way of another, or stands in the chain twice. Nobody could tell whose doing it is.
# custom:
#   controls: [OWASP-ASI-07, OWASP-ASI-03, MAESTRO-L7, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
block contains reason if {
	count({input.agent.id} | {id | some id in chain}) <= count(chain)
	reason := reasons.of(rego.metadata.rule(), "the chain of those for whom the agent acts names one of them twice")
}

# METADATA
# title: delegate_unregistered
# description: An agent for which this one acts is in no registry, and settings do not permit that in this environment.
# custom:
#   controls: [OWASP-ASI-03, OWASP-ASI-10, MAESTRO-L7, NIST-AI-RMF-GOVERN-1.6, ISO-42001-A.4.2]
block contains reason if {
	not unregistered_may_delegate
	some id in identity.delegates
	not identity.registration_of(id)
	message := concat(" ", [reasons.name(id), "for which the agent acts, is not registered"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: delegate_not_active
# description: An agent for which this one acts is suspended or retired.
# custom:
#   controls: [OWASP-ASI-10, MAESTRO-L7, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
block contains reason if {
	some id in identity.delegates
	some status in identity.statuses_of(id)
	status != "active"
	message := concat(" ", [reasons.name(id), "for which the agent acts, is not active but", reasons.name(status)])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: not_in_delegate_envelope
# description: |
#   No intent was sent, and an agent for which this one acts has no envelope that permits the call: it could not have
#   made it either.
# custom:
#   controls: [OWASP-ASI-03, OWASP-ASI-07, OWASP-LLM-06, MAESTRO-L7, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	intent.source == "envelope"
	some id in identity.delegates
	not in_envelope_of(id)
	message := concat(" ", ["the envelope of", reasons.name(id), "does not permit the call"])
	reason := reasons.of(rego.metadata.rule(), message)
}

chain := object.get(input.agent, "delegation", [])

within_depth if count(chain) <= data.settings.delegation.max_depth

unregistered_may_delegate if input.environment in data.settings.delegation.unregistered_environments

in_envelope_of(id) if {
	envelope := identity.registration_of(id).envelope
	intent.in_full(intent.coverage_by(intent.allowances_of(envelope)))
	highest := object.get(action.rank, object.get(envelope, "max_tier", "read_only"), action.no_tier)
	every effect in action.effects { action.rank[effect.tier] <= highest }
}
