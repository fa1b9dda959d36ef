# METADATA
# title: Flows
# description: Which data must not get where, however many programs are between.
package policy.flows

import data.writ.action
import data.writ.facts
import data.writ.reasons

# METADATA
# title: secret_flows_out
# description: Credentials, or the environment that holds them, would get to a host.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-02, OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2,
#     MITRE-ATTACK-T1041, MITRE-ATTACK-T1048, MITRE-ATTACK-T1567]
block contains reason if {
	some flow in input.facts.flows
	flow.to.kind == "host"
	some class in flow.from.classes
	facts.treats(data.settings.facts.flows, class, "block")
	message := concat("", [class, " would get to ", reasons.name(flow.to.value)])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: secret_leaves
# description: A secret stands in the arguments of a call that sends something out.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-02, OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2,
#     MITRE-ATTACK-T1041, MITRE-ATTACK-T1048, MITRE-ATTACK-T1567]
block contains reason if {
	some finding in input.findings
	startswith(finding.type, "secret.")
	finding.severity in {"high", "critical"}
	some effect in action.effects
	"egress" in effect.traits
	not effect.verb in read_verbs
	reason := reasons.of(rego.metadata.rule(), concat("", ["the arguments hold ", reasons.name(finding.type)]))
}

# What only asks for something may carry the key that it is asked with.
read_verbs := {"net.fetch", "web.browse", "web.search", "http.request"}
