# METADATA
# title: Change freeze
# description: Nothing is changed while a freeze is on.
package policy.change_freeze

import data.writ.action
import data.writ.reasons

# The title is the code that decisions give as their reason; the controls say what the rule is good for.
# METADATA
# title: change_frozen
# description: The call would change something while a freeze is on.
# custom:
#   controls: [OWASP-ASI-08, ISO-42001-A.6.2.6]
block contains reason if {
	data.settings.change_freeze
	some effect in action.effects
	effect.tier != "read_only"
	reason := reasons.of(rego.metadata.rule(), concat(" ", [effect.verb, "waits until the freeze is over"]))
}
