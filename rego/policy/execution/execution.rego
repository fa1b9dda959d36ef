# METADATA
# title: Execution
# description: Under which conditions code may run.
package policy.execution

import data.writ.action

# METADATA
# title: Run it in a sandbox
# description: What executes code runs where it can do no harm beyond the call.
# custom:
#   controls: [OWASP-ASI-05, OWASP-LLM-05, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6]
oblige contains obligation if {
	some effect in action.effects
	"executes" in effect.traits
	settings := object.get(data.settings, "sandbox", {})
	obligation := object.union(settings, {"type": "sandbox", "fulfillment": "required"})
}
