# METADATA
# title: Mail
# description: |
#   An assistant that reads mail reads what anybody may have written. It answers people of the house; to the outside a
#   person looks first, and in bulk it sends to nobody.
package policy.mail

import data.writ.action
import data.writ.reasons
import data.writ.session

# METADATA
# title: mail_in_bulk
# description: One message would go to more people than a person writes to at once.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-10, MAESTRO-L3, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	count(receivers) > data.settings.mail.max_receivers
	reason := reasons.of(rego.metadata.rule(), "the message would go to too many people at once")
}

# METADATA
# title: mail_leaves_after_reading
# description: |
#   The session has read what outsiders wrote, and the message would go to somebody who is no
#   colleague and whom the user did not name: how planted instructions get data out.
# custom:
#   controls: [OWASP-LLM-01, OWASP-LLM-02, OWASP-ASI-01, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.7.2]
block contains reason if {
	session.tainted
	some receiver in receivers
	not colleague(receiver)
	receiver.origin != "user"
	message := concat(" ", [reasons.destination(receiver), "is no colleague, and the session has read foreign text"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: mail_rule_changed
# description: Filters and forwarding act on every message to come, long after the task.
# custom:
#   controls: [OWASP-ASI-06, OWASP-ASI-10, MAESTRO-L3, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4]
block contains reason if {
	input.action.tool.name in data.settings.mail.rule_tools
	reason := reasons.of(rego.metadata.rule(), "rules of the mailbox are for people to change")
}

receivers contains destination if {
	some effect in action.effects
	effect.verb == "message.send"
	some destination in effect.destinations
}

colleague(receiver) if receiver.domain in data.settings.tenant_domains

# METADATA
# title: mail_to_outside
# description: A person looks at what goes to people outside.
# custom:
#   controls: [OWASP-ASI-09, OWASP-LLM-02, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	some receiver in receivers
	not colleague(receiver)
	said := reasons.of(rego.metadata.rule(), concat(" ", [reasons.destination(receiver), "is outside"]))
	reason := object.union(said, {"approval": {"approvers": [input.intent.on_behalf_of]}})
}
