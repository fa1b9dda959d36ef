# METADATA
# title: Hosts
# description: Which hosts a call must not reach, whatever the task.
package policy.hosts

import data.writ.facts
import data.writ.reasons

# METADATA
# title: host_forbidden
# description: |
#   The call would reach a host of a kind that nothing here has to do with, e.g. the metadata service of a cloud.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-02, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1552.005, MITRE-ATTACK-T1090, MITRE-ATTACK-T1583]
block contains reason if {
	some host in input.facts.hosts
	some class in host.classes
	facts.treats(data.settings.facts.hosts, class, "block")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(host.host), " is ", class]))
}

# METADATA
# title: host_needs_approval
# description: The call would reach a host of a kind that takes an approval, e.g. an internal address.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-02, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1552.005, MITRE-ATTACK-T1090, MITRE-ATTACK-T1583]
require_approval contains reason if {
	some host in input.facts.hosts
	some class in host.classes
	facts.treats(data.settings.facts.hosts, class, "require_approval")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(host.host), " is ", class]))
}

# METADATA
# title: host_noted
# description: The call would reach a host of a kind that people should know of.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-02, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1552.005, MITRE-ATTACK-T1090, MITRE-ATTACK-T1583]
warn contains reason if {
	some host in input.facts.hosts
	some class in host.classes
	facts.treats(data.settings.facts.hosts, class, "warn")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(host.host), " is ", class]))
}
