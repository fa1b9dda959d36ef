# METADATA
# title: Files
# description: Which files a call must not touch, whatever the task.
package policy.files

import data.writ.facts
import data.writ.reasons

# METADATA
# title: sensitive_file_read
# description: The call would read a file that holds credentials or the like.
# custom:
#   controls: [OWASP-ASI-03, OWASP-LLM-02, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.7.2,
#     MITRE-ATTACK-T1552, MITRE-ATTACK-T1555]
block contains reason if {
	some file in input.facts.files
	file.access in {"read", "copy"}
	some class in facts.classes_of_file(file, "block")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(file.path), " would be read, and is ", class]))
}

# METADATA
# title: sensitive_file_written
# description: The call would change a file that makes programs run later, lets people in, or belongs to the system.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-05, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1546, MITRE-ATTACK-T1543, MITRE-ATTACK-T1053]
block contains reason if {
	some file in input.facts.files
	file.access in {"write", "append", "delete", "move", "permission"}
	some class in facts.classes_of_file(file, "block")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(file.path), " would be changed, and is ", class]))
}

# METADATA
# title: file_read_needs_approval
# description: Settings want a yes from a person before such a file is read.
# custom:
#   controls: [OWASP-ASI-03, OWASP-LLM-02, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.7.2,
#     MITRE-ATTACK-T1552, MITRE-ATTACK-T1555]
require_approval contains reason if {
	some file in input.facts.files
	file.access in {"read", "copy"}
	some class in facts.classes_of_file(file, "require_approval")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(file.path), " would be read, and is ", class]))
}

# METADATA
# title: file_written_needs_approval
# description: Settings want a yes from a person before such a file is changed, e.g. the instructions of agents.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-05, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1546, MITRE-ATTACK-T1543, MITRE-ATTACK-T1053]
require_approval contains reason if {
	some file in input.facts.files
	file.access in {"write", "append", "delete", "move", "permission"}
	some class in facts.classes_of_file(file, "require_approval")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(file.path), " would be changed, and is ", class]))
}

# METADATA
# title: file_noted
# description: Settings want people to know of such files.
# custom:
#   controls: [OWASP-ASI-03, OWASP-LLM-02, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.7.2,
#     MITRE-ATTACK-T1552, MITRE-ATTACK-T1555]
warn contains reason if {
	some file in input.facts.files
	some class in facts.classes_of_file(file, "warn")
	reason := reasons.of(rego.metadata.rule(), concat("", [reasons.name(file.path), " is ", class]))
}
