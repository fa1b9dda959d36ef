# METADATA
# title: Provenance
# description: |
#   Calls whose destinations, resources, arguments or whole purpose came from text that anybody may have written.
#   `data.settings.provenance` says what is done about each, by its name: `approve`, `block`, `warn` or `ignore`.
package policy.provenance

import data.writ.action
import data.writ.reasons

# METADATA
# title: destination_from_text
# description: |
#   The call would send, pay, give or change something, and only untrusted text has named where to: neither the user nor
#   a directory did.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
require_approval contains reason if {
	approved("destination_from_text")
	some message in found.destination_from_text
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: destination_from_nowhere
# description: |
#   The session, or another one of the task, has read untrusted text, and the call would send or pay to an address that
#   nobody has named: neither the user nor anything that was read. It may be one that a text spelt out.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
require_approval contains reason if {
	approved("destination_from_nowhere")
	some message in found.destination_from_nowhere
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: resource_from_text
# description: |
#   The call would change something for good, pay, run, give rights or read sensitive data, and only untrusted text has
#   named what.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-03, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
require_approval contains reason if {
	approved("resource_from_text")
	some message in found.resource_from_text
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: arguments_from_text
# description: |
#   A call of such weight that has neither a destination nor a resource got its arguments from untrusted text, and none
#   from the user.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
require_approval contains reason if {
	approved("arguments_from_text")
	some message in found.arguments_from_text
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: errand_from_text
# description: |
#   Untrusted text speaks of what the tool does, and the user never did; nor did the user name anything that the call is
#   about. The call reads more than what is public, or changes something.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-06, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
require_approval contains reason if {
	approved("errand_from_text")
	some message in found.errand_from_text
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: provenance_forbidden
# description: A call from untrusted text that settings forbid.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, MAESTRO-L2, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4]
block contains reason if {
	some name, messages in found
	treatment(name) == "block"
	some message in messages
	reason := reasons.of(rego.metadata.rule(), concat(": ", [name, message]))
}

# METADATA
# title: provenance_noted
# description: A call from untrusted text that settings want people to be told of.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.4, ISO-42001-A.6.2.6]
warn contains reason if {
	some name, messages in found
	treatment(name) == "warn"
	some message in messages
	reason := reasons.of(rego.metadata.rule(), concat(": ", [name, message]))
}

found.destination_from_text contains message if {
	some effect in action.effects
	carries(effect)
	some destination in effect.destinations
	destination.origin == "tool_output"
	message := concat("", [reasons.destination(destination), " came only from ", text_of(destination)])
}

found.destination_from_nowhere contains message if {
	text_read
	input.provenance.user_seen
	some effect in action.effects
	sends(effect)
	some destination in effect.destinations
	destination.origin == "unseen"
	destination.kind in {"account", "email", "phone", "wallet"}
	message := concat(" ", [
		reasons.destination(destination),
		"was named by nobody, and the task has read untrusted text",
	])
}

text_read if input.provenance.text_seen

# Values are remembered by session: of what another one of the task has read, only that it did is known.
text_read if "untrusted_input" in input.task.labels

found.resource_from_text contains message if {
	some effect in action.effects
	weighty(effect)
	effect.resource.origin == "tool_output"
	message := concat("", [reasons.name(effect.resource.uri), " came only from ", text_of(effect.resource)])
}

found.arguments_from_text contains message if {
	count(input.provenance.untrusted_only) > 0
	input.provenance.arguments.user == 0
	some effect in action.effects
	decisive(effect)
	not effect.resource
	count(effect.destinations) == 0
	message := concat(" ", ["the arguments of", effect.verb, "came only from text that anybody may have written"])
}

found.errand_from_text contains message if {
	input.provenance.topic == "tool_output"
	input.provenance.user_seen
	not named_by_user
	some effect in action.effects
	matters(effect)
	tool := reasons.name(input.action.tool.name)
	message := concat("", ["the user did not speak of what ", tool, " does; ", text_of_topic, " did"])
}

# Something of the call is the user's own word.
named_by_user if input.provenance.arguments.user > 0

named_by_user if {
	some effect in action.effects
	effect.resource.origin == "user"
}

named_by_user if {
	some effect in action.effects
	some destination in effect.destinations
	destination.origin == "user"
}

# To look at a public place carries nothing there, as long as nothing sensitive was read.
carries(effect) if sends(effect)

carries(effect) if "writes" in effect.traits

carries(effect) if {
	"egress" in effect.traits
	some level in {"read:confidential", "read:restricted"}
	level in input.session.labels
}

sends(effect) if {
	"egress" in effect.traits
	not effect.verb in data.settings.provenance.looking_verbs
}

sends(effect) if "spends" in effect.traits

weighty(effect) if {
	some trait in {"executes", "grants_access", "irreversible", "spends"}
	trait in effect.traits
}

weighty(effect) if effect.tier == "privileged"

weighty(effect) if {
	"reads" in effect.traits
	not input.action.sensitivity in {"public", "internal"}
}

decisive(effect) if weighty(effect)

decisive(effect) if sends(effect)

matters(effect) if effect.tier != "read_only"

matters(effect) if {
	"reads" in effect.traits
	input.action.sensitivity != "public"
	not effect.verb in data.settings.provenance.looking_verbs
}

# Texts are told apart by the tool that returned them.
text_of(it) := concat(" ", ["what", reasons.name(it.source.tool), "returned"]) if {
	it.source.tool != ""
} else := "text that anybody may have written"

text_of_topic := text_of({"source": object.get(input.provenance, "topic_source", {"tool": ""})})

approved(name) if not treatment(name) in {"block", "warn", "ignore"}

treatment(name) := object.get(data.settings, ["provenance", name], "approve")
