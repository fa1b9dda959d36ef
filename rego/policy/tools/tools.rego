# METADATA
# title: Tools
# description: Which tools may be used at all, whatever the task.
package policy.tools

import data.writ.reasons

# METADATA
# title: tool_unknown
# description: Nobody has described the tool, so nobody knows what the call would do.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-04, OWASP-LLM-03, MAESTRO-L7, NIST-AI-RMF-MAP-4.2, ISO-42001-A.4.4]
block contains reason if {
	unknown
	reason := reasons.of(rego.metadata.rule(), concat("", [tool, " is in no catalogue"]))
}

# METADATA
# title: tool_pin_mismatch
# description: The tool's description is not the one that was reviewed.
# custom:
#   controls: [OWASP-ASI-04, OWASP-LLM-03, MAESTRO-L7, NIST-AI-RMF-MANAGE-3.1, ISO-42001-A.10.3]
block contains reason if {
	mismatch
	reason := reasons.of(rego.metadata.rule(), concat("", [tool, " has changed since it was reviewed"]))
}

# METADATA
# title: tool_unpinned
# description: Settings ask for a reviewed description of every tool, and this one has none.
# custom:
#   controls: [OWASP-ASI-04, OWASP-LLM-03, MAESTRO-L7, NIST-AI-RMF-MANAGE-3.1, ISO-42001-A.10.3]
block contains reason if {
	data.settings.tools.require_pin == true
	input.action.tool.pin == "none"
	reason := reasons.of(rego.metadata.rule(), concat("", [tool, " was not reviewed"]))
}

# METADATA
# title: Grants end with the tool
# description: A tool that has changed may be in other hands, so what the session was granted ends.
# custom:
#   controls: [OWASP-ASI-04, OWASP-ASI-08, MAESTRO-L7, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
revoke contains "tool_pin_mismatch" if mismatch

unknown if not input.action.tool.known

unknown if input.action.verb == "unknown"

mismatch if not pin_holds

pin_holds if input.action.tool.pin in {"match", "none"}

tool := concat(" ", ["the tool", reasons.name(input.action.tool.name)])
