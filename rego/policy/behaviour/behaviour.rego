# METADATA
# title: Behaviour
# description: What no task is a reason for, by the name of the behaviour.
package policy.behaviour

import data.writ.facts
import data.writ.reasons

# METADATA
# title: code_from_outside_runs
# description: Code runs that came from the network, was decoded, or opens a shell to somebody else.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1059, MITRE-ATTACK-T1105, MITRE-ATTACK-T1027]
block contains reason if {
	some signal in forbidden
	startswith(signal.code, "execution.")
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: destructive
# description: Files, disks, processes or whole systems would be destroyed or stopped, or made unreadable.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1485, MITRE-ATTACK-T1489, MITRE-ATTACK-T1561]
block contains reason if {
	some signal in forbidden
	startswith(signal.code, "destruction.")
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: persistent
# description: Something would stay and run later, outside of the task.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1053, MITRE-ATTACK-T1543, MITRE-ATTACK-T1546, MITRE-ATTACK-T1547]
block contains reason if {
	some signal in forbidden
	startswith(signal.code, "persistence.")
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: rights_raised
# description: More rights would be taken or given than the agent has.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1548, MITRE-ATTACK-T1611]
block contains reason if {
	some signal in forbidden
	startswith(signal.code, "privilege.")
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: credentials_gathered
# description: Credentials would be searched for, dumped or taken out of a store.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1003, MITRE-ATTACK-T1552, MITRE-ATTACK-T1555]
block contains reason if {
	some signal in forbidden
	startswith(signal.code, "credential.")
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: traces_removed
# description: Logs, history or guards would be removed or got around.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1070, MITRE-ATTACK-T1562, MITRE-ATTACK-T1564]
block contains reason if {
	some signal in forbidden
	startswith(signal.code, "evasion.")
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: behaviour_forbidden
# description: The call would do something that settings forbid by name.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6]
block contains reason if {
	some signal in forbidden
	not split(signal.code, ".")[0] in named_areas
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: behaviour_needs_approval
# description: The call would do something that takes a yes from a person, or that settings do not know.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6]
require_approval contains reason if {
	some signal in input.facts.signals
	needs_person(signal.code)
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

# METADATA
# title: behaviour_noted
# description: The call would do something that people should know of.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6]
warn contains reason if {
	some signal in input.facts.signals
	facts.treats(table, signal.code, "warn")
	reason := reasons.of(rego.metadata.rule(), message(signal))
}

table := data.settings.facts.signals

forbidden := [signal |
	some signal in input.facts.signals
	facts.treats(table, signal.code, "block")
]

needs_person(code) if facts.treats(table, code, "require_approval")

needs_person(code) if not facts.mentions(table, code)

message(signal) := concat("", [signal.code, ": ", reasons.name(signal.detail)])

named_areas := {"execution", "destruction", "persistence", "privilege", "credential", "evasion"}
