# METADATA
# title: Protocol
# description: What an agent has to say to a server before, between and after the calls that its task is about.
package policy.protocol

import data.writ.action
import data.writ.reasons

# METADATA
# title: protocol_upkeep
# description: |
#   The message only keeps the protocol with a known server going: a handshake, a list, a notification, an answer. It
#   takes no intent. Who the agent is, whether it is active, and what the message holds are judged as ever.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
allow contains reason if {
	action.upkeep
	reason := reasons.of(rego.metadata.rule(), concat(" ", [input.action.verb, "keeps the protocol going"]))
}
