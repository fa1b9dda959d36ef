# METADATA
# title: Orchestrator
# description: |
#   A planner hands out work, and workers do it. A worker does what its own registration says, whoever sent it; it hands
#   nothing on, and the planner itself touches nothing. Strangers and long chains are the business of the built-in
#   `policy.delegation`.
package policy.orchestrator

import data.writ.action
import data.writ.identity
import data.writ.reasons

# METADATA
# title: planner_acts
# description: A planner plans and delegates. What it would do itself, it was talked into.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-07, MAESTRO-L7, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	role == "planner"
	some act in action.acts
	act.tier != "read_only"
	not act.verb in {"agent.delegate", "agent.message"}
	reason := reasons.of(rego.metadata.rule(), concat(" ", ["a planner does not", act.verb, "itself"]))
}

# METADATA
# title: worker_delegates
# description: Workers do not hand on what they were handed.
# custom:
#   controls: [OWASP-ASI-07, OWASP-ASI-08, MAESTRO-L7, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	role == "worker"
	some act in action.acts
	act.verb == "agent.delegate"
	reason := reasons.of(rego.metadata.rule(), "a worker hands nothing on")
}

# METADATA
# title: worker_without_planner
# description: A worker acts for a planner, never by itself.
# custom:
#   controls: [OWASP-ASI-07, OWASP-ASI-10, MAESTRO-L7, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	role == "worker"
	not sent_by_planner
	reason := reasons.of(rego.metadata.rule(), "a worker acts for a planner, and nobody sent this one")
}

role := identity.registration.role

sent_by_planner if {
	some id in identity.delegates
	identity.registration_of(id).role == "planner"
}
